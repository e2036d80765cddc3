// The classes that compute with numbers: one for each operation and each way in which its operands are read, so that
// `i < 10` of a local i is one call, without cells.
//
// An Op is a struct with a static apply(frame, expr, a, b), or apply(a, b) for comparisons.
#pragma once

#include "script/bind/expr_basic.h"
#include "script/bind/expr_convert.h"
#include "script/bind/expr_operators.h"
#include "script/bind/statements.h"

namespace whimbrel::script {

/// Any expression.
struct AnyOperand {
  const Expr* expr;
  uint64_t word(Frame& frame) const { return expr->eval_word(frame); }
  double real(Frame& frame) const { return expr->eval_real(frame); }
};

/// A variable of the running function.
struct LocalOperand {
  explicit LocalOperand(const LocalExpr* expr_) : expr(expr_), slot(expr_->slot()) {}
  const LocalExpr* expr;
  size_t slot;
  uint64_t word(Frame& frame) const { return expr->get(frame, slot).word(); }
  double real(Frame& frame) const { return expr->get(frame, slot).as_double(); }
};

struct ConstantOperand {
  uint64_t word_;
  double real_;
  uint64_t word(Frame&) const { return word_; }
  double real(Frame&) const { return real_; }
};

/// Reads an operand as the numbers that an operation works on.
template <class Number, class Operand>
Number read(const Operand& operand, Frame& frame) {
  if constexpr (std::is_same_v<Number, double>)
    return operand.real(frame);
  else
    return static_cast<Number>(operand.word(frame));
}

template <class Number>
Number read(Frame& frame, const Expr& expr, const Cell& cell) {
  number_in(frame, expr, cell);
  if constexpr (std::is_same_v<Number, double>)
    return cell.as_double();
  else
    return static_cast<Number>(cell.word());
}

template <class Number>
Cell cell_of(Tag tag, Number x) {
  if constexpr (std::is_same_v<Number, double>)
    return Cell::real_of(tag, x);
  else
    return Cell::word_of(tag, static_cast<uint64_t>(x));
}

template <class Number>
void set_number(Cell& cell, Tag tag, Number x) {
  if constexpr (std::is_same_v<Number, double>)
    cell.set_real(tag, x);
  else
    cell.set_word(tag, static_cast<uint64_t>(x));
}

/// What computes a number that an assignment may want to have in a variable.
struct NumberSource {
  /// A statement that does the assignment: that of this number to a slot of the frame.
  virtual StmtPtr store(const Expr& assignment, size_t slot, const Location& where) const = 0;

 protected:
  ~NumberSource() = default;
};

template <class Node>
class StoreNumber final : public ExpressionStmt {
 public:
  StoreNumber(const Expr& assignment, const Node& node, size_t slot, const Location& where)
      : ExpressionStmt(ExprPtr(const_cast<Expr*>(&assignment)), where),
        node_(node),
        slot_(slot),
        tag_(node.type()->tag()) {}
  Flow exec(Frame& frame) const override {
    const auto number = node_.compute(frame);
    set_number(frame.cells[slot_], tag_, number);
    return Flow::Next;
  }

 private:
  const Node& node_;  // a part of the assignment
  const size_t slot_;
  const Tag tag_;
};

/// Count, int, double and the like from two of the same.
template <class Op, class Left, class Right>
class ArithmeticNode final : public BinaryExpr, public NumberSource {
 public:
  using Number = typename Op::Number;
  ArithmeticNode(BinaryParts parts, Left left, Right right)
      : BinaryExpr(std::move(parts)), left_operand_(left), right_operand_(right), tag_(type_->tag()) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return cell_of(tag_, compute(frame)); });
  }
  uint64_t eval_word(Frame& frame) const override { return static_cast<uint64_t>(compute(frame)); }
  double eval_real(Frame& frame) const override { return static_cast<double>(compute(frame)); }
  StmtPtr store(const Expr& assignment, size_t slot, const Location& where) const override {
    return make<StoreNumber<ArithmeticNode>>(assignment, *this, slot, where);
  }
  Number compute(Frame& frame) const {
    const auto a = read<Number>(left_operand_, frame);
    const auto b = read<Number>(right_operand_, frame);
    return Op::apply(frame, *this, a, b);
  }

 private:
  const Left left_operand_;
  const Right right_operand_;
  const Tag tag_;
};

template <class Op, class Left, class Right>
class ComparisonNode final : public BinaryExpr {
 public:
  using Number = typename Op::Number;
  ComparisonNode(BinaryParts parts, Left left, Right right)
      : BinaryExpr(std::move(parts)), left_operand_(left), right_operand_(right) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(ComparisonNode::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    const auto a = read<Number>(left_operand_, frame);
    const auto b = read<Number>(right_operand_, frame);
    return Op::apply(a, b);
  }

 private:
  const Left left_operand_;
  const Right right_operand_;
};

/// Calls `make` with the operand that reads the expression best.
template <class Make>
ExprPtr with_operand(const Expr& expr, const Make& make) {
  if (const LocalExpr* local = as_local(expr)) return make(LocalOperand{local});
  if (const Cell* constant = constant_of(expr)) return make(ConstantOperand{constant->word(), constant->as_double()});
  return make(AnyOperand{&without_parentheses(expr)});
}

template <template <class, class, class> class Node, class Op>
ExprPtr make_node(BinaryParts parts) {
  const Expr &left = *parts.left, &right = *parts.right;
  return with_operand(left, [&](auto l) {
    return with_operand(
        right, [&](auto r) -> ExprPtr { return make<Node<Op, decltype(l), decltype(r)>>(std::move(parts), l, r); });
  });
}

/// For operations that are rare in loops.
template <template <class, class, class> class Node, class Op>
ExprPtr make_plain_node(BinaryParts parts) {
  const Expr &left = *parts.left, &right = *parts.right;
  return make<Node<Op, AnyOperand, AnyOperand>>(std::move(parts), AnyOperand{&left}, AnyOperand{&right});
}

template <class Op>
Cell arithmetic_kernel(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag tag) {
  using Number = typename Op::Number;
  return cell_of(tag, static_cast<Number>(
                          Op::apply(frame, expr, read<Number>(frame, expr, left), read<Number>(frame, expr, right))));
}

template <class Op>
Cell comparison_kernel(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  using Number = typename Op::Number;
  return Cell::boolean(Op::apply(read<Number>(frame, expr, left), read<Number>(frame, expr, right)));
}

template <class Op>
constexpr Operation arithmetic = {arithmetic_kernel<Op>, make_node<ArithmeticNode, Op>};
template <class Op>
constexpr Operation plain_arithmetic = {arithmetic_kernel<Op>, make_plain_node<ArithmeticNode, Op>};
template <class Op>
constexpr Operation comparison = {comparison_kernel<Op>, make_node<ComparisonNode, Op>};

}  // namespace whimbrel::script
