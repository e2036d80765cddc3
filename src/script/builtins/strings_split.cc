// Strings and patterns: splitting, replacing, finding.
#include <fmt/format.h>

#include <algorithm>

#include "script/builtins/strings.h"
#include "script/builtins/support.h"
#include "script/model/pattern.h"

namespace whimbrel::script {

namespace {

/// Looks for the non-empty matches of a pattern in a text, one after the other.
class Matches {
 public:
  Matches(const PatternObject& pattern, std::string_view text) : pattern_(pattern), text_(text) {
    // Patterns match anew at each place, so "^" holds everywhere: only without anchors may the search skip ahead.
    const std::string_view source = pattern.text();
    const bool wrapped = source.starts_with("^?(") && source.ends_with(")$?");
    const std::string_view inner = wrapped ? source.substr(3, source.size() - 6) : source;
    has_anchors_ = inner.find_first_of("^$") != std::string_view::npos;
  }

  /// The next match at or after `from`.
  bool next(size_t from) { return has_anchors_ ? step(from) : search(from); }
  size_t start = 0, size = 0;
  size_t end() const { return start + size; }
  std::string text() const { return std::string(text_.substr(start, size)); }

 private:
  bool step(size_t from) {
    for (; from < text_.size(); ++from) {
      const long n = pattern_.match_prefix(text_.substr(from));
      if (n <= 0) continue;
      start = from;
      size = static_cast<size_t>(n);
      return true;
    }
    return false;
  }

  bool search(size_t from) {
    for (; from < text_.size(); ++from) {
      if (!pattern_.find(text_.substr(from), start, size)) return false;
      start += from;
      if (size > 0) return true;
      from = start;
    }
    return false;
  }

