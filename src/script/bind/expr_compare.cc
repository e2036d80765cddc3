// == != < <= and, with their operands swapped, > >=.
#include "script/bind/number_nodes.h"
#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/run/tables.h"

namespace whimbrel::script {

using syntax::Operator;

namespace {

template <class T>
struct Equal {
  using Number = T;
  static bool apply(T a, T b) { return a == b; }
};
template <class T>
struct NotEqual {
  using Number = T;
  static bool apply(T a, T b) { return a != b; }
};
template <class T>
struct Less {
  using Number = T;
  static bool apply(T a, T b) { return a < b; }
};
template <class T>
struct LessEqual {
  using Number = T;
  static bool apply(T a, T b) { return a <= b; }
};

/// An operator, for each way in which two numbers can be compared.
struct NumberComparison {
  Operation count, integer, real;
  const Operation& of(Tag tag) const { return is_real(tag) ? real : tag == Tag::Int ? integer : count; }
};
template <template <class> class Op>
constexpr NumberComparison kCompareNumbers = {comparison<Op<uint64_t>>, comparison<Op<int64_t>>,
                                              comparison<Op<double>>};

const NumberComparison& number_comparison(Operator op) {
  switch (op) {
    case Operator::Equal:
      return kCompareNumbers<Equal>;
    case Operator::NotEqual:
      return kCompareNumbers<NotEqual>;
    case Operator::Less:
      return kCompareNumbers<Less>;
    default:
      return kCompareNumbers<LessEqual>;
  }
}

// -- equality of other kinds

void need_same_kind(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  if (left.tag() != right.tag()) [[unlikely]]
    frame.runtime.reporter.expression_error(expr, "incompatible \"any\" type");
}

bool same_values(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  need_same_kind(frame, expr, left, right);
  return equal(left, right);
}

bool same_enums(Frame&, const Expr&, const Cell& left, const Cell& right) {
  return left.enum_value() == right.enum_value();
}

bool same_strings(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  return string_of(frame, expr, left) == string_of(frame, expr, right);
}

bool matches(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  const auto& pattern = object_of<PatternObject>(frame, expr, left, Tag::Pattern);
  return pattern.matches_exactly(string_of(frame, expr, right));
}

// -- order of other kinds

bool is_less(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  need_same_kind(frame, expr, left, right);
  return compare(left, right) < 0;
}

bool is_at_most(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  need_same_kind(frame, expr, left, right);
  return compare(left, right) <= 0;
}

bool is_subset(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  return table_is_subset(object_of<TableObject>(frame, expr, left, Tag::Table),
                         object_of<TableObject>(frame, expr, right, Tag::Table));
}

bool is_proper_subset(Frame& frame, const Expr& expr, const Cell& left, const Cell& right) {
  return is_subset(frame, expr, left, right) && left.as<TableObject>().size() < right.as<TableObject>().size();
}

using Predicate = bool (*)(Frame& frame, const Expr& expr, const Cell& left, const Cell& right);

template <Predicate predicate, bool wanted>
Cell predicate_kernel(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  return Cell::boolean(predicate(frame, expr, left, right) == wanted);
}

/// What such a comparison compares is looked at where it lies.
template <Predicate predicate, bool wanted>
class PredicateNode final : public BinaryExpr {
 public:
  explicit PredicateNode(BinaryParts parts) : BinaryExpr(std::move(parts)) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(PredicateNode::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    Cell left_holder, right_holder;
    // What changes the left side while the right one is evaluated must not take it away.
    if (!right_->is_pure()) {
      left_holder = needed(left_->eval(frame));
      right_holder = needed(right_->eval(frame));
      return predicate(frame, *this, left_holder, right_holder) == wanted;
    }
    const Cell& left = needed(left_place_.get(frame, left_holder));
    const Cell& right = needed(right_place_.get(frame, right_holder));
    return predicate(frame, *this, left, right) == wanted;
  }

