// Binary operators that compute: which operands they take, and what is done with them. Comparisons are in
// expr_compare.cc.
#include "script/bind/expr_operators.h"
#include "script/bind/number_operations.h"
#include "script/model/pattern.h"
#include "script/run/tables.h"

namespace whimbrel::script {

using syntax::Operator;

namespace {

// -- operations on other kinds

Cell concatenate(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const std::string &a = string_of(frame, expr, left), &b = string_of(frame, expr, right);
  std::string bytes;
  bytes.reserve(a.size() + b.size());
  bytes += a;
  bytes += b;
  return string_cell(std::move(bytes));
}

template <Ref<TableObject> (*combine)(Frame&, TableObject&, TableObject&)>
Cell set_kernel(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  return combine(frame, object_of<TableObject>(frame, expr, left, Tag::Table),
                 object_of<TableObject>(frame, expr, right, Tag::Table));
}

template <Ref<PatternObject> (PatternObject::*combine)(const PatternObject&) const>
Cell pattern_kernel(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const auto& a = object_of<PatternObject>(frame, expr, left, Tag::Pattern);
  const auto& b = object_of<PatternObject>(frame, expr, right, Tag::Pattern);
  return (a.*combine)(b);
}

Cell mask(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const Address& address = object_of<AddrObject>(frame, expr, left, Tag::Addr).address;
  const auto bits = static_cast<uint32_t>(right.word());
  const bool is_v4 = address.is_v4();
  if (bits > (is_v4 ? 32u : 128u)) {
    const std::string text = std::string("bad ") + (is_v4 ? "IPv4" : "IPv6") + " subnet prefix length: ";
    frame.runtime.reporter.expression_error(expr, text + std::to_string(bits));
  }
  return subnet_cell(Subnet::make(address, static_cast<int>(bits)));
}

// -- the checks

bool is_time_and_interval(const BinaryCheck& check) {
  return check.right_kind() == Tag::Interval && is_temporal(check.left_kind());
}

ExprPtr check_sum(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (is_time_and_interval(check)) return check.done(kSum.real, check.left_kind());
  if (check.left_kind() == Tag::Interval && check.right_kind() == Tag::Time) return check.done(kSum.real, Tag::Time);
  if (check.both(is_arithmetic)) {
    const Tag tag = check.promote_both();
    return check.done(kSum.of(tag), tag);
  }
  if (check.both(Tag::String)) return check.done({concatenate, nullptr}, Tag::String);
  return check.wrong("requires arithmetic operands");
}

ExprPtr check_difference(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (is_time_and_interval(check)) return check.done(kDifference.real, check.left_kind());
  if (check.both(Tag::Time)) return check.done(kDifference.real, Tag::Interval);
  if (check.both_sets()) {
    if (!same_type(check.left_type(), check.right_type())) return check.wrong("incompatible \"set\" operands");
    return check.done({set_kernel<table_difference>, nullptr}, check.left()->type());
  }
  if (check.both(is_arithmetic)) {
    const Tag tag = check.promote_both();
    return check.done(kDifference.of(tag), tag);
  }
  return check.wrong("requires arithmetic operands");
}

/// The operand of an interval becomes a double.
void convert_for_interval(BinaryCheck& check) {
  if (is_arithmetic(check.left_kind()))
    check.convert_left(Tag::Double);
  else
    check.convert_right(Tag::Double);
}

bool has_interval(const BinaryCheck& check) {
  return check.left_kind() == Tag::Interval || check.right_kind() == Tag::Interval;
}

bool has_number(const BinaryCheck& check) {
  return is_arithmetic(check.left_kind()) || is_arithmetic(check.right_kind());
}

ExprPtr check_product(BinaryCheck check) {
  const bool constant_last = constant_of(*check.right()) && !constant_of(*check.left());
  if (check.right()->rank() > check.left()->rank() || check.right_type().tag() == Tag::Interval || constant_last)
    check.swap(Operator::Product);
  if (check.has_error() || !check.find_kinds()) return check.broken();
  if (has_interval(check)) {
    if (!has_number(check)) return check.wrong("multiplication with interval requires arithmetic operand");
    convert_for_interval(check);
    return check.done(kProduct.real, Tag::Interval);
  }
  if (!check.both(is_arithmetic)) return check.wrong("requires arithmetic operands");
  const Tag tag = check.promote_both();
  return check.done(kProduct.of(tag), tag);
}

ExprPtr check_quotient(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (has_interval(check)) {
    if (check.both(Tag::Interval)) return check.done(kQuotient.real, Tag::Double);
    if (!has_number(check)) return check.wrong("division of interval requires arithmetic operand");
    convert_for_interval(check);
    return check.done(kQuotient.real, Tag::Interval);
  }
  if (check.both(is_arithmetic)) {
    const Tag tag = check.promote_both();
    return check.done(kQuotient.of(tag), tag);
  }
  if (check.left_kind() == Tag::Addr && is_integral(check.right_kind()) && !check.are_vectors())
    return check.done({mask, nullptr}, Tag::Subnet);
  return check.wrong("requires arithmetic operands");
}

ExprPtr check_remainder(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (!check.both(is_integral)) return check.wrong("requires integral operands");
  const Tag tag = check.promote_both();
  return check.done(kRemainder.of(tag), tag);
}

struct BitOperation {
  Operator op;
  Operation counts, sets, patterns;  ///< no kernel: not for these
};
constexpr BitOperation kBitOperations[] = {
    {Operator::BitAnd,
     plain_arithmetic<AndWord>,
     {set_kernel<table_intersection>, nullptr},
     {pattern_kernel<&PatternObject::concatenation>, nullptr}},
    {Operator::BitOr,
     plain_arithmetic<OrWord>,
     {set_kernel<table_union>, nullptr},
     {pattern_kernel<&PatternObject::alternation>, nullptr}},
    {Operator::BitXor, plain_arithmetic<XorWord>, {}, {}},
};

ExprPtr check_bits(BinaryCheck check) {
  const BitOperation* operation = std::begin(kBitOperations);
  while (operation->op != check.op()) ++operation;
  if (!check.find_kinds()) return check.broken();
  if (check.both(Tag::Count)) return check.done(operation->counts, Tag::Count);
  if (check.left_kind() == Tag::Pattern) {
    if (check.right_kind() != Tag::Pattern) return check.wrong("cannot mix pattern and non-pattern operands");
    if (!operation->patterns.kernel) return check.wrong("'^' operator does not apply to patterns");
    return check.done(operation->patterns, Tag::Pattern);
  }
  if (check.both_sets() && operation->sets.kernel) {
    if (!same_type(check.left_type(), check.right_type())) return check.wrong("incompatible \"set\" operands");
    return check.done(operation->sets, check.left()->type());
  }
  return check.wrong("requires \"count\" or compatible \"set\" operands");
}

ExprPtr check_shift(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (!check.both(is_integral)) return check.wrong("requires integral operands");
  if (check.right_kind() == Tag::Int) return check.wrong("requires \"count\" right operand");
  const bool is_left = check.op() == Operator::ShiftLeft;
  if (check.left_kind() == Tag::Count)
    return check.done(is_left ? plain_arithmetic<ShiftLeftCount> : plain_arithmetic<ShiftRightCount>, Tag::Count);
  return check.done(is_left ? plain_arithmetic<ShiftLeftInt> : plain_arithmetic<ShiftRightInt>, Tag::Int);
}

// -- && and ||

class LogicNode final : public BinaryExpr {
 public:
  explicit LogicNode(BinaryParts parts) : BinaryExpr(std::move(parts)), decides_(op_ == Operator::Or) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(LogicNode::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    return left_->eval_bool(frame) == decides_ ? decides_ : right_->eval_bool(frame);
  }

