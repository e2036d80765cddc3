// ! ~ + - and ? :
#include "script/bind/expr_basic.h"
#include "script/bind/expr_construct.h"
#include "script/bind/expr_convert.h"
#include "script/bind/expr_operators.h"

namespace whimbrel::script {

using syntax::Operator;

namespace {

class NotNode final : public UnaryExpr {
 public:
  NotNode(ExprPtr operand, Location where)
      : UnaryExpr(Operator::Not, std::move(operand), base_type(Tag::Bool), where) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(NotNode::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    return is_bool_ ? !operand_->eval_bool(frame) : operand_->eval_word(frame) == 0;
  }

 private:
  const bool is_bool_ = operand_->type()->tag() == Tag::Bool;
};

class ComplementNode final : public UnaryExpr {
 public:
  using UnaryExpr::UnaryExpr;
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::count(ComplementNode::eval_word(frame)); });
  }
  uint64_t eval_word(Frame& frame) const override { return ~operand_->eval_word(frame); }
};

/// + and -: counts become ints.
class SignNode final : public UnaryExpr {
 public:
  using UnaryExpr::UnaryExpr;
  static Cell apply(Operator op, const Cell& value) {
    const bool negative = op == Operator::Minus;
    if (is_real(value.tag())) return Cell::real_of(value.tag(), negative ? -value.as_double() : value.as_double());
    return Cell::word_of(Tag::Int, negative ? 0 - value.word() : value.word());
  }
  Cell eval(Frame& frame) const override {
    const Cell value = operand_->eval(frame);
    if (!value.is_set()) return {};
    return value.tag() == Tag::Vector ? apply_to_all(frame, value.as<VectorObject>()) : apply(op_, value);
  }
  uint64_t eval_word(Frame& frame) const override {
    const uint64_t word = operand_->eval_word(frame);
    return op_ == Operator::Minus ? 0 - word : word;
  }
  double eval_real(Frame& frame) const override {
    const double real = operand_->eval_real(frame);
    return op_ == Operator::Minus ? -real : real;
  }

 private:
  Cell apply_to_all(Frame& frame, const VectorObject& vector) const {
    auto result = make<VectorObject>(Ref<VectorType>(type_->as_vector()));
    for (const Cell& cell : vector.cells)
      result->cells.push_back(cell.is_set() ? apply(op_, number_in(frame, *this, cell)) : Cell());
    return result;
  }
};

ExprPtr wrong(Binder& binder, Operator op, ExprPtr operand, const Location& where, const char* text) {
  auto expr = make<UnaryExpr>(op, std::move(operand), base_type(Tag::Error), where);
  if (!expr->operand()->is_error()) binder.reporter().error(*expr, text);
  return expr;
}

/// The kind of -x; Void if there is none.
Tag signed_kind(Tag tag) {
  if (is_integral(tag)) return Tag::Int;
  return tag == Tag::Interval || tag == Tag::Double ? tag : Tag::Void;
}

constexpr uint64_t kSmallestInt = uint64_t{1} << 63;  // without its sign

ExprPtr make_sign(Binder& binder, Operator op, ExprPtr operand, const Location& where) {
  const VectorType* vector = operand->type()->as_vector();
  const Tag tag = signed_kind(vector ? vector->yield->tag() : operand->type()->tag());
  if (operand->is_error() || tag == Tag::Void)
    return wrong(binder, op, std::move(operand), where, "requires an integral or double operand");
  if (const auto* literal = dynamic_cast<const ConstantExpr*>(&without_parentheses(*operand)); literal && !vector) {
    const Cell& value = literal->value();
    if (op == Operator::Minus && value.tag() == Tag::Count && value.as_count() > kSmallestInt)
      return wrong(binder, op, std::move(operand), where, "literal is outside range of 'int' values");
    return make_constant(SignNode::apply(op, value), base_type(tag), where);
  }
  const TypePtr type = vector ? TypePtr(make<VectorType>(base_type(tag))) : base_type(tag);
  return make<SignNode>(op, std::move(operand), type, where);
}

ExprPtr bind_not(Binder& binder, ExprPtr operand, const Location& where) {
  const Tag tag = operand->type()->tag();
  if (is_integral(tag) || tag == Tag::Bool) return make_not(std::move(operand), where);
  return wrong(binder, Operator::Not, std::move(operand), where, "requires an integral or boolean operand");
}

ExprPtr make_complement(Binder& binder, ExprPtr operand, const Location& where) {
  if (operand->type()->tag() == Tag::Count)
    return make<ComplementNode>(Operator::Complement, std::move(operand), base_type(Tag::Count), where);
  return wrong(binder, Operator::Complement, std::move(operand), where, "requires \"count\" operand");
}

}  // namespace

ExprPtr make_not(ExprPtr operand, Location where) { return make<NotNode>(std::move(operand), where); }

ExprPtr bind_unary(Binder& binder, const syntax::Expr& expr) {
  switch (expr.op) {
    case Operator::Size:
      return bind_size(binder, expr);
    case Operator::Increment:
    case Operator::Decrement:
      return bind_increment(binder, expr);
    case Operator::Add:
    case Operator::Delete:
      return bind_add_or_delete(binder, expr);
    default:
      break;
  }
  ExprPtr operand = binder.bind(*expr.kids[0]);
  switch (expr.op) {
    case Operator::Not:
      return bind_not(binder, std::move(operand), expr.where);
    case Operator::Complement:
      return make_complement(binder, std::move(operand), expr.where);
    default:
      return make_sign(binder, expr.op, std::move(operand), expr.where);
  }
}

