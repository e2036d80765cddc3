#include "script/model/location.h"

#include <mutex>
#include <set>

namespace whimbrel::script {

std::string Location::text() const {
  if (!file) return "";
  if (first_line == last_line) return *file + ", line " + std::to_string(first_line);
  return *file + ", lines " + std::to_string(first_line) + "-" + std::to_string(last_line);
}

const std::string* file_name(std::string_view path) {
  // Shared by all interpreters of the process, so that a Location never dangles.
  static std::mutex mutex;
  static auto& names = *new std::set<std::string, std::less<>>;
  std::lock_guard lock(mutex);
  auto found = names.find(path);
  if (found == names.end()) found = names.emplace(path).first;
  return &*found;
}

}  // namespace whimbrel::script