 private:
  const bool decides_;  // the value on the left that makes the right side superfluous
};

template <bool is_and>
Cell logic_kernel(Frame&, const Expr&, const Cell& left, const Cell& right, Tag) {
  return Cell::boolean(is_and ? left.as_bool() && right.as_bool() : left.as_bool() || right.as_bool());
}

ExprPtr check_logic(BinaryCheck check) {
  if (!check.find_kinds()) return check.broken();
  if (!check.both(Tag::Bool)) return check.wrong("requires boolean operands");
  const Operation operation = {check.op() == Operator::And ? logic_kernel<true> : logic_kernel<false>,
                               [](BinaryParts parts) -> ExprPtr { return make<LogicNode>(std::move(parts)); }};
  return check.done(operation, Tag::Bool);
}

}  // namespace

ExprPtr make_binary(Binder& binder, Operator op, ExprPtr left, ExprPtr right, const Location& where) {
  BinaryCheck check(binder, op, std::move(left), std::move(right), where);
  switch (op) {  // these put their operands into another order, wrong ones too
    case Operator::Greater:
      check.swap(Operator::Less);
      return check_order(std::move(check));
    case Operator::GreaterEqual:
      check.swap(Operator::LessEqual);
      return check_order(std::move(check));
    case Operator::Less:
    case Operator::LessEqual:
      return check_order(std::move(check));
    case Operator::Equal:
    case Operator::NotEqual:
      return check_equality(std::move(check));
    case Operator::Product:
      return check_product(std::move(check));
    default:
      break;
  }
  if (check.has_error()) return check.broken();
  switch (op) {
    case Operator::Sum:
      return check_sum(std::move(check));
    case Operator::Difference:
      return check_difference(std::move(check));
    case Operator::Quotient:
      return check_quotient(std::move(check));
    case Operator::Remainder:
      return check_remainder(std::move(check));
    case Operator::ShiftLeft:
    case Operator::ShiftRight:
      return check_shift(std::move(check));
    case Operator::And:
    case Operator::Or:
      return check_logic(std::move(check));
    default:
      return check_bits(std::move(check));
  }
}

ExprPtr bind_binary(Binder& binder, const syntax::Expr& expr) {
  switch (expr.op) {
    case Operator::Assign:
      return bind_assign(binder, expr);
    case Operator::AddAssign:
    case Operator::SubtractAssign:
      return bind_compound(binder, expr);
    case Operator::In:
    case Operator::NotIn:
      return bind_in(binder, expr);
    default:
      break;
  }
  ExprPtr left = binder.bind(*expr.kids[0]);
  ExprPtr right = binder.bind(*expr.kids[1]);
  return make_binary(binder, expr.op, std::move(left), std::move(right), expr.where);
}

}  // namespace whimbrel::script
