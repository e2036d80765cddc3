// Looking into strings.
#include <algorithm>
#include <cctype>
#include <numeric>

#include "script/builtins/smith_waterman.h"
#include "script/builtins/strings.h"
#include "script/builtins/support.h"
#include "script/model/characters.h"

namespace whimbrel::script {

uint64_t levenshtein_distance(std::string_view a, std::string_view b) {
  // One row of the table of distances between beginnings of a and of b.
  std::vector<uint64_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), uint64_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    uint64_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const uint64_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

namespace {

Cell levenshtein(BuiltinCall& call) {
  return Cell::count(levenshtein_distance(string_argument(call, 0), string_argument(call, 1)));
}

Cell strcmp_(BuiltinCall& call) {
  const int order = string_argument(call, 0).compare(string_argument(call, 1));
  return Cell::integer(order < 0 ? -1 : order > 0 ? 1 : 0);
}

Cell strstr_(BuiltinCall& call) {
  const size_t place = string_argument(call, 0).find(string_argument(call, 1));
  return Cell::count(place == std::string::npos ? 0 : place + 1);
}

Cell count_substr(BuiltinCall& call) {
  const std::string &text = string_argument(call, 0), &part = string_argument(call, 1);
  uint64_t n = 0;
  if (!part.empty())
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return Cell::count(n);
}

/// find_str and rfind_str: (str, sub, start, end, case_sensitive).
template <bool kFromRight>
Cell find_str(BuiltinCall& call) {
  const auto start = static_cast<size_t>(call.arguments[2].as_count());
  const int64_t end = call.arguments[3].as_int();
  if (end != -1 && (end < 0 || static_cast<size_t>(end) <= start)) {
    plain_error(call, std::string(kFromRight ? "rfind_str" : "find_str") +
                          ": end position must be greater than start position");
    return Cell::integer(-1);
  }
  std::string text = string_argument(call, 0), part = string_argument(call, 1);
  if (start > text.size()) return Cell::integer(-1);
  text = text.substr(start, end == -1 ? std::string::npos : static_cast<size_t>(end) - start);
  if (!call.arguments[4].as_bool()) {
    text = lower_case(text);
    part = lower_case(part);
  }
  const size_t place = kFromRight ? text.rfind(part) : text.find(part);
  return Cell::integer(place == std::string::npos ? -1 : static_cast<int64_t>(place + start));
}

Cell starts_with(BuiltinCall& call) {
  return Cell::boolean(string_argument(call, 0).starts_with(string_argument(call, 1)));
}

Cell ends_with(BuiltinCall& call) {
  return Cell::boolean(string_argument(call, 0).ends_with(string_argument(call, 1)));
}

/// All bytes are of a class, and there is one.
template <int (*kClass)(int)>
Cell is_all(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  return Cell::boolean(!text.empty() &&
                       std::ranges::all_of(text, [](char c) { return kClass(static_cast<unsigned char>(c)) != 0; }));
}

Cell is_ascii(BuiltinCall& call) {
  return Cell::boolean(std::ranges::all_of(string_argument(call, 0), [](char c) { return (c & 0x80) == 0; }));
}

Cell smith_waterman(BuiltinCall& call) {
  const Cell params = call.arguments[2];
  auto& record = params.as<RecordObject>();
  const std::string &a = string_argument(call, 0), &b = string_argument(call, 1);
  const auto value = [&](std::string_view field, uint64_t otherwise) {
    const Cell cell = record_field(call.frame, record, record.type->index_of(field));
    return cell.is_set() ? cell.as_count() : otherwise;
  };
  const auto parts = common_substrings(a, b, value("min_strlen", 3), value("sw_variant", 0) == 1);
  auto result = result_vector(call, "sw_substring_vec");
  for (const CommonSubstring& part : parts) {
    auto aligns = result_vector(call, "sw_align_vec");
    for (const auto& [text, place] : {std::pair(&a, part.a), std::pair(&b, part.b)}) {
      auto align = result_record(call, "sw_align");
      set_field(*align, "str", string_cell(*text));
      set_field(*align, "index", Cell::count(place));
      aligns->cells.push_back(align);
    }
    auto substring = result_record(call, "sw_substring");
    set_field(*substring, "str", string_cell(a.substr(part.a, part.size)));
    set_field(*substring, "aligns", aligns);
    set_field(*substring, "new", Cell::boolean(part.begins_alignment));
    result->cells.push_back(substring);
  }
  return result;
}

}  // namespace

void add_string_search_builtins(Registry& registry) {
  registry.add("levenshtein_distance(s1: string, s2: string): count", levenshtein);
  registry.add("strcmp(s1: string, s2: string): int", strcmp_);
  registry.add("strstr(big: string, little: string): count", strstr_);
  registry.add("count_substr(str: string, sub: string): count", count_substr);
  registry.add(
      "find_str(str: string, sub: string, start: count &default=0, end: int &default=-1, case_sensitive: bool "
      "&default=T): int",
      find_str<false>);
  registry.add(
      "rfind_str(str: string, sub: string, start: count &default=0, end: int &default=-1, case_sensitive: bool "
      "&default=T): int",
      find_str<true>);
  registry.add("starts_with(str: string, sub: string): bool", starts_with);
  registry.add("ends_with(str: string, sub: string): bool", ends_with);
  registry.add("is_num(str: string): bool", is_all<std::isdigit>);
  registry.add("is_alpha(str: string): bool", is_all<std::isalpha>);
  registry.add("is_alnum(str: string): bool", is_all<std::isalnum>);
  registry.add("is_ascii(str: string): bool", is_ascii);
  registry.add("str_smith_waterman(s1: string, s2: string, params: sw_params): sw_substring_vec", smith_waterman);
}

void add_string_builtins(Registry& registry) {
  registry.begin("strings.bif");
  add_string_search_builtins(registry);
  add_string_split_builtins(registry);
  add_string_change_builtins(registry);
  add_string_escape_builtins(registry);
}

}  // namespace whimbrel::script
