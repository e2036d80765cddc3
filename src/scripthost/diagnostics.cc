#include "scripthost/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "codec/json/escape.h"
#include "scripthost/base_scripts.h"

namespace whimbrel::script {

namespace {

constexpr size_t kLongestLine = 300;  // more of it would not help anybody
constexpr size_t kTabWidth = 4;

/// Line `number` of a text, from 1.
std::optional<std::string> line_of(std::istream& text, int number) {
  std::string line;
  for (int i = 0; i < number; ++i)
    if (!std::getline(text, line)) return std::nullopt;
  if (number <= 0 || line.size() > kLongestLine) return std::nullopt;
  return line;
}

std::optional<std::string> source_line(const std::string& file, int number) {
  if (std::ifstream opened(file); opened) return line_of(opened, number);
  const auto embedded = base_script(file);
  if (!embedded) return std::nullopt;
  std::istringstream text{std::string(*embedded)};
  return line_of(text, number);
}

/// Printable, so that columns can be counted and nothing reaches the terminal that is not text.
std::string shown(std::string_view line) {
  std::string text;
  for (const char c : line) {
    if (c == '\t')
      text.append(kTabWidth - text.size() % kTabWidth, ' ');
    else if (std::iscntrl(static_cast<unsigned char>(c)))
      text += '?';
    else
      text += c;
  }
  return text;
}

bool is_name_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Where a text stands in the line, not as part of a longer name.
size_t place_of(std::string_view line, std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  for (size_t at = line.find(text); at != std::string_view::npos; at = line.find(text, at + 1)) {
    const size_t end = at + text.size();
    const bool begins = at == 0 || !is_name_part(line[at - 1]) || !is_name_part(text.front());
    const bool ends = end == line.size() || !is_name_part(line[end]) || !is_name_part(text.back());
    if (begins && ends) return at;
  }
  return std::string_view::npos;
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const size_t start = text.find(open);
  const size_t end = text.rfind(close);
  if (start == text.npos || end == text.npos || end < start + open.size()) return {};
  return text.substr(start + open.size(), end - start - open.size());
}

/// What the line may show of a message, the most telling first: messages know lines, but no columns.
std::vector<std::string_view> clues(std::string_view message) {
  std::vector<std::string_view> all = {between(message, "at or near \"", "\"")};
  const std::string_view subject = between(message, "(", ")");
  all.push_back(subject);
  if (const size_t other = subject.find(" and "); other != subject.npos) {
    all.push_back(subject.substr(0, other));
    all.push_back(subject.substr(other + 5));
  }
  // The first operand, or the name of what is called, of an expression that was written in another way.
  all.push_back(subject.substr(0, subject.find_first_of(" ([$=")));
  const size_t last_word = message.rfind(' ');
  all.push_back(last_word == message.npos ? message : message.substr(last_word + 1));
  return all;
}

/// Base types stand nowhere; then it is about the other thing.
const Location& place_of(const Diagnostic& diagnostic) {
  return diagnostic.where ? diagnostic.where : diagnostic.second;
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return "info";
    case Severity::Warning:
    case Severity::ExpressionWarning:
    case Severity::InternalWarning:
      return "warning";
    default:
      return "error";
  }
}

void append_string(std::string& out, std::string_view text) {
  const size_t before = out.size();
  if (append_json_string(out, text)) return;
  out.resize(before);  // not UTF-8
  append_json_string(out, escaped(text));
}

}  // namespace

std::string excerpt(const Diagnostic& diagnostic) {
  const Location where = place_of(diagnostic);
  if (!where) return {};
  const auto line = source_line(*where.file, where.first_line);
  if (!line) return {};
  const std::string text = shown(*line);
  size_t start = text.find_first_not_of(' ');
  if (start == text.npos) return {};
  size_t length = 1;
  for (const std::string_view clue : clues(diagnostic.text)) {
    const size_t place = place_of(text, clue);
    if (place == std::string_view::npos) continue;
    start = place;
    length = clue.size();
    break;
  }
  const std::string number = std::to_string(where.first_line);
  return fmt::format("{:>5} | {}\n      | {}^{}\n", number, text, std::string(start, ' '),
                     std::string(length - 1, '~'));
}

void show_excerpts(Reporter& reporter) { reporter.excerpt = excerpt; }

std::string as_json(const Diagnostic& diagnostic, std::string_view file) {
  const Location where = place_of(diagnostic);
  std::string out = "{\"file\":";
  append_string(out, where ? std::string_view(*where.file) : file);
  out += fmt::format(",\"line\":{},\"severity\":\"{}\",\"message\":", where.first_line,
                     severity_name(diagnostic.severity));
  append_string(out, diagnostic.text);
  return out + '}';
}

}  // namespace whimbrel::script
