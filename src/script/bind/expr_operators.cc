#include "script/bind/expr_operators.h"

#include <array>

#include "script/bind/number_operations.h"

namespace whimbrel::script {

using syntax::Operator;

// -- how they show themselves

namespace {

struct OperatorTraits {
  std::string_view symbol;
  int rank;
};

// In the order of syntax::Operator.
constexpr std::array kOperators = {
    OperatorTraits{"!", kRankNot},
    OperatorTraits{"~", kRankComplement},
    OperatorTraits{"+", kRankPlus},
    OperatorTraits{"-", kRankMinus},
    OperatorTraits{"sizeof ", kRankSize},
    OperatorTraits{"++", kRankIncrement},
    OperatorTraits{"--", kRankDecrement},
    OperatorTraits{"add ", kRankDecrement},
    OperatorTraits{"delete ", kRankDecrement},
    OperatorTraits{"+", kRankSum},
    OperatorTraits{"-", kRankDifference},
    OperatorTraits{"*", kRankProduct},
    OperatorTraits{"/", kRankQuotient},
    OperatorTraits{"%", kRankRemainder},
    OperatorTraits{"&", kRankBitAnd},
    OperatorTraits{"|", kRankBitOr},
    OperatorTraits{"^", kRankBitXor},
    OperatorTraits{"<<", kRankShiftLeft},
    OperatorTraits{">>", kRankShiftRight},
    OperatorTraits{"&&", kRankAnd},
    OperatorTraits{"||", kRankOr},
    OperatorTraits{"<", kRankLess},
    OperatorTraits{"<=", kRankLessEqual},
    OperatorTraits{">", kRankLess},
    OperatorTraits{">=", kRankLessEqual},
    OperatorTraits{"==", kRankEqual},
    OperatorTraits{"!=", kRankNotEqual},
    OperatorTraits{"in", kRankIn},
    OperatorTraits{"!in", kRankIn},
    OperatorTraits{"=", kRankAssign},
    OperatorTraits{"+=", kRankAddAssign},
    OperatorTraits{"-=", kRankSubtractAssign},
};
static_assert(kOperators.size() == static_cast<size_t>(Operator::SubtractAssign) + 1);

}  // namespace

std::string_view symbol_of(Operator op) { return kOperators[static_cast<size_t>(op)].symbol; }
int rank_of(Operator op) { return kOperators[static_cast<size_t>(op)].rank; }

void UnaryExpr::describe(Description& out) const {
  out.add(symbol_of(op_));
  operand_->describe(out);
}

void BinaryExpr::describe(Description& out) const {
  left_->describe(out);
  out.add(" ");
  out.add(symbol_of(op_));
  out.add(" ");
  right_->describe(out);
}

void is_of_other_kind(Frame& frame, const Expr& expr) {
  frame.runtime.reporter.expression_error(expr, "incompatible \"any\" type");
}

const std::string& string_of(Frame& frame, const Expr& expr, const Cell& cell) {
  return object_of<StringObject>(frame, expr, cell, Tag::String).bytes;
}

// -- what all checks share

namespace {

/// Computes from cells: strings, sets, patterns, addresses.
class CellNode final : public BinaryExpr {
 public:
  CellNode(BinaryParts parts, Kernel kernel) : BinaryExpr(std::move(parts)), kernel_(kernel), tag_(type_->tag()) {}
  Cell eval(Frame& frame) const override {
    const Cell left = left_->eval(frame);
    if (!left.is_set()) return {};
    const Cell right = right_->eval(frame);
    return right.is_set() ? kernel_(frame, *this, left, right, tag_) : Cell();
  }

 private:
  const Kernel kernel_;
  const Tag tag_;
};

/// Two vectors, element by element. A hole in one of them is a hole in the result.
class VectorNode final : public BinaryExpr {
 public:
  VectorNode(BinaryParts parts, Kernel kernel)
      : BinaryExpr(std::move(parts)), kernel_(kernel), tag_(type_->as_vector()->yield->tag()) {}
  Cell eval(Frame& frame) const override {
    const Cell left = left_->eval(frame);
    if (!left.is_set()) return {};
    const Cell right = right_->eval(frame);
    if (!right.is_set()) return {};
    const auto& a = object_of<VectorObject>(frame, *this, left, Tag::Vector).cells;
    const auto& b = object_of<VectorObject>(frame, *this, right, Tag::Vector).cells;
    if (a.size() != b.size()) frame.runtime.reporter.expression_error(*this, "vector operands are of different sizes");
    auto result = make<VectorObject>(Ref<VectorType>(type_->as_vector()));
    result->cells.resize(a.size());
    for (size_t i = 0; i < a.size(); ++i)
      if (a[i].is_set() && b[i].is_set()) result->cells[i] = kernel_(frame, *this, a[i], b[i], tag_);
    return result;
  }

 private:
  const Kernel kernel_;
  const Tag tag_;
};

Tag element_kind(const Type& type) {
  const VectorType* vector = type.as_vector();
  return vector ? vector->yield->tag() : type.tag();
}

}  // namespace

bool BinaryCheck::find_kinds() {
  const bool left = left_type().as_vector(), right = right_type().as_vector();
  if (left != right) {
    wrong("cannot mix vector and scalar operands");
    return false;
  }
  are_vectors_ = left;
  left_kind_ = element_kind(left_type());
  right_kind_ = element_kind(right_type());
  return true;
}

void BinaryCheck::convert_left(Tag to) {
  if (element_kind(left_type()) != to) parts_.left = make_number_conversion(parts_.left, to);
}

void BinaryCheck::convert_right(Tag to) {
  if (element_kind(right_type()) != to) parts_.right = make_number_conversion(parts_.right, to);
}

Tag BinaryCheck::promote_both() {
  const Tag larger = max_arithmetic(left_kind_, right_kind_);
  convert_left(larger);
  convert_right(larger);
  return larger;
}

ExprPtr BinaryCheck::done(const Operation& operation, Tag result) {
  if (!are_vectors_) return done(operation, base_type(result));
  parts_.type = make<VectorType>(base_type(result));
  return make<VectorNode>(std::move(parts_), operation.kernel);
}

ExprPtr BinaryCheck::done(const Operation& operation, TypePtr result) {
  parts_.type = std::move(result);
  if (operation.make) return operation.make(std::move(parts_));
  return make<CellNode>(std::move(parts_), operation.kernel);
}

ExprPtr BinaryCheck::wrong(const char* text) {
  ExprPtr expr = broken();
  binder_.reporter().error(*expr, text);
  return expr;
}

ExprPtr BinaryCheck::broken() {
  parts_.type = base_type(Tag::Error);
  return make<BinaryExpr>(parts_);
}

}  // namespace whimbrel::script