// -- ? :

namespace {

class ConditionalExpr : public CheckedExpr {
 public:
  ConditionalExpr(ExprPtr condition, ExprPtr yes, ExprPtr no, Location where)
      : CheckedExpr(base_type(Tag::Error), where),
        condition_(std::move(condition)),
        yes_(std::move(yes)),
        no_(std::move(no)) {}
  Cell eval(Frame& frame) const override {
    const Cell condition = condition_->eval(frame);
    if (!condition.is_set()) return {};
    if (condition.tag() == Tag::Vector) return choose(frame, condition.as<VectorObject>());
    return (condition.as_bool() ? yes_ : no_)->eval(frame);
  }
  bool eval_bool(Frame& frame) const override { return chosen(frame).eval_bool(frame); }
  uint64_t eval_word(Frame& frame) const override { return chosen(frame).eval_word(frame); }
  double eval_real(Frame& frame) const override { return chosen(frame).eval_real(frame); }
  void describe(Description& out) const override {
    condition_->describe(out);
    out.add(" ? ");
    yes_->describe(out);
    out.add(" : ");
    no_->describe(out);
  }
  bool is_pure() const override { return condition_->is_pure() && yes_->is_pure() && no_->is_pure(); }
  void visit_parts(Visitor& visitor) const override {
    condition_->visit(visitor);
    yes_->visit(visitor);
    no_->visit(visitor);
  }
  int rank() const override { return kRankConditional; }

  void convert_to(Tag tag) {
    yes_ = converted(yes_, tag);
    no_ = converted(no_, tag);
  }
  void convert_yes(const TypePtr& type) { yes_ = make_conversion(yes_, type); }
  void convert_no(const TypePtr& type) { no_ = make_conversion(no_, type); }
  const Type& yes() const { return *yes_->type(); }
  const Type& no() const { return *no_->type(); }
  const TypePtr& yes_type() const { return yes_->type(); }
  const TypePtr& no_type() const { return no_->type(); }

 private:
  static ExprPtr converted(const ExprPtr& expr, Tag tag) {
    const VectorType* vector = expr->type()->as_vector();
    return (vector ? vector->yield->tag() : expr->type()->tag()) == tag ? expr : make_number_conversion(expr, tag);
  }
  const Expr& chosen(Frame& frame) const { return condition_->eval_bool(frame) ? *yes_ : *no_; }
  Cell choose(Frame& frame, const VectorObject& mask) const {
    const Cell yes = yes_->eval(frame);
    if (!yes.is_set()) return {};
    const Cell no = no_->eval(frame);
    if (!no.is_set()) return {};
    const auto& a = object_of<VectorObject>(frame, *this, yes, Tag::Vector).cells;
    const auto& b = object_of<VectorObject>(frame, *this, no, Tag::Vector).cells;
    if (mask.cells.size() != a.size() || a.size() != b.size())
      frame.runtime.reporter.expression_error(*this, "vectors in conditional expression have different sizes");
    auto result = make<VectorObject>(Ref<VectorType>(type_->as_vector()));
    for (size_t i = 0; i < a.size(); ++i) result->cells.push_back(mask.cells[i].as_bool() ? a[i] : b[i]);
    return result;
  }

  const ExprPtr condition_;
  ExprPtr yes_, no_;
};

Tag element_kind(const Type& type) {
  const VectorType* vector = type.as_vector();
  return vector ? vector->yield->tag() : type.tag();
}

/// What is wrong; null if nothing is. The type of the expression is set then.
const char* check_conditional(Reporter& reporter, ConditionalExpr& expr, const Type& condition) {
  if (element_kind(condition) != Tag::Bool) return "requires boolean conditional";
  const bool vectors = expr.yes().as_vector() && expr.no().as_vector();
  if (condition.as_vector() && !vectors) return "vector conditional requires vector alternatives";
  const Tag yes = expr.yes().tag(), no = expr.no().tag();
  if (is_unspecified(expr.yes()) && yes == no && !is_unspecified(expr.no())) {
    expr.convert_yes(expr.no_type());
  } else if (is_unspecified(expr.no()) && yes == no && !is_unspecified(expr.yes())) {
    expr.convert_no(expr.yes_type());
  } else if (const Tag a = element_kind(expr.yes()), b = element_kind(expr.no());
             is_arithmetic(a) && is_arithmetic(b) && (vectors || yes == a) && (vectors || no == b)) {
    expr.convert_to(max_arithmetic(a, b));
  } else if (yes != no || !same_type(expr.yes(), expr.no()) ||
             (yes == Tag::Enum && !merge_types(reporter, expr.yes_type(), expr.no_type()))) {
    return "operands must be of the same type";
  }
  expr.set_type(expr.yes_type());
  return nullptr;
}

}  // namespace

ExprPtr bind_conditional(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr condition = binder.bind(*expr.kids[0]);
  ExprPtr yes = binder.bind(*expr.kids[1]);
  ExprPtr no = binder.bind(*expr.kids[2]);
  const bool has_error = condition->is_error() || yes->is_error() || no->is_error();
  auto result = make<ConditionalExpr>(condition, std::move(yes), std::move(no), expr.where);
  if (has_error) return result;
  if (const char* text = check_conditional(binder.reporter(), *result, *condition->type()))
    binder.reporter().error(*result, text);
  return result;
}

}  // namespace whimbrel::script
