// Paths as texts, modes of files, and where scripts are.
#include <sys/stat.h>

#include <vector>

#include "script/builtins/files.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

/// ".." takes the part before it away, unless that says nothing about where it is.
void go_up(std::vector<std::string_view>& parts) {
  if (!parts.empty() && parts.back() == ".")
    parts.back() = "..";
  else if (parts.empty() || parts.back() == ".." || parts.back() == "~")
    parts.push_back("..");
  else
    parts.pop_back();
}

std::string without_detours(std::string_view path) {
  if (path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos) return std::string(path);
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> parts = parts_of(path);
  const bool is_absolute = path.starts_with('/');
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == ".." && i > 0)
      go_up(kept);
    else if (parts[i] != "." || (i == 0 && !is_absolute))  // "./a" stays one
      kept.push_back(parts[i]);
  }
  std::string text = is_absolute ? "/" : "";
  for (size_t i = 0; i < kept.size(); ++i) {
    if (i > 0) text += '/';
    text += kept[i];
  }
  return text;
}

Cell compress_path(BuiltinCall& call) { return string_cell(without_detours(c_string_argument(call, 0))); }

Cell find_in_zeekpath(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  if (name.starts_with('.') || name.starts_with('/')) {
    plain_error(call, "find_in_zeek_path: path must be relative or absolute");
    return string_cell("");
  }
  return string_cell(call.runtime.find_script && !name.empty() ? call.runtime.find_script(name) : "");
}

/// The three letters of owner, group or others. `special`: what shows in place of x, big without the right to execute.
std::string rights(uint64_t bits, bool is_special, char special) {
  std::string text(bits & 4 ? "r" : "-");
  text += bits & 2 ? 'w' : '-';
  const bool executable = bits & 1;
  if (is_special)
    text += executable ? special : static_cast<char>(special - 'a' + 'A');
  else
    text += executable ? 'x' : '-';
  return text;
}

Cell file_mode(BuiltinCall& call) {
  const uint64_t mode = call.arguments[0].as_count();
  return string_cell(rights(mode >> 6, mode & S_ISUID, 's') + rights(mode >> 3, mode & S_ISGID, 's') +
                     rights(mode, mode & S_ISVTX, 't'));
}

}  // namespace

void add_path_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("compress_path(dir: string): string", compress_path);
  registry.add("find_in_zeekpath(p: string): string", find_in_zeekpath);
  registry.add("file_mode(mode: count): string", file_mode);
}

}  // namespace whimbrel::script
