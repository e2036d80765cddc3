// Token: the smallest piece of a script that means something.
#pragma once

#include <string_view>

#include "script/model/attributes.h"
#include "script/model/cell.h"
#include "script/model/location.h"

namespace whimbrel::script::syntax {

enum class Tok : uint8_t {
  End,         ///< of a file (from a Lexer), of all input (from an Input)
  Name,        ///< x, M::x
  GlobalName,  ///< ::x
  Constant,    ///< value
  HostName,
  PatternText,
  PatternEnd,  ///< text: the slash and flags
  Attribute,   ///< attribute
  NoTest,      ///< # @no-test
  // punctuation
  Not,
  Percent,
  Star,
  Slash,
  Plus,
  Minus,
  Comma,
  Colon,
  Semicolon,
  Less,
  Equals,
  Greater,
  Question,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Tilde,
  Dollar,
  Bar,
  Caret,
  Ampersand,
  Decrement,
  Increment,
  PlusEquals,
  MinusEquals,
  EqualEqual,
  NotEqual,
  GreaterEqual,
  LessEqual,
  AndAnd,
  OrOr,
  ShiftLeft,
  ShiftRight,
  HasField,
  NotIn,
  // keywords
  Add,
  Addr,
  Any,
  As,
  Assert,
  Bool,
  Break,
  Case,
  Option,
  Const,
  Copy,
  Count,
  Default,
  Delete,
  Double,
  Else,
  Enum,
  Event,
  Export,
  Fallthrough,
  File,
  For,
  While,
  Function,
  Global,
  Hook,
  If,
  In,
  Int,
  Interval,
  Is,
  List,
  Local,
  Module,
  Next,
  Of,
  Opaque,
  Pattern,
  Port,
  Print,
  Record,
  Redef,
  Return,
  Schedule,
  Set,
  String,
  Subnet,
  Switch,
  Table,
  Time,
  Timeout,
  Type,
  Vector,
  When,
  // directives that are part of the grammar
  AtIf,
  AtIfdef,
  AtIfndef,
  AtElse,
  AtEndif,
  // directives that an Input acts on by itself; text: what follows the word
  AtLoad,
  AtLoadSigs,
  AtLoadPlugin,
  AtUnload,
  AtPrefixes,
  AtDir,
  AtFilename,
  AtDeprecated,
  AtPragma,
};

struct Token {
  Tok kind = Tok::End;
  std::string_view text;  ///< as written; lives as long as the text of the script
  Location where;
  Cell value;  ///< of a Constant
  AttributeKind attribute{};
};

}  // namespace whimbrel::script::syntax
