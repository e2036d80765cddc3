// New strings from old ones: joining, cutting, stripping, padding, upper and lower case.
#include <algorithm>
#include <cctype>

#include "script/builtins/strings.h"
#include "script/builtins/support.h"
#include "script/model/characters.h"
#include "script/run/tables.h"

namespace whimbrel::script {

namespace {

// -- joining and cutting

Cell string_cat(BuiltinCall& call) {
  std::string text;
  for (const Cell& cell : call.arguments) {
    if (cell.tag() != Tag::String) {
      plain_error(call, "string_cat() requires string arguments");
      return string_cell("");
    }
    text += cell.string();
  }
  return string_cell(std::move(text));
}

Cell join_string_vec(BuiltinCall& call) {
  std::string text;
  bool first = true;
  for (const Cell& cell : call.arguments[0].as<VectorObject>().cells) {
    if (!std::exchange(first, false)) text += string_argument(call, 1);
    if (cell.is_set()) text += text_of(cell);
  }
  return string_cell(std::move(text));
}

Cell join_string_set(BuiltinCall& call) {
  std::string text;
  TableObject::Walk walk(call.arguments[0].as<TableObject>());
  for (bool first = true; const TableObject::Entry* const entry = walk.next();) {
    if (!std::exchange(first, false)) text += string_argument(call, 1);
    text += text_of(entry->index[0]);
  }
  return string_cell(std::move(text));
}

Cell sub_bytes(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  const uint64_t start = std::max<uint64_t>(call.arguments[1].as_count(), 1) - 1;  // counted from 1
  const int64_t n = call.arguments[2].as_int();
  if (start >= text.size()) return string_cell("");
  return string_cell(text.substr(start, n < 0 ? std::string::npos : static_cast<size_t>(n)));
}

Cell subst_string(BuiltinCall& call) {
  const std::string &text = string_argument(call, 0), &from = string_argument(call, 1);
  if (from.empty()) return call.arguments[0];
  std::string out;
  size_t at = 0;
  for (size_t found; (found = text.find(from, at)) != std::string::npos; at = found + from.size()) {
    out.append(text, at, found - at);
    out += string_argument(call, 2);
  }
  return string_cell(out + text.substr(at));
}

Cell remove_prefix(BuiltinCall& call) {
  std::string_view text = string_argument(call, 0);
  const std::string& part = string_argument(call, 1);
  while (!part.empty() && text.starts_with(part)) text.remove_prefix(part.size());
  return string_cell(std::string(text));
}

Cell remove_suffix(BuiltinCall& call) {
  std::string_view text = string_argument(call, 0);
  const std::string& part = string_argument(call, 1);
  while (!part.empty() && text.ends_with(part)) text.remove_suffix(part.size());
  return string_cell(std::string(text));
}

/// Plays the keys again: one of them is that for "delete the last".
Cell edit(BuiltinCall& call) {
  const std::string& key = string_argument(call, 1);
  if (key.size() != 1) {
    builtin_error(call, "not exactly one edit character", 1);
    if (key.empty()) return call.arguments[0];
  }
  std::string out;
  for (const char c : string_argument(call, 0)) {
    if (c != key[0])
      out += c;
    else if (!out.empty())
      out.pop_back();
  }
  return string_cell(std::move(out));
}

Cell reverse(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  return string_cell(std::string(text.rbegin(), text.rend()));
}

// -- stripping

std::string stripped(std::string_view text, std::string_view bytes, bool left, bool right) {
  const auto is_one = [bytes](char c) { return bytes.find(c) != std::string_view::npos; };
  while (left && !text.empty() && is_one(text.front())) text.remove_prefix(1);
  while (right && !text.empty() && is_one(text.back())) text.remove_suffix(1);
  return std::string(text);
}

Cell strip(BuiltinCall& call) { return string_cell(stripped(string_argument(call, 0), " \t\n\r\v\f", true, true)); }
Cell lstrip(BuiltinCall& call) {
  return string_cell(stripped(string_argument(call, 0), string_argument(call, 1), true, false));
}
Cell rstrip(BuiltinCall& call) {
  return string_cell(stripped(string_argument(call, 0), string_argument(call, 1), false, true));
}

// -- padding

template <bool kLeft>
Cell justify(BuiltinCall& call) {
  const std::string &text = string_argument(call, 0), &fill = string_argument(call, 2);
  if (fill.size() != 1) {
    plain_error(call,
                std::string("Fill string passed to ") + (kLeft ? "ljust" : "rjust") + "() must be a single character");
    return {};
  }
  const uint64_t width = call.arguments[1].as_count();
  const std::string blanks(width > text.size() ? width - text.size() : 0, fill[0]);
  return string_cell(kLeft ? text + blanks : blanks + text);
}

Cell zfill(BuiltinCall& call) {
  const std::string& text = string_argument(call, 0);
  const uint64_t width = call.arguments[1].as_count();
  return string_cell(std::string(width > text.size() ? width - text.size() : 0, '0') + text);
}

Cell string_fill(BuiltinCall& call) {
  const int64_t size = call.arguments[0].as_int();
  const std::string& source = string_argument(call, 1);
  std::string text(size > 0 ? static_cast<size_t>(size) : 0, '\0');
  if (!source.empty())
    for (size_t i = 0; i + 1 < text.size(); ++i) text[i] = source[i % source.size()];
  return string_cell(std::move(text));
}

// -- upper and lower case, of ASCII only

template <char (*kChange)(char)>
Cell each_byte(BuiltinCall& call) {
  std::string text = string_argument(call, 0);
  for (char& c : text) c = kChange(c);
  return string_cell(std::move(text));
}

Cell to_title(BuiltinCall& call) {
  std::string text = string_argument(call, 0);
  char before = ' ';
  for (char& c : text) {
    if (std::isspace(static_cast<unsigned char>(before))) c = to_upper(c);
    before = c;
  }
  return string_cell(std::move(text));
}

}  // namespace

void add_string_change_builtins(Registry& registry) {
  registry.add("string_cat(va_args: any): string", string_cat);
  registry.add("join_string_vec(vec: string_vec, sep: string): string", join_string_vec);
  registry.add("join_string_set(ss: string_set, sep: string): string", join_string_set);
  registry.add("sub_bytes(s: string, start: count, n: int): string", sub_bytes);
  registry.add("subst_string(s: string, from: string, to: string): string", subst_string);
  registry.add("remove_prefix(str: string, sub: string): string", remove_prefix);
  registry.add("remove_suffix(str: string, sub: string): string", remove_suffix);
  registry.add("edit(arg_s: string, arg_edit_char: string): string", edit);
  registry.add("reverse(str: string): string", reverse);
  registry.add("strip(str: string): string", strip);
  registry.add("lstrip(str: string, chars: string &default=\" \\t\\n\\r\\v\\f\"): string", lstrip);
  registry.add("rstrip(str: string, chars: string &default=\" \\t\\n\\r\\v\\f\"): string", rstrip);
  registry.add("ljust(str: string, width: count, fill: string &default=\" \"): string", justify<true>);
  registry.add("rjust(str: string, width: count, fill: string &default=\" \"): string", justify<false>);
  registry.add("zfill(str: string, width: count): string", zfill);
  registry.add("string_fill(len: int, source: string): string", string_fill);
  registry.add("to_upper(str: string): string", each_byte<to_upper>);
  registry.add("to_lower(str: string): string", each_byte<to_lower>);
  registry.add("swap_case(str: string): string", each_byte<other_case>);
  registry.add("to_title(str: string): string", to_title);
}

}  // namespace whimbrel::script
