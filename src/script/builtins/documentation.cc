// Comments that describe scripts and what they declare: `##!` the script, `##` what follows, `##<` what stands before.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

using Lines = std::vector<std::string>;

bool is_disabled() {
  const char* const setting = std::getenv("ZEEK_DISABLE_ZEEKYGEN");
  return setting && *setting && *setting != '0';
}

Lines lines_of(const std::string& path) {
  std::ifstream file(path);
  Lines lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  return lines;
}

std::string_view trimmed(std::string_view line) {
  const size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  const size_t end = line.find_last_not_of(" \t\r");
  return line.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

std::string_view without_mark(std::string_view comment, size_t length) {
  comment.remove_prefix(length);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  return comment;
}

void add_line(std::string& text, bool& is_first, std::string_view line) {
  if (!is_first) text += '\n';
  is_first = false;
  text += line;
}

bool describes_next(std::string_view line) {
  return line.starts_with("##") && !line.starts_with("##!") && !line.starts_with("##<");
}

/// What is said about the thing that is declared in line `place`.
std::string comments_about(const Lines& lines, size_t place) {
  size_t begin = place;
  while (begin > 0 && (describes_next(trimmed(lines[begin - 1])) || trimmed(lines[begin - 1]).empty())) --begin;
  std::string text;
  bool is_first = true;
  for (; begin < place; ++begin)
    if (describes_next(trimmed(lines[begin]))) add_line(text, is_first, without_mark(trimmed(lines[begin]), 2));
  const size_t same_line = lines[place].find("##<");
  if (same_line != std::string::npos)
    add_line(text, is_first, without_mark(trimmed(std::string_view(lines[place]).substr(same_line)), 3));
  for (size_t i = place + 1; i < lines.size() && trimmed(lines[i]).starts_with("##<"); ++i)
    add_line(text, is_first, without_mark(trimmed(lines[i]), 3));
  return text;
}

std::string comments_at(const Location& where) {
  if (is_disabled() || !where || where.first_line < 1) return {};
  const Lines lines = lines_of(*where.file);
  const auto place = static_cast<size_t>(where.first_line) - 1;
  return place < lines.size() ? comments_about(lines, place) : std::string();
}

Cell get_identifier_comments(BuiltinCall& call) {
  const Symbol* const symbol = call.runtime.symbols.find(string_argument(call, 0));
  return string_cell(symbol ? comments_at(symbol->where) : "");
}

bool declares_field(std::string_view line, std::string_view field) {
  line = trimmed(line);
  return line.starts_with(field) && trimmed(line.substr(field.size())).starts_with(':');
}

/// Of "RECORD$FIELD".
std::string comments_of_field(Runtime& runtime, std::string_view name) {
  const size_t dollar = name.find('$');
  if (is_disabled() || dollar == std::string_view::npos) return {};
  const Symbol* const symbol = runtime.symbols.find(name.substr(0, dollar));
  const RecordType* const record = symbol && symbol->is_type ? symbol->type->as_record() : nullptr;
  const std::string_view field = name.substr(dollar + 1);
  if (!record || record->index_of(field) < 0 || !symbol->where || symbol->where.first_line < 1) return {};
  const Lines lines = lines_of(*symbol->where.file);
  for (auto i = static_cast<size_t>(symbol->where.first_line); i < lines.size(); ++i) {
    if (declares_field(lines[i], field)) return comments_about(lines, i);
    if (trimmed(lines[i]).starts_with('}')) break;
  }
  return {};
}

Cell get_record_field_comments(BuiltinCall& call) {
  return string_cell(comments_of_field(call.runtime, string_argument(call, 0)));
}

/// A file by its own name, or by one that scripts are found by.
std::string found(BuiltinCall& call, const std::string& name) {
  if (std::ifstream(name)) return name;
  const bool may_search = call.runtime.find_script && !name.empty() && name.front() != '/' && name.front() != '.';
  return may_search ? call.runtime.find_script(name) : "";
}

Cell get_script_comments(BuiltinCall& call) {
  std::string text;
  bool is_first = true;
  if (!is_disabled())
    for (const std::string& line : lines_of(found(call, string_argument(call, 0))))
      if (trimmed(line).starts_with("##!")) add_line(text, is_first, without_mark(trimmed(line), 3));
  return string_cell(text);
}

/// The file README in the folder of a package.
Cell get_package_readme(BuiltinCall& call) {
  std::string text;
  bool is_first = true;
  const std::string folder = found(call, string_argument(call, 0));
  if (!is_disabled() && !folder.empty())
    for (const std::string& line : lines_of(folder + "/README")) add_line(text, is_first, line);
  return string_cell(text);
}

}  // namespace

void add_documentation_builtins(Registry& registry) {
  registry.begin("zeekygen.bif");
  registry.add("get_identifier_comments(name: string): string", get_identifier_comments);
  registry.add("get_script_comments(name: string): string", get_script_comments);
  registry.add("get_package_readme(name: string): string", get_package_readme);
  registry.add("get_record_field_comments(name: string): string", get_record_field_comments);
}

}  // namespace whimbrel::script
