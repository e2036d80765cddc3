#include "base/config_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

namespace whimbrel {
namespace {

constexpr size_t kMaxFileSize = 1 << 20;
constexpr std::array<std::string_view, 2> kSections = {"endpoint", "node"};
constexpr std::array<std::string_view, 4> kRepeatableInNode = {"listen", "peer", "subscribe", "forward"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Cuts off a comment, and blanks at both ends.
std::string_view without_comment(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#' && (i == 0 || is_blank(text[i - 1]))) return trim(text.substr(0, i));
  }
  return trim(text);
}

bool is_name(std::string_view text) {
  const auto is_name_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

class Parser {
 public:
  explicit Parser(std::string_view file) : file_(file) {}

  Result<void> add_line(std::string_view line) {
    ++line_;
    line = trim(line);
    if (without_comment(line).empty()) return {};
    return line.front() == '[' ? add_section(without_comment(line)) : add_entry(line);
  }

  std::vector<ConfigEntry> take() { return std::move(entries_); }

 private:
  Error error(std::string_view text) const {
    return {ErrorCode::InvalidArgument, fmt::format("{}:{}: {}", file_, line_, text)};
  }

  Result<void> add_section(std::string_view line) {
    if (line.back() != ']') return error("a section looks like [endpoint]");
    const std::string_view name = trim(line.substr(1, line.size() - 2));
    if (std::find(kSections.begin(), kSections.end(), name) == kSections.end()) {
      return error(fmt::format("there is no section [{:.64}]; it can be [endpoint] or [node]", name));
    }
    section_ = name;
    return {};
  }

  Result<void> add_entry(std::string_view line) {
    const size_t equals = line.find('=');
    const std::string_view key = trim(line.substr(0, equals));
    if (equals == line.npos || !is_name(key)) return error("a line looks like name = value");
    const auto [first, is_first] = first_lines_.emplace(std::pair(section_, std::string(key)), line_);
    if (!is_first && !may_repeat(key)) {
      return error(fmt::format("{:.64} is set already in line {}", key, first->second));
    }
    const auto value = parse_value(trim(line.substr(equals + 1)));
    if (!value) return value.error();
    entries_.push_back({section_, std::string(key), std::string(*value), line_});
    return {};
  }

  Result<std::string_view> parse_value(std::string_view text) const {
    if (text.empty() || (text.front() != '"' && text.front() != '\'')) return without_comment(text);
    const size_t end = text.find(text.front(), 1);
    if (end == text.npos) return error("the quote is not closed");
    if (!without_comment(text.substr(end + 1)).empty()) return error("only a comment can follow a quoted value");
    return text.substr(1, end - 1);
  }

  bool may_repeat(std::string_view key) const {
    return section_ == "node" &&
           std::find(kRepeatableInNode.begin(), kRepeatableInNode.end(), key) != kRepeatableInNode.end();
  }

  std::string_view file_;
  size_t line_ = 0;
  std::string section_ = "endpoint";
  std::vector<ConfigEntry> entries_;
  std::map<std::pair<std::string, std::string>, size_t> first_lines_;  // by section and key
};

Error cannot_open(const std::string& path) {
  return {ErrorCode::CannotOpenFile, fmt::format("{}: {}", path, std::generic_category().message(errno))};
}

}  // namespace

Result<std::vector<ConfigEntry>> parse_config(std::string_view text, std::string_view file) {
  Parser parser(file);
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (auto added = parser.add_line(text.substr(0, end)); !added) return added.error();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parser.take();
}

Result<std::vector<ConfigEntry>> read_config_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return cannot_open(path);
  std::string text(kMaxFileSize + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return cannot_open(path);
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxFileSize) {
    return Error(ErrorCode::TooLarge, fmt::format("{}: a configuration file may have 1 MiB", path));
  }
  return parse_config(text, path);
}

}  // namespace whimbrel
