// Declarations: variables, types, redefs, functions with their bodies; attributes.
#include "script/syntax/parser_impl.h"

namespace whimbrel::script::syntax {
namespace {

enum class Value : uint8_t { None, Optional, Needed };

Value value_of(AttributeKind kind) {
  switch (kind) {
    case AttributeKind::BrokerAllowComplexType:
    case AttributeKind::ErrorHandler:
    case AttributeKind::IsAssigned:
    case AttributeKind::IsUsed:
    case AttributeKind::Log:
    case AttributeKind::Optional:
    case AttributeKind::Ordered:
    case AttributeKind::RawOutput:
    case AttributeKind::Redef:
      return Value::None;
    case AttributeKind::Deprecated:
      return Value::Optional;
    default:
      return Value::Needed;
  }
}

}  // namespace

bool Parser::Impl::begins_declaration() {
  switch (peek().kind) {
    case Tok::Module:
    case Tok::Export:
    case Tok::Global:
    case Tok::Option:
    case Tok::Const:
    case Tok::Redef:
    case Tok::Type:
    case Tok::Function:
    case Tok::Event:
    case Tok::Hook:
      return true;
    default:
      return false;
  }
}

void Parser::Impl::declaration() {
  switch (peek().kind) {
    case Tok::Module:
      return module_declaration();
    case Tok::Export:
      return export_block();
    case Tok::Global:
      return variable(Declaration::Global);
    case Tok::Option:
      return variable(Declaration::Option);
    case Tok::Const:
      return variable(Declaration::Const);
    case Tok::Redef:
      return redef();
    case Tok::Type:
      return type_declaration();
    default: {
      const Tok kind = peek().kind;
      declare(Declaration::Function);
      return function_declaration(kind == Tok::Event  ? Flavour::Event
                                  : kind == Tok::Hook ? Flavour::Hook
                                                      : Flavour::Function);
    }
  }
}

/// Begins a declaration with the keyword that comes next.
void Parser::Impl::declare(Declaration::Kind kind) {
  declaration_.emplace();
  declaration_->kind = kind;
  declaration_->where = take().where;
}

void Parser::Impl::take_name(Declaration& declaration, bool may_be_global) {
  const Token name = expect_name(may_be_global);
  declaration.name = name.text;
  declaration.name_where = placed_ = name.where;
}

void Parser::Impl::finish_declaration(const Location& begin) {
  declaration_->where = since(begin);
  hand_over_declaration();
}

void Parser::Impl::module_declaration() {
  declare(Declaration::Module);
  take_name(*declaration_, false);
  expect(Tok::Semicolon);
  finish_declaration(declaration_->where);
}

void Parser::Impl::export_block() {
  declare(Declaration::ExportBegin);
  expect(Tok::LeftBrace);
  ++exports_;
  exporting_ = true;
  finish_declaration(declaration_->where);
}

void Parser::Impl::variable(Declaration::Kind kind) {
  declare(kind);
  Declaration& declaration = *declaration_;
  take_name(declaration);
  if (accept(Tok::Colon)) declaration.type = type();
  initialiser(declaration.has_init, declaration.op, declaration.init);
  declaration.attributes = attributes();
  take_attributes_of_constructor(declaration);
  expect(Tok::Semicolon);
  finish_declaration(declaration.where);
}

// What stands behind table(...) and set(...) is read as theirs, but also says what the variable is: `= set() &redef`.
void Parser::Impl::take_attributes_of_constructor(Declaration& declaration) {
  if (!declaration.init || (declaration.init->kind != Expr::Table && declaration.init->kind != Expr::Set)) return;
  std::vector<Attribute>& its = declaration.init->attributes;
  declaration.attributes.insert(declaration.attributes.begin(), std::make_move_iterator(its.begin()),
                                std::make_move_iterator(its.end()));
  its.clear();
}

void Parser::Impl::initialiser(bool& has_init, Operator& op, ExprPtr& init) {
  switch (peek().kind) {
    case Tok::Equals:
      op = Operator::Assign;
      break;
    case Tok::PlusEquals:
      op = Operator::AddAssign;
      break;
    case Tok::MinusEquals:
      op = Operator::SubtractAssign;
      break;
    case Tok::Semicolon:
    case Tok::Attribute:
      return;
    default:
      init = right_side();
      return;
  }
  take();
  has_init = true;
  if (!at(Tok::Semicolon) && !at(Tok::Attribute)) init = right_side();
}

void Parser::Impl::redef() {
  declare(Declaration::Redef);
  Declaration& declaration = *declaration_;
  const Location begin = declaration.where;
  switch (peek().kind) {
    case Tok::Event:
      take();
      declaration.kind = Declaration::Function;
      declaration.is_redef = true;
      return function_declaration(Flavour::Event);
    case Tok::Record:
      return redef_record();
    case Tok::Enum:
      take();
      declaration.kind = Declaration::RedefEnum;
      take_name(declaration);
      expect(Tok::PlusEquals);
      expect(Tok::LeftBrace);
      declaration.enumerators = enumerators();
      break;
    default:
      take_name(declaration);
      if (accept(Tok::Colon)) declaration.type = type();
      initialiser(declaration.has_init, declaration.op, declaration.init);
      declaration.attributes = attributes();
  }
  expect(Tok::Semicolon);
  finish_declaration(begin);
}

void Parser::Impl::redef_record() {
  Declaration& declaration = *declaration_;
  take();
  declaration.kind = Declaration::RedefRecord;
  take_name(declaration);
  if (accept(Tok::Dollar)) {
    declaration.kind = Declaration::RedefRecordField;
    declaration.field = expect_field().text;
    declaration.op = at(Tok::MinusEquals) ? Operator::SubtractAssign : Operator::AddAssign;
    if (!accept(Tok::MinusEquals)) expect(Tok::PlusEquals);
    expect(Tok::LeftBrace);
    if (!at(Tok::Attribute)) syntax_error();
    declaration.attributes = attributes();
    expect(Tok::RightBrace);
  } else {
    expect(Tok::PlusEquals);
    expect(Tok::LeftBrace);
    declaration.fields = fields();
    declaration.attributes = attributes();
  }
  expect(Tok::Semicolon);
  finish_declaration(declaration.where);
}

void Parser::Impl::type_declaration() {
  declare(Declaration::Type);
  Declaration& declaration = *declaration_;
  take_name(declaration);
  expect(Tok::Colon);
  declaration.type = type();
  declaration.attributes = attributes();
  expect(Tok::Semicolon);
  finish_declaration(declaration.where);
}

/// From the name on.
void Parser::Impl::function_declaration(Flavour flavour) {
  Declaration& declaration = *declaration_;
  take_name(declaration, flavour != Flavour::Hook);
  declaration.function = std::make_unique<Function>();
  Function& function = *declaration.function;
  function.flavour = flavour;
  function.name = declaration.name;
  function.parameters = parameters();
  if (accept(Tok::Colon)) function.yield = type();
  function.attributes = attributes();
  function.header = since(declaration.where);
  while (at_conditional()) conditional();
  function_body(function);
  function.where = since(declaration.where);
  finish_declaration(declaration.where);
}

/// The statements in braces. The body hangs in the function from the start, so that a syntax error leaves what was
/// read.
void Parser::Impl::function_body(Function& function) {
  const Location begin = expect(Tok::LeftBrace).where;
  for (const Parameter& parameter : function.parameters) locals_.push_back(parameter.name);
  seen_.clear();
  function.body = std::make_unique<Stmt>();
  function.body->kind = Stmt::Block;
  function.body->where = begin;
  function.body->is_complete = false;
  statements_until_brace(*function.body, true);
  function.body->where = since(begin);
  function.body->is_complete = true;
}

std::vector<Attribute> Parser::Impl::attributes() {
  std::vector<Attribute> attributes;
  while (at(Tok::Attribute)) {
    const Token word = take();
    Attribute attribute{word.attribute, nullptr, {}};
    attribute_value(attribute);
    attribute.where = since(word.where);
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

void Parser::Impl::attribute_value(Attribute& attribute) {
  switch (value_of(attribute.kind)) {
    case Value::None:
      return;
    case Value::Optional:
      if (!accept(Tok::Equals)) return;
      if (!at(Tok::Constant)) syntax_error();
      attribute.value = literal();
      return;
    case Value::Needed:
      expect(Tok::Equals);
      attribute.value = expression();
  }
}

}  // namespace whimbrel::script::syntax
