// Operands of expressions: literals, names, constructors, lambdas, and what has an operator in front.
#include <algorithm>
#include <utility>

#include "script/syntax/parser_impl.h"
#include "script/syntax/precedence.h"

namespace whimbrel::script::syntax {
namespace {

/// Can it only begin an operand, and not go on after one?
bool only_begins_operand(Tok kind) {
  switch (kind) {
    case Tok::Name:
    case Tok::GlobalName:
    case Tok::Constant:
    case Tok::HostName:
    case Tok::Not:
    case Tok::Tilde:
    case Tok::Increment:
    case Tok::Decrement:
    case Tok::Copy:
    case Tok::Schedule:
    case Tok::Function:
    case Tok::Record:
    case Tok::Table:
    case Tok::Set:
    case Tok::Vector:
      return true;
    default:
      return false;
  }
}

}  // namespace

ExprPtr Parser::Impl::operand() {
  switch (peek().kind) {
    case Tok::Constant:
      return literal();
    case Tok::Name:
    case Tok::GlobalName:
      return name();
    case Tok::HostName: {
      const Token host = take();
      ExprPtr expr = make(Expr::HostName, host.where);
      expr->text = host.text;
      return expr;
    }
    case Tok::Slash:
      return pattern();
    case Tok::LeftParen: {
      const Location begin = take().where;
      ExprPtr inner = expression();
      expect(Tok::RightParen);
      ExprPtr expr = make(Expr::Parentheses, begin);
      expr->kids.push_back(std::move(inner));
      return expr;
    }
    case Tok::LeftBracket:
      return list();
    case Tok::Bar:
      return size();
    case Tok::Dollar:
      return field_value();
    case Tok::Not:
      return unary(Operator::Not, kUnary);
    case Tok::Tilde:
      return unary(Operator::Complement, kUnary);
    case Tok::Minus:
      return unary(Operator::Minus, kUnary);
    case Tok::Plus:
      return unary(Operator::Plus, kUnary);
    case Tok::Increment:
      return unary(Operator::Increment, kIncrement);
    case Tok::Decrement:
      return unary(Operator::Decrement, kIncrement);
    case Tok::Add:
      return unary(Operator::Add, kAssign);
    case Tok::Delete:
      return unary(Operator::Delete, kAssign);
    case Tok::Hook:
      return hook_call();
    case Tok::Copy:
      return copy();
    case Tok::Schedule:
      return schedule();
    case Tok::Function:
      return lambda();
    case Tok::Record:
      return constructor(Expr::Record);
    case Tok::Table:
      return constructor(Expr::Table);
    case Tok::Set:
      return constructor(Expr::Set);
    case Tok::Vector:
      return constructor(Expr::Vector);
    case Tok::Local:
      return when_local();
    default:
      syntax_error();
  }
}

ExprPtr Parser::Impl::unary(Operator op, int level) {
  const Location begin = take().where;
  ExprPtr inner = expression(level);
  ExprPtr expr = make(Expr::Unary, begin);
  expr->op = op;
  expr->kids.push_back(std::move(inner));
  ++height_;
  return expr;
}

ExprPtr Parser::Impl::literal() {
  Token token = take();
  const Location made = placed_ ? placed_ : token.where;
  ExprPtr expr = make(Expr::Literal, token.where);
  expr->made = made;
  expr->constant = std::move(token.value);
  return expr;
}

ExprPtr Parser::Impl::name() {
  const Token token = take();
  ExprPtr expr = make(Expr::Name, token.where);
  expr->text = token.text;
  seen_.push_back({token.text, token.where, nullptr});
  has_names_ = true;
  errors_before_name_ = lexical_errors_.size();
  return expr;
}

ExprPtr Parser::Impl::pattern() {
  const Location begin = take().where;
  fetch(true);
  const Token text = expect(Tok::PatternText);
  fetch(true);
  const Token end = expect(Tok::PatternEnd);
  ExprPtr expr = make(Expr::Pattern, begin);
  expr->text = text.text;
  for (const char flag : end.text.substr(1))
    if (expr->flags.find(flag) == std::string::npos) expr->flags += flag;
  return expr;
}

/// [a, b], [$a = 1], []
ExprPtr Parser::Impl::list() {
  const Location begin = take().where;
  std::vector<ExprPtr> kids;
  optional_expressions(kids, Tok::RightBracket);
  if (!kids.empty()) ++height_;
  const bool has_trailing_comma = last_kind_ == Tok::Comma;
  expect(Tok::RightBracket);
  const bool is_record =
      std::all_of(kids.begin(), kids.end(), [](const ExprPtr& kid) { return kid->kind == Expr::FieldValue; });
  ExprPtr expr = make(is_record ? Expr::Record : Expr::List, begin);
  expr->kids = std::move(kids);
  expr->trailing_comma = has_trailing_comma;
  return expr;
}

/// |x|. A second bar may still turn out to be a bit-or: `|a | b|`. What comes after it tells.
ExprPtr Parser::Impl::size() {
  const Location begin = take().where;
  ExprPtr inner = expression(0, true);
  expect(Tok::Bar);
  while (only_begins_operand(peek().kind)) {
    const int height = height_;
    ExprPtr right = expression(kBitOr + 1);
    ExprPtr both = make(Expr::Binary, inner->where);
    both->op = Operator::BitOr;
    both->kids.push_back(std::move(inner));
    both->kids.push_back(std::move(right));
    height_ = std::max(height, height_) + 1;
    if (depth_ + height_ > kDeepest) too_deep();
    inner = go_on(std::move(both), 0, true);
    expect(Tok::Bar);
  }
  ExprPtr expr = make(Expr::Unary, begin);
  expr->op = Operator::Size;
  expr->kids.push_back(std::move(inner));
  ++height_;
  return expr;
}

/// $x = 1, $f(n: count) = { ... }
ExprPtr Parser::Impl::field_value() {
  const Location begin = take().where;
  const std::string field(expect_field().text);
  ExprPtr value;
  if (at(Tok::LeftParen) || at(Tok::LeftBracket)) {
    value = make(Expr::Lambda, begin);
    value->function = std::make_unique<Function>();
    value->function->infers_yield = true;
    complete_lambda(*value, begin);
  } else {
    expect(Tok::Equals);
    value = right_side();
  }
  ExprPtr expr = make(Expr::FieldValue, begin);
  expr->text = field;
  expr->kids.push_back(std::move(value));
  ++height_;
  return expr;
}

/// table(...), set(...), vector(...), record(...)
ExprPtr Parser::Impl::constructor(Expr::Kind kind) {
  const Location begin = take().where;
  expect(Tok::LeftParen);
  std::vector<ExprPtr> kids;
  optional_expressions(kids, Tok::RightParen);
  expect(Tok::RightParen);
  std::vector<Attribute> found;
  const int height = height_;
  if (kind == Expr::Table || kind == Expr::Set) found = attributes();
  height_ = height + 1;
  ExprPtr expr = make(kind, begin);
  expr->kids = std::move(kids);
  expr->attributes = std::move(found);
  expr->written_record = kind == Expr::Record;
  return expr;
}

ExprPtr Parser::Impl::copy() {
  const Location begin = take().where;
  expect(Tok::LeftParen);
  ExprPtr inner = expression();
  expect(Tok::RightParen);
  ExprPtr expr = make(Expr::Copy, begin);
  expr->kids.push_back(std::move(inner));
  ++height_;
  return expr;
}

ExprPtr Parser::Impl::hook_call() {
  const Location begin = take().where;
  ExprPtr inner = expression(kHook + 1);
  ExprPtr expr = make(Expr::HookCall, begin);
  expr->kids.push_back(std::move(inner));
  ++height_;
  return expr;
}

/// schedule 1sec { e(1, 2) }
ExprPtr Parser::Impl::schedule() {
  const Location begin = take().where;
  std::vector<ExprPtr> kids;
  kids.push_back(expression());
  const int height = height_;
  expect(Tok::LeftBrace);
  const std::string event(expect_name().text);
  expect(Tok::LeftParen);
  optional_expressions(kids, Tok::RightParen);
  expect(Tok::RightParen);
  expect(Tok::RightBrace);
  height_ = std::max(height, height_) + 1;
  ExprPtr expr = make(Expr::Schedule, begin);
  expr->kids = std::move(kids);
  expr->text = event;
  return expr;
}

ExprPtr Parser::Impl::when_local() {
  if (!in_when_condition_) syntax_error();
  const Location begin = take().where;
  const Token name = expect(Tok::Name);
  expect(Tok::Equals);
  ExprPtr value = right_side();
  when_locals_.emplace_back(name.text);
  locals_.emplace_back(name.text);
  ExprPtr expr = make(Expr::Local, begin);
  expr->text = name.text;
  expr->kids.push_back(std::move(value));
  ++height_;
  return expr;
}

/// { a, b, }
ExprPtr Parser::Impl::braces() {
  Deeper deeper(*this);
  const Location begin = take().where;
  std::vector<ExprPtr> kids;
  int height = 0;
  while (!at(Tok::RightBrace)) {
    kids.push_back(expression());
    height = std::max(height, height_);
    if (!accept(Tok::Comma)) break;
  }
  expect(Tok::RightBrace);
  height_ = height + 1;
  ExprPtr expr = make(Expr::Braces, begin);
  // It is said to stand where its last element was added.
  if (!kids.empty()) {
    const int last = kids.back()->where.last_line;
    const int before = kids.size() == 1 ? last : kids[kids.size() - 2]->where.last_line;
    expr->where = placed_ = {begin.file, before, last};
  }
  expr->kids = std::move(kids);
  return expr;
}

ExprPtr Parser::Impl::lambda() {
  const Location begin = take().where;
  ExprPtr expr = make(Expr::Lambda, begin);
  expr->function = std::make_unique<Function>();
  complete_lambda(*expr, begin);
  return expr;
}

/// From the captures on. Names of its body are its own business, unless a syntax error ends it.
void Parser::Impl::complete_lambda(Expr& expr, const Location& begin) {
  Function& function = *expr.function;
  std::vector<Seen> seen_outside = std::exchange(seen_, {});
  const std::vector<std::string> when_locals_outside = std::exchange(when_locals_, {});
  const bool was_in_when_condition = std::exchange(in_when_condition_, false);
  const size_t locals_outside = locals_.size();
  const auto go_back = [&] {
    seen_ = std::move(seen_outside);
    when_locals_ = when_locals_outside;
    in_when_condition_ = was_in_when_condition;
  };
  try {
    if (at(Tok::LeftBracket)) function.captures = captures();
    function.parameters = parameters();
    if (accept(Tok::Colon)) function.yield = type();
    function.header = since(begin);
    if (function.infers_yield) expect(Tok::Equals);
    function_body(function);
  } catch (const SyntaxError&) {
    if (function.body) repair(*function.body);
    go_back();
    if (function.body) {
      auto part = std::make_unique<Expr>();
      part->kind = Expr::Lambda;
      part->where = begin;
      part->function = std::move(expr.function);
      seen_.push_back({{}, begin, std::move(part)});
    }
    throw;
  }
  locals_.resize(locals_outside);
  go_back();
  height_ = 0;
  // The braces are where it is said to stand.
  function.where = expr.where = placed_ = function.body->where;
}

}  // namespace whimbrel::script::syntax
