// Statements. Each hangs in its parent before its own parts are read, so that at a syntax error the tree holds what
// came before it.
#include "script/syntax/parser_impl.h"

namespace whimbrel::script::syntax {
namespace {

Stmt::Kind kind_of(Tok first) {
  switch (first) {
    case Tok::LeftBrace:
      return Stmt::Block;
    case Tok::Print:
      return Stmt::Print;
    case Tok::Event:
      return Stmt::Event;
    case Tok::If:
      return Stmt::If;
    case Tok::While:
      return Stmt::While;
    case Tok::For:
      return Stmt::For;
    case Tok::Next:
      return Stmt::Next;
    case Tok::Break:
      return Stmt::Break;
    case Tok::Fallthrough:
      return Stmt::Fallthrough;
    case Tok::Return:
      return Stmt::Return;
    case Tok::Switch:
      return Stmt::Switch;
    case Tok::Local:
    case Tok::Const:
      return Stmt::Local;
    case Tok::When:
      return Stmt::When;
    case Tok::Assert:
      return Stmt::Assert;
    case Tok::Semicolon:
      return Stmt::Empty;
    default:
      return Stmt::Expression;
  }
}

}  // namespace

void Parser::Impl::statement(std::vector<StmtPtr>& into) {
  Deeper deeper(*this);
  Stmt& statement = *into.emplace_back(std::make_unique<Stmt>());
  const int before = last_.last_line;
  const Token& first = peek();
  statement.kind = kind_of(first.kind);
  statement.where = first.where;
  statement.is_complete = false;
  seen_.clear();
  statement_parts(statement);
  statement.where = since(statement.where);
  placed_ = {statement.where.file, before, statement.where.last_line};  // it becomes part of the list then
  statement.is_complete = true;
}

void Parser::Impl::statement_parts(Stmt& statement) {
  const auto expressions_to_end = [&] {
    do full_expression(statement.exprs);
    while (accept(Tok::Comma));
    end_of_simple_statement();
  };
  switch (statement.kind) {
    case Stmt::Block:
      return block(statement);
    case Stmt::Print:
      take();
      return expressions_to_end();
    case Stmt::Event:
      return event_statement(statement);
    case Stmt::If:
      return if_statement(statement);
    case Stmt::While:
      take();
      expect(Tok::LeftParen);
      full_expression(statement.exprs);
      expect(Tok::RightParen);
      return body_statement(statement.statements);
    case Stmt::For:
      return for_statement(statement);
    case Stmt::Next:
    case Stmt::Break:
    case Stmt::Fallthrough:
      take();
      return end_of_simple_statement();
    case Stmt::Return:
      return return_statement(statement);
    case Stmt::Switch:
      return switch_statement(statement);
    case Stmt::Local:
      return local_statement(statement);
    case Stmt::When:
      return when_statement(statement);
    case Stmt::Assert:
      take();
      full_expression(statement.exprs);
      if (accept(Tok::Comma)) full_expression(statement.exprs);
      statement.exprs.resize(2);
      return end_of_simple_statement();
    case Stmt::Empty:
      return end_of_simple_statement();
    case Stmt::Expression:
      full_expression(statement.exprs);
      return end_of_simple_statement();
  }
}

void Parser::Impl::full_expression(std::vector<ExprPtr>& into) {
  into.push_back(expression());
  seen_.clear();
}

void Parser::Impl::end_of_simple_statement() {
  expect(Tok::Semicolon);
  // At the top level that waits until the statement has been handed over: the token may be in another file.
  if (declaration_ || depth_ > 1) accept(Tok::NoTest);
}

void Parser::Impl::block(Stmt& statement) {
  expect(Tok::LeftBrace);
  statements_until_brace(statement, false);
}

void Parser::Impl::braced_block(std::vector<StmtPtr>& into) {
  if (!at(Tok::LeftBrace)) syntax_error();
  statement(into);
}

void Parser::Impl::statements_until_brace(Stmt& block, bool is_function_body) {
  if (!is_function_body) accept(Tok::NoTest);
  while (!accept(Tok::RightBrace)) {
    if (at_conditional())
      conditional();
    else
      statement(block.statements);
  }
}

/// Of if, for and so on: a conditional would have it both ways.
void Parser::Impl::body_statement(std::vector<StmtPtr>& into) {
  if (!at_conditional()) return statement(into);
  const Location begin = peek().where;
  while (at_conditional()) conditional();
  on_lexical_error(peek().where, "incorrect use of directive");
  Stmt& nothing = *into.emplace_back(std::make_unique<Stmt>());
  nothing.kind = Stmt::Empty;
  nothing.where = begin;
}

void Parser::Impl::if_statement(Stmt& statement) {
  take();
  expect(Tok::LeftParen);
  full_expression(statement.exprs);
  expect(Tok::RightParen);
  body_statement(statement.statements);
  if (accept(Tok::Else)) body_statement(statement.statements);
  statement.statements.resize(2);
}

void Parser::Impl::for_statement(Stmt& statement) {
  take();
  expect(Tok::LeftParen);
  statement.names = loop_names();
  if (accept(Tok::Comma)) {
    const Token value = expect(Tok::Name);
    statement.text = value.text;
    locals_.emplace_back(value.text);
  }
  expect(Tok::In);
  full_expression(statement.exprs);
  expect(Tok::RightParen);
  body_statement(statement.statements);
}

std::vector<std::string> Parser::Impl::loop_names() {
  std::vector<std::string> names;
  const bool are_several = accept(Tok::LeftBracket);
  do {
    const Token name = expect(Tok::Name);
    names.emplace_back(name.text);
    locals_.emplace_back(name.text);
  } while (are_several && accept(Tok::Comma));
  if (are_several) expect(Tok::RightBracket);
  return names;
}

void Parser::Impl::return_statement(Stmt& statement) {
  take();
  if (at(Tok::When)) {
    statement.kind = Stmt::When;
    statement.is_return = true;
    return when_statement(statement);
  }
  if (!at(Tok::Semicolon)) full_expression(statement.exprs);
  statement.exprs.resize(1);
  end_of_simple_statement();
}

void Parser::Impl::switch_statement(Stmt& statement) {
  take();
  full_expression(statement.exprs);
  expect(Tok::LeftBrace);
  while (!accept(Tok::RightBrace)) {
    Stmt::Case& one = statement.cases.emplace_back();
    const Location begin = peek().where;
    if (accept(Tok::Default))
      one.is_default = true;
    else
      case_labels(one);
    const Location colon = expect(Tok::Colon).where;
    seen_.clear();
    one.body = std::make_unique<Stmt>();
    one.body->kind = Stmt::Block;
    one.body->is_complete = false;
    while (!at(Tok::Case) && !at(Tok::Default) && !at(Tok::RightBrace)) {
      if (at_conditional())
        conditional();
      else
        this->statement(one.body->statements);
    }
    one.body->where = since(colon);
    one.body->is_complete = true;
    one.where = since(begin);
  }
}

void Parser::Impl::case_labels(Stmt::Case& one) {
  expect(Tok::Case);
  if (!at(Tok::Type)) return expressions(one.values);
  do {
    expect(Tok::Type);
    Stmt::TypeCase& label = one.types.emplace_back();
    label.type = type();
    if (!accept(Tok::As)) continue;
    const Token name = expect(Tok::Name);
    label.as = name.text;
    locals_.emplace_back(name.text);
  } while (accept(Tok::Comma));
}

void Parser::Impl::local_statement(Stmt& statement) {
  statement.is_const = take().kind == Tok::Const;
  const Token name = expect(Tok::Name);
  statement.text = name.text;
  statement.name_where = placed_ = name.where;
  locals_.emplace_back(name.text);
  if (accept(Tok::Colon)) statement.type = type();
  bool has_init = false;
  ExprPtr init;
  initialiser(has_init, statement.assign_op, init);
  if (init && !has_init) syntax_error();
  statement.exprs.push_back(std::move(init));
  seen_.clear();
  statement.attributes = attributes();
  end_of_simple_statement();
  const ExprPtr& value = statement.exprs[0];
  if (value && value->kind == Expr::Braces) value->where = since(statement.where);
}

void Parser::Impl::when_statement(Stmt& statement) {
  take();
  if (at(Tok::LeftBracket)) statement.captures = captures();
  expect(Tok::LeftParen);
  in_when_condition_ = true;
  when_locals_.clear();
  full_expression(statement.exprs);
  in_when_condition_ = false;
  expect(Tok::RightParen);
  body_statement(statement.statements);
  if (accept(Tok::Timeout)) {
    full_expression(statement.exprs);
    braced_block(statement.statements);
  }
  statement.exprs.resize(2);
  statement.statements.resize(2);
}

void Parser::Impl::event_statement(Stmt& statement) {
  take();
  statement.text = expect_name().text;
  expect(Tok::LeftParen);
  while (!at(Tok::RightParen)) {  // also behind a comma
    full_expression(statement.exprs);
    if (!accept(Tok::Comma)) break;
  }
  expect(Tok::RightParen);
  end_of_simple_statement();
}

std::vector<Capture> Parser::Impl::captures() {
  std::vector<Capture> captures;
  expect(Tok::LeftBracket);
  while (!at(Tok::RightBracket)) {
    Capture& capture = captures.emplace_back();
    const Location begin = peek().where;
    capture.deep = accept(Tok::Copy);
    capture.name = expect_name().text;
    capture.where = since(begin);
    if (!accept(Tok::Comma)) break;
  }
  expect(Tok::RightBracket);
  return captures;
}

}  // namespace whimbrel::script::syntax
