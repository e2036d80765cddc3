// The string functions, in files by topic.
#pragma once

#include <cstdint>
#include <string_view>

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_string_search_builtins(Registry& registry);  // strings_search.cc: find, count, tests of content
void add_string_split_builtins(Registry& registry);   // strings_split.cc: with patterns: split, sub, find_all
void add_string_change_builtins(Registry& registry);  // strings_change.cc: case, padding, stripping, joining
void add_string_escape_builtins(Registry& registry);  // strings_escape.cc: escapes, hex, other notations

/// Edits (insert, delete, replace a byte) that lead from one to the other.
uint64_t levenshtein_distance(std::string_view a, std::string_view b);

}  // namespace whimbrel::script
