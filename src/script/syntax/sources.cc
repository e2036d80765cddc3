#include "script/syntax/sources.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace whimbrel::script::syntax {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".zeek";
constexpr std::string_view kOfFolder = "__load__.zeek";
/// Of the base scripts, those below this folder may be named without it.
constexpr std::string_view kOptionalFolder = "policy/";

/// Nothing if it cannot be read to its end.
std::optional<std::string> read_all(std::istream& in) {
  std::string text;
  char part[65536];
  while (in.read(part, sizeof part) || in.gcount() > 0) text.append(part, static_cast<size_t>(in.gcount()));
  return in.bad() ? std::nullopt : std::optional(std::move(text));
}

bool begins_with_dot(std::string_view name) {
  return name.starts_with("./") || name.starts_with("../") || name == "." || name == "..";
}

/// "./sub/x.zeek" for what lies below the current folder; else as it is.
std::string as_shown(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  return path.is_absolute() || text.starts_with("../") ? text : "./" + text;
}

/// What a name may mean, in the order of trying.
std::vector<std::string> candidates(std::string_view name) {
  std::string given(name);
  while (given.size() > 1 && given.back() == '/') given.pop_back();
  return {given + std::string(kEnding), given, given + "/" + std::string(kOfFolder)};
}

}  // namespace

Sources::Sources(std::vector<std::string> search_path, Embedded embedded)
    : search_path_(std::move(search_path)), embedded_(std::move(embedded)) {}

std::optional<Source> Sources::find(std::string_view name, std::string_view from) const {
  if (name == "-") return Source{"<stdin>", "<stdin>", read_all(std::cin).value_or("")};
  if (name.empty()) return std::nullopt;
  if (begins_with_dot(name)) return find_beside(name, from);
  if (name.front() == '/') return find_file(std::string(name));
  for (const std::string& folder : search_path_) {
    // An absolute folder gives absolute paths; so does one that is neither the current folder nor below the root.
    const fs::path base = folder.empty() || folder == "." ? fs::path(".") : fs::absolute(folder);
    if (auto found = find_file((base / name).string())) return found;
  }
  if (auto found = find_embedded(name)) return found;
  return from.empty() ? find_file("./" + std::string(name)) : std::nullopt;
}

std::optional<Source> Sources::find_beside(std::string_view name, std::string_view from) const {
  const fs::path folder = fs::path(from).parent_path();
  // The path of a base script begins with neither "." nor "/".
  const bool is_embedded = !from.empty() && from.front() != '.' && from.front() != '/' && from.front() != '<';
  if (is_embedded) return find_embedded((folder / name).lexically_normal().generic_string());
  return find_file((folder / name).string());
}

std::optional<Source> Sources::find_file(const std::string& path) const {
  for (const std::string& candidate : candidates(path)) {
    std::error_code error;
    const fs::file_type type = fs::status(candidate, error).type();
    if (type == fs::file_type::none || type == fs::file_type::not_found || type == fs::file_type::directory) continue;
    std::ifstream in(candidate, std::ios::binary);
    if (!in) continue;
    std::optional<std::string> text = read_all(in);
    if (!text) continue;
    const fs::path canonical = fs::canonical(candidate, error);
    return Source{as_shown(candidate), error ? candidate : canonical.string(), std::move(*text)};
  }
  return std::nullopt;
}

std::optional<Source> Sources::find_embedded(std::string_view path) const {
  if (!embedded_) return std::nullopt;
  for (const std::string& folder : {std::string(), std::string(kOptionalFolder)})
    for (const std::string& candidate : candidates(folder + std::string(path)))
      if (const auto text = embedded_(candidate)) return Source{candidate, candidate, std::string(*text)};
  return std::nullopt;
}

std::string Sources::flattened(std::string_view path) const {
  size_t longest = 0;
  for (const std::string& folder : search_path_) {
    const std::string prefix = fs::absolute(folder).string() + "/";
    if (path.starts_with(prefix)) longest = std::max(longest, prefix.size());
  }
  std::string rest(path.substr(longest));
  while (rest.starts_with("./") || rest.starts_with("../") || rest.starts_with("/")) rest.erase(0, rest.find('/') + 1);
  if (rest.ends_with(kEnding)) rest.resize(rest.size() - kEnding.size());
  if (rest.ends_with("/__load__")) rest.resize(rest.rfind('/'));
  std::replace(rest.begin(), rest.end(), '/', '.');
  return rest + std::string(kEnding);
}

}  // namespace whimbrel::script::syntax
