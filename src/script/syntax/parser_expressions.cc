// Expressions: operators, by the table of precedences. Operands are parser_operands.cc.
#include <algorithm>
#include <array>
#include <utility>

#include "script/syntax/parser_impl.h"
#include "script/syntax/precedence.h"

namespace whimbrel::script::syntax {
namespace {

struct Infix {
  uint8_t level = kNone;
  Operator op{};
};

constexpr auto kInfix = [] {
  std::array<Infix, 256> table{};
  const auto set = [&](Tok kind, Level level, Operator op = {}) { table[static_cast<size_t>(kind)] = {level, op}; };
  set(Tok::Equals, kAssign, Operator::Assign);
  set(Tok::PlusEquals, kAssign, Operator::AddAssign);
  set(Tok::MinusEquals, kAssign, Operator::SubtractAssign);
  set(Tok::Question, kConditional);
  set(Tok::OrOr, kOr, Operator::Or);
  set(Tok::AndAnd, kAnd, Operator::And);
  set(Tok::Less, kComparison, Operator::Less);
  set(Tok::LessEqual, kComparison, Operator::LessEqual);
  set(Tok::Greater, kComparison, Operator::Greater);
  set(Tok::GreaterEqual, kComparison, Operator::GreaterEqual);
  set(Tok::EqualEqual, kComparison, Operator::Equal);
  set(Tok::NotEqual, kComparison, Operator::NotEqual);
  set(Tok::In, kIn, Operator::In);
  set(Tok::NotIn, kIn, Operator::NotIn);
  set(Tok::Bar, kBitOr, Operator::BitOr);
  set(Tok::Caret, kBitXor, Operator::BitXor);
  set(Tok::Ampersand, kBitAnd, Operator::BitAnd);
  set(Tok::ShiftLeft, kShift, Operator::ShiftLeft);
  set(Tok::ShiftRight, kShift, Operator::ShiftRight);
  set(Tok::Plus, kSum, Operator::Sum);
  set(Tok::Minus, kSum, Operator::Difference);
  set(Tok::Star, kProduct, Operator::Product);
  set(Tok::Slash, kProduct, Operator::Quotient);
  set(Tok::Percent, kProduct, Operator::Remainder);
  set(Tok::LeftParen, kPostfix);
  set(Tok::LeftBracket, kPostfix);
  set(Tok::Dollar, kPostfix);
  set(Tok::HasField, kPostfix);
  set(Tok::As, kCast);
  set(Tok::Is, kCast);
  return table;
}();

/// Where what begins with another expression is said to begin: at the end of that.
Location end_of(const Expr& expr) { return {expr.where.file, expr.where.last_line, expr.where.last_line}; }

constexpr Infix infix_of(Tok kind) { return kInfix[static_cast<size_t>(kind)]; }

}  // namespace

ExprPtr Parser::Impl::make(Expr::Kind kind, const Location& begin) {
  auto expr = std::make_unique<Expr>();
  expr->kind = kind;
  expr->where = placed_ = since(begin);
  return expr;
}

/// Operators of at least that level. `in_bars`: a `|` at this level ends it.
ExprPtr Parser::Impl::expression(int least_level, bool in_bars) {
  Deeper deeper(*this);
  height_ = 0;
  return go_on(operand(), least_level, in_bars);
}

ExprPtr Parser::Impl::go_on(ExprPtr left, int least_level, bool in_bars) {
  int height = height_;
  for (;;) {
    const Tok kind = peek().kind;
    const int level = infix_of(kind).level;
    if (level == kNone || level < least_level || (in_bars && kind == Tok::Bar)) break;
    height_ = 0;
    left = with_operator(std::move(left));
    height = std::max(height, height_) + 1;
    if (depth_ + height > kDeepest) too_deep();
    if (level == kComparison && infix_of(peek().kind).level == kComparison) syntax_error();
  }
  height_ = height;
  return left;
}

/// The operator that comes next, and what is on its right.
ExprPtr Parser::Impl::with_operator(ExprPtr left) {
  const Tok kind = peek().kind;
  switch (kind) {
    case Tok::LeftParen:
      return call(std::move(left));
    case Tok::LeftBracket:
      return index(std::move(left));
    case Tok::Dollar:
      return field(std::move(left), Expr::Field);
    case Tok::HasField:
      return field(std::move(left), Expr::HasField);
    case Tok::As:
      return cast(std::move(left), Expr::As);
    case Tok::Is:
      return cast(std::move(left), Expr::Is);
    case Tok::Question:
      return conditional_expression(std::move(left));
    default:
      break;
  }
  const Infix infix = infix_of(kind);
  take();
  ExprPtr right = infix.level == kAssign ? right_side() : expression(infix.level + 1);
  ExprPtr binary = make(Expr::Binary, end_of(*left));
  binary->op = infix.op;
  binary->kids.reserve(2);
  binary->kids.push_back(std::move(left));
  binary->kids.push_back(std::move(right));
  return binary;
}

/// Of an assignment or initialiser.
ExprPtr Parser::Impl::right_side() { return at(Tok::LeftBrace) ? braces() : expression(kAssign); }

ExprPtr Parser::Impl::conditional_expression(ExprPtr left) {
  take();
  ExprPtr yes = expression();
  const int height = height_;
  expect(Tok::Colon);
  ExprPtr no = expression(kConditional);
  height_ = std::max(height, height_);
  ExprPtr conditional = make(Expr::Conditional, end_of(*left));
  conditional->kids.push_back(std::move(left));
  conditional->kids.push_back(std::move(yes));
  conditional->kids.push_back(std::move(no));
  return conditional;
}

ExprPtr Parser::Impl::call(ExprPtr left) {
  take();
  std::vector<ExprPtr> kids;
  const Location begin = end_of(*left);
  kids.push_back(std::move(left));
  optional_expressions(kids, Tok::RightParen);
  expect(Tok::RightParen);
  ExprPtr expr = make(Expr::Call, begin);
  expr->kids = std::move(kids);
  return expr;
}

/// x[i], x[i, j], x[a:b]
ExprPtr Parser::Impl::index(ExprPtr left) {
  take();
  std::vector<ExprPtr> kids;
  const Location begin = end_of(*left);
  kids.push_back(std::move(left));
  if (!at(Tok::Colon)) expressions(kids);
  const bool is_slice = kids.size() <= 2 && at(Tok::Colon);
  if (is_slice) {
    take();
    kids.resize(2);
    const int height = height_;
    kids.push_back(at(Tok::RightBracket) ? nullptr : expression());
    height_ = std::max(height, height_);
  }
  expect(Tok::RightBracket);
  ExprPtr expr = make(is_slice ? Expr::Slice : Expr::Index, begin);
  expr->kids = std::move(kids);
  return expr;
}

ExprPtr Parser::Impl::field(ExprPtr left, Expr::Kind kind) {
  take();
  const Token name = expect_field();
  ExprPtr expr = make(kind, end_of(*left));
  expr->text = name.text;
  expr->kids.push_back(std::move(left));
  return expr;
}

ExprPtr Parser::Impl::cast(ExprPtr left, Expr::Kind kind) {
  take();
  TypePtr to = type();
  ExprPtr expr = make(kind, end_of(*left));
  expr->type = std::move(to);
  expr->kids.push_back(std::move(left));
  return expr;
}

void Parser::Impl::expressions(std::vector<ExprPtr>& into) {
  int height = 0;
  do {
    into.push_back(expression());
    height = std::max(height, height_);
  } while (accept(Tok::Comma));
  height_ = height;
}

void Parser::Impl::optional_expressions(std::vector<ExprPtr>& into, Tok end) {
  int height = 0;
  while (!at(end)) {  // also behind a comma
    into.push_back(expression());
    height = std::max(height, height_);
    if (!accept(Tok::Comma)) break;
  }
  height_ = height;
}

}  // namespace whimbrel::script::syntax
