// The tables of words: keywords, attributes, directives.
#pragma once

#include <string_view>

#include "script/syntax/token.h"

namespace whimbrel::script::syntax {

/// The keyword's token, or Tok::Name.
Tok keyword(std::string_view word);

struct AttributeWord {
  std::string_view word;  ///< with "&"
  AttributeKind kind;
};
/// The longest attribute that `text` begins with; null if there is none.
const AttributeWord* attribute_at(std::string_view text);

struct DirectiveWord {
  std::string_view word;  ///< with "@"
  Tok kind;
  enum Argument : uint8_t { None, File, Assignment, Line } argument;
};
/// The longest directive that `text` begins with; null if there is none.
const DirectiveWord* directive_at(std::string_view text);

}  // namespace whimbrel::script::syntax
