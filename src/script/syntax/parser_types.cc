// Types, and lists of fields and enumerators.
#include "script/model/objects.h"
#include "script/syntax/parser_impl.h"

namespace whimbrel::script::syntax {
namespace {

/// Void if the token is not the name of a basic type.
Tag base_type_of(Tok kind) {
  switch (kind) {
    case Tok::Bool:
      return Tag::Bool;
    case Tok::Int:
      return Tag::Int;
    case Tok::Count:
      return Tag::Count;
    case Tok::Double:
      return Tag::Double;
    case Tok::Time:
      return Tag::Time;
    case Tok::Interval:
      return Tag::Interval;
    case Tok::String:
      return Tag::String;
    case Tok::Pattern:
      return Tag::Pattern;
    case Tok::Port:
      return Tag::Port;
    case Tok::Addr:
      return Tag::Addr;
    case Tok::Subnet:
      return Tag::Subnet;
    case Tok::Any:
      return Tag::Any;
    default:
      return Tag::Void;
  }
}

}  // namespace

TypePtr Parser::Impl::type() {
  Deeper deeper(*this);
  auto type = std::make_unique<Type>();
  const Location begin = peek().where;
  type_parts(*type);
  type->where = placed_ = since(begin);
  return type;
}

void Parser::Impl::type_parts(Type& type) {
  type.kind = Type::Base;
  type.tag = base_type_of(peek().kind);
  if (type.tag != Tag::Void) {
    take();
    return;
  }
  const Tok kind = peek().kind;
  switch (kind) {
    case Tok::Table:
      type.kind = Type::Table;
      index_types(type);
      expect(Tok::Of);
      type.types.push_back(this->type());
      return;
    case Tok::Set:
      type.kind = Type::Set;
      return index_types(type);
    case Tok::Vector:
    case Tok::List:
      type.kind = kind == Tok::List ? Type::List : Type::Vector;
      take();
      expect(Tok::Of);
      type.types.push_back(this->type());
      return;
    case Tok::Record:
      type.kind = Type::Record;
      take();
      expect(Tok::LeftBrace);
      type.fields = fields();
      return;
    case Tok::Enum:
      type.kind = Type::Enum;
      take();
      expect(Tok::LeftBrace);
      type.enumerators = enumerators();
      return;
    case Tok::Function:
    case Tok::Event:
    case Tok::Hook:
      type.kind = Type::Func;
      type.flavour = kind == Tok::Event ? Flavour::Event : kind == Tok::Hook ? Flavour::Hook : Flavour::Function;
      take();
      type.fields = parameters();
      if (kind == Tok::Function && accept(Tok::Colon)) type.types.push_back(this->type());
      return;
    case Tok::File:
      type.kind = Type::File;
      take();
      if (accept(Tok::Of)) type.types.push_back(this->type());
      return;
    case Tok::Opaque:
      type.kind = Type::Opaque;
      take();
      expect(Tok::Of);
      type.name = expect(Tok::Name).text;
      return;
    default:
      type.kind = Type::Name;
      type.name = expect_name().text;
  }
}

void Parser::Impl::index_types(Type& type) {
  take();
  expect(Tok::LeftBracket);
  do type.types.push_back(this->type());
  while (accept(Tok::Comma));
  expect(Tok::RightBracket);
}

/// Of a record, with the closing brace. Before that, the reference's grammar takes no more than one conditional.
std::vector<Parameter> Parser::Impl::fields() {
  std::vector<Parameter> fields;
  for (int conditionals = 0;;) {
    if (at_conditional()) {
      conditional();
      ++conditionals;
    } else if (conditionals <= 1 && accept(Tok::RightBrace)) {
      return fields;
    } else {
      fields.push_back(parameter(true));
      expect(Tok::Semicolon);
      conditionals = 0;
    }
  }
}

Parameter Parser::Impl::parameter(bool is_field) {
  Parameter parameter;
  const Token name = is_field ? expect_field() : expect(Tok::Name);
  parameter.name = name.text;
  expect(Tok::Colon);
  parameter.type = type();
  parameter.attributes = attributes();
  parameter.where = since(name.where);
  return parameter;
}

/// Of a function, with both parentheses.
std::vector<Parameter> Parser::Impl::parameters() {
  std::vector<Parameter> parameters;
  expect(Tok::LeftParen);
  while (!at(Tok::RightParen)) {
    parameters.push_back(parameter(false));
    if (accept(Tok::Semicolon)) continue;
    if (!accept(Tok::Comma)) break;
    if (at(Tok::RightParen)) syntax_error();
  }
  expect(Tok::RightParen);
  return parameters;
}

/// With the closing brace.
std::vector<Enumerator> Parser::Impl::enumerators() {
  std::vector<Enumerator> enumerators;
  do enumerators.push_back(enumerator());
  while (accept(Tok::Comma) && !at(Tok::RightBrace));
  expect(Tok::RightBrace);
  return enumerators;
}

Enumerator Parser::Impl::enumerator() {
  Enumerator enumerator;
  const Token name = expect(Tok::Name);
  enumerator.name = name.text;
  if (accept(Tok::Equals)) {
    const bool is_negative = accept(Tok::Minus);
    const Cell value = expect(Tok::Constant).value;
    enumerator.value =
        is_negative && value.tag() == Tag::Count ? Cell::integer(static_cast<int64_t>(-value.as_count())) : value;
  }
  if (at(Tok::Attribute) && peek().attribute == AttributeKind::Deprecated) {
    take();
    enumerator.deprecated = "";
    if (accept(Tok::Equals)) {
      const Cell text = expect(Tok::Constant).value;
      if (text.tag() == Tag::String) enumerator.deprecated = text.string();
    }
  }
  enumerator.where = since(name.where);
  return enumerator;
}

}  // namespace whimbrel::script::syntax