  const PatternObject& pattern_;
  std::string_view text_;
  bool has_anchors_;
};

const PatternObject& pattern_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<PatternObject>();
}

// -- splitting

Cell split(const BuiltinCall& call, bool with_separators, uint64_t most) {
  const std::string& text = string_argument(call, 0);
  auto parts = result_vector(call, "string_vec");
  Matches matches(pattern_argument(call, 1), text);
  size_t at = 0;
  for (uint64_t n = 0; (most == 0 || n < most) && matches.next(at); ++n) {
    parts->cells.push_back(string_cell(text.substr(at, matches.start - at)));
    if (with_separators) parts->cells.push_back(string_cell(matches.text()));
    at = matches.end();
  }
  parts->cells.push_back(string_cell(text.substr(at)));
  return parts;
}

Cell split_string(BuiltinCall& call) { return split(call, false, 0); }
Cell split_string1(BuiltinCall& call) { return split(call, false, 1); }
Cell split_string_all(BuiltinCall& call) { return split(call, true, 0); }
Cell split_string_n(BuiltinCall& call) {
  return split(call, call.arguments[2].as_bool(), call.arguments[3].as_count());
}

// -- replacing

Cell substitute(const BuiltinCall& call, bool all) {
  const std::string &text = string_argument(call, 0), &replacement = string_argument(call, 2);
  Matches matches(pattern_argument(call, 1), text);
  std::string out;
  size_t at = 0;
  while (matches.next(at)) {
    out.append(text, at, matches.start - at);
    out += replacement;
    at = matches.end();
    if (!all) break;
  }
  return string_cell(out + text.substr(at));
}

Cell sub(BuiltinCall& call) { return substitute(call, false); }
Cell gsub(BuiltinCall& call) { return substitute(call, true); }

// -- finding

/// Is the text short enough for find_all()? The third argument limits it, -1 stands for the limit in a constant.
bool fits_limit(const BuiltinCall& call) {
  int64_t limit = call.arguments[2].as_int();
  if (limit < 0) {
    const Symbol* const constant = call.runtime.symbols.find("max_find_all_string_length");
    limit = constant && constant->value.is_set() ? constant->value.as_int() : 10000;
  }
  const size_t size = string_argument(call, 0).size();
  if (limit <= 0 || size <= static_cast<size_t>(limit)) return true;
  const std::string detail = fmt::format("input is longer than {}: {}", limit, size);
  call.runtime.raise("net_weird",
                     {string_cell("exceeded_find_all_max_string_length"), string_cell(detail), string_cell("")});
  return false;
}

std::vector<std::string> all_matches(const BuiltinCall& call) {
  std::vector<std::string> found;
  if (!fits_limit(call)) return found;
  Matches matches(pattern_argument(call, 1), string_argument(call, 0));
  for (size_t at = 0; matches.next(at); at = matches.end()) found.push_back(matches.text());
  return found;
}

Cell find_all(BuiltinCall& call) { return string_set(call.runtime, all_matches(call)); }
Cell find_all_ordered(BuiltinCall& call) { return string_vector(call.runtime, all_matches(call)); }

Cell find_last(BuiltinCall& call) {
  const std::string_view text = string_argument(call, 0);
  for (size_t at = text.size(); at-- > 0;) {
    const long n = pattern_argument(call, 1).match_prefix(text.substr(at));
    if (n > 0) return string_cell(std::string(text.substr(at, static_cast<size_t>(n))));
  }
  return string_cell("");
}

// -- patterns from strings

std::string without_meaning_in_patterns(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("^$-:\"/\\|*+?.(){}[]").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

Cell convert_for_pattern(BuiltinCall& call) {
  return string_cell(without_meaning_in_patterns(string_argument(call, 0)));
}

Cell string_to_pattern(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  auto pattern = PatternObject::compile(call.arguments[1].as_bool() ? without_meaning_in_patterns(text) : text);
  if (pattern) return *pattern;
  const std::string& lines = pattern.error().message();
  for (size_t at = 0; at <= lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    plain_error(call, lines.substr(at, end - at));
    at = end + 1;
  }
  return {};
}

// -- cutting at given places

Cell str_split_indices(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  const std::vector<Cell>& wanted = call.arguments[1].as<VectorObject>().cells;
  if (wanted.empty()) return string_vector(call.runtime, {});
  std::vector<size_t> places;
  for (const Cell& cell : wanted)
    if (cell.is_set() && cell.as_count() > 0 && cell.as_count() < text.size()) places.push_back(cell.as_count());
  std::ranges::sort(places);
  places.push_back(text.size());
  std::vector<std::string> parts;
  size_t at = 0;
  for (const size_t place : places) {
    if (place == at && place > 0) continue;  // the same place twice
    parts.push_back(text.substr(at, place - at));
    at = place;
  }
  return string_vector(call.runtime, parts);
}

}  // namespace

void add_string_split_builtins(Registry& registry) {
  registry.add("split_string(str: string, re: pattern): string_vec", split_string);
  registry.add("split_string1(str: string, re: pattern): string_vec", split_string1);
  registry.add("split_string_all(str: string, re: pattern): string_vec", split_string_all);
  registry.add("split_string_n(str: string, re: pattern, incl_sep: bool, max_num_sep: count): string_vec",
               split_string_n);
  registry.add("sub(str: string, re: pattern, repl: string): string", sub);
  registry.add("gsub(str: string, re: pattern, repl: string): string", gsub);
  registry.add("find_all(str: string, re: pattern, max_str_size: int &default=-1): string_set", find_all);
  registry.add("find_all_ordered(str: string, re: pattern, max_str_size: int &default=-1): string_vec",
               find_all_ordered);
  registry.add("find_last(str: string, re: pattern): string", find_last);
  registry.add("convert_for_pattern(s: string): string", convert_for_pattern);
  registry.add("string_to_pattern(s: string, convert: bool): pattern", string_to_pattern);
  registry.add("str_split_indices(s: string, idx: index_vec): string_vec", str_split_indices);
}

}  // namespace whimbrel::script