 private:
  const Operand left_place_{left_}, right_place_{right_};
};

template <Predicate predicate, bool wanted>
constexpr Operation kPredicate = {predicate_kernel<predicate, wanted>, [](BinaryParts parts) -> ExprPtr {
                                    return make<PredicateNode<predicate, wanted>>(std::move(parts));
                                  }};

/// bool == bool.
template <bool wanted>
class SameBoolNode final : public BinaryExpr {
 public:
  explicit SameBoolNode(BinaryParts parts) : BinaryExpr(std::move(parts)) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(SameBoolNode::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    const bool left = left_->eval_bool(frame);
    return (left == right_->eval_bool(frame)) == wanted;
  }
};

template <bool wanted>
constexpr Operation kSameBool = {predicate_kernel<same_values, wanted>, [](BinaryParts parts) -> ExprPtr {
                                   return make<SameBoolNode<wanted>>(std::move(parts));
                                 }};

/// The operation for == (wanted) or != (not wanted) of two values of that kind; no kernel if they cannot be compared.
template <bool wanted>
Operation equality_of(Tag tag, Operator op) {
  switch (tag) {
    case Tag::Bool:
      return kSameBool<wanted>;
    case Tag::Time:
    case Tag::Interval:
    case Tag::Port:
      return number_comparison(op).of(tag);
    case Tag::String:
      return kPredicate<same_strings, wanted>;
    case Tag::Enum:
      return kPredicate<same_enums, wanted>;
    case Tag::Addr:
    case Tag::Subnet:
    case Tag::Func:
      return kPredicate<same_values, wanted>;
    default:
      return {};
  }
}

Operation equality(Tag tag, Operator op) {
  return op == Operator::Equal ? equality_of<true>(tag, op) : equality_of<false>(tag, op);
}

/// Puts the operands of == and != into the order in which they are shown and evaluated.
void put_in_order(BinaryCheck& check) {
  const bool pattern_last = check.right_type().tag() == Tag::Pattern;
  const bool pattern_first = check.left_type().tag() == Tag::Pattern;
  if (pattern_last || (!pattern_first && check.right()->rank() > check.left()->rank())) check.swap(check.op());
}

bool is_zero(const Expr& expr) {
  const Cell* constant = constant_of(expr);
  Cell real;
  return constant && is_arithmetic(constant->tag()) && convert_number(*constant, Tag::Double, real) &&
         real.as_double() == 0;
}

/// A time may be equal to a zero, which becomes a time.
bool compares_time_with_zero(BinaryCheck& check) {
  if (check.left_kind() == Tag::Time && is_zero(*check.right())) {
    check.convert_right(Tag::Time);
    return true;
  }
  if (check.right_kind() != Tag::Time || !is_zero(*check.left())) return false;
  check.convert_left(Tag::Time);
  return true;
}

}  // namespace

ExprPtr check_equality(BinaryCheck check) {
  put_in_order(check);
  if (check.has_error() || !check.find_kinds()) return check.broken();
  const bool is_equal = check.op() == Operator::Equal;
  const Tag left = check.left_kind(), right = check.right_kind();
  if (check.both(is_arithmetic)) return check.done(number_comparison(check.op()).of(check.promote_both()), Tag::Bool);
  if (check.both_sets()) {
    if (!same_type(check.left_type(), check.right_type())) return check.wrong("incompatible sets in comparison");
    return check.done(is_equal ? kPredicate<same_values, true> : kPredicate<same_values, false>, Tag::Bool);
  }
  if (left == right) {
    const Operation operation = equality(left, check.op());
    return operation.kernel ? check.done(operation, Tag::Bool) : check.wrong("illegal comparison");
  }
  if (left == Tag::Pattern && right == Tag::String)
    return check.done(is_equal ? kPredicate<matches, true> : kPredicate<matches, false>, Tag::Bool);
  if (compares_time_with_zero(check)) return check.done(number_comparison(check.op()).real, Tag::Bool);
  return check.wrong("type clash in comparison");
}

ExprPtr check_order(BinaryCheck check) {
  if (check.has_error() || !check.find_kinds()) return check.broken();
  const bool is_strict = check.op() == Operator::Less;
  const NumberComparison& numbers = number_comparison(check.op());
  if (check.both(is_arithmetic)) return check.done(numbers.of(check.promote_both()), Tag::Bool);
  if (check.both_sets()) {
    if (!same_type(check.left_type(), check.right_type())) return check.wrong("incompatible sets in comparison");
    return check.done(is_strict ? kPredicate<is_proper_subset, true> : kPredicate<is_subset, true>, Tag::Bool);
  }
  const Tag left = check.left_kind();
  if (left != check.right_kind()) return check.wrong("operands must be of the same type");
  if (is_temporal(left) || left == Tag::Port) return check.done(numbers.of(left), Tag::Bool);
  if (left == Tag::Addr || left == Tag::String)
    return check.done(is_strict ? kPredicate<is_less, true> : kPredicate<is_at_most, true>, Tag::Bool);
  return check.wrong("illegal comparison");
}

}  // namespace whimbrel::script
