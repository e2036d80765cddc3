#include "conductor.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include "../console.h"

namespace whimbrel::bench {

bool Conductor::wanted(const std::string& name) const {
  if (settings_.only.find('*') == settings_.only.npos) return name.find(settings_.only) != name.npos;
  return ::fnmatch(settings_.only.c_str(), name.c_str(), 0) == 0;
}

void Conductor::run(Row row, const std::function<Result<void>(Row&)>& measure) {
  if (!wanted(row.name()) || cli::Signals::stop()) return;
  if (settings_.list) return fmt::print("{}\n", row.name());
  fmt::print(stderr, "{} ...", row.name());
  std::fflush(stderr);
  const auto done = measure(row);
  if (!done) row.problem = done.error().message();
  fmt::print(stderr, " {}\n", done ? "done" : row.problem);
  rows_.push_back(std::move(row));
}

}  // namespace whimbrel::bench
