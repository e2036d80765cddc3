// += and -=. Of numbers they are x = x + y; strings and intervals get a new value; aggregates and patterns are changed
// in place, for all who share them.
#include "script/bind/expr_assign.h"
#include "script/bind/expr_basic.h"
#include "script/bind/expr_convert.h"
#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/run/tables.h"

namespace whimbrel::script {

using syntax::Operator;

namespace {

class CompoundExpr : public BinaryExpr {
 public:
  using BinaryExpr::BinaryExpr;
  bool is_pure() const override { return false; }
};

/// Assigns what a sum or difference of the two gives: intervals, and numbers in redefs.
class CompoundValue final : public CompoundExpr {
 public:
  CompoundValue(BinaryParts parts, ExprPtr value) : CompoundExpr(std::move(parts)), value_(std::move(value)) {}
  Cell eval(Frame& frame) const override {
    Cell value = value_->eval(frame);
    if (value.is_set()) left_->assign(frame, value);
    return value;
  }

 private:
  const ExprPtr value_;
};

class AppendString final : public CompoundExpr {
 public:
  using CompoundExpr::CompoundExpr;
  Cell eval(Frame& frame) const override {
    if (local_) return append_to_local(frame);
    const Cell left = left_->eval(frame);
    if (!left.is_set()) return {};
    const Cell right = right_->eval(frame);
    if (!right.is_set()) return {};
    Cell sum = string_cell(string_of(frame, *this, left) + string_of(frame, *this, right));
    left_->assign(frame, sum);
    return sum;
  }

 private:
  Cell append_to_local(Frame& frame) const {
    local_->get(frame);
    const Cell right = right_->eval(frame);
    if (!right.is_set()) return {};
    Cell& place = local_->get(frame);
    const std::string& more = string_of(frame, *this, right);
    auto& string = object_of<StringObject>(frame, *this, place, Tag::String);
    // Building a text piece by piece takes linear time: nobody else sees a string that only this variable holds.
    if (string.refs == 1)
      string.bytes += more;
    else
      place = string_cell(string.bytes + more);
    return place;
  }

  const LocalExpr* const local_ = as_local(*left_);
};

/// What is changed in place: both sides are evaluated, then the left one is changed.
class InPlaceExpr : public CompoundExpr {
 public:
  using CompoundExpr::CompoundExpr;
  Cell eval(Frame& frame) const override {
    Cell left = left_->eval(frame);
    if (!left.is_set()) return {};
    Cell right = right_->eval(frame);
    if (!right.is_set()) return {};
    change(frame, left, std::move(right));
    return left;
  }

 protected:
  virtual void change(Frame& frame, const Cell& left, Cell right) const = 0;
};

class ChangePattern final : public InPlaceExpr {
 public:
  using InPlaceExpr::InPlaceExpr;

 private:
  void change(Frame& frame, const Cell& left, Cell right) const override {
    auto& pattern = object_of<PatternObject>(frame, *this, left, Tag::Pattern);
    pattern.add(object_of<PatternObject>(frame, *this, right, Tag::Pattern));
  }
};

class ChangeTable final : public InPlaceExpr {
 public:
  using InPlaceExpr::InPlaceExpr;

 private:
  void change(Frame& frame, const Cell& left, Cell right) const override {
    auto& table = object_of<TableObject>(frame, *this, left, Tag::Table);
    auto& other = object_of<TableObject>(frame, *this, right, Tag::Table);
    if (op_ == Operator::AddAssign)
      table_add_all(frame, table, other);
    else
      table_remove_all(frame, table, other);
  }
};

class AppendElement final : public InPlaceExpr {
 public:
  using InPlaceExpr::InPlaceExpr;

 private:
  void change(Frame& frame, const Cell& left, Cell right) const override {
    auto& vector = object_of<VectorObject>(frame, *this, left, Tag::Vector);
    if (!is_value_of(right, *vector.type->yield))
      frame.runtime.reporter.expression_error(*this, "type-checking failed in vector append");
    vector.cells.push_back(std::move(right));
    if (vector.watched) frame.runtime.modified(&vector);
  }
};

class AppendVector final : public InPlaceExpr {
 public:
  using InPlaceExpr::InPlaceExpr;

 private:
  void change(Frame& frame, const Cell& left, Cell right) const override {
    auto& vector = object_of<VectorObject>(frame, *this, left, Tag::Vector);
    const auto& other = object_of<VectorObject>(frame, *this, right, Tag::Vector);
    const Type& yield = *vector.type->yield;
    if (left_->type()->as_vector()->yield->tag() == Tag::Any && yield.tag() != Tag::Any)
      for (const Cell& cell : other.cells)
        if (cell.is_set() && !is_value_of(cell, yield))
          frame.runtime.reporter.expression_error(*this, "type-checking failed in vector append");
    vector.cells.reserve(vector.cells.size() + other.cells.size());  // also makes v += v safe
    const size_t count = other.cells.size();
    for (size_t i = 0; i < count; ++i) vector.cells.push_back(other.cells[i]);
    if (vector.watched) frame.runtime.modified(&vector);
  }
};

/// Checks and makes one.
class CompoundCheck {
 public:
  CompoundCheck(Binder& binder, BinaryParts parts) : binder_(binder), parts_(std::move(parts)) {}

  ExprPtr expr(bool is_init) {
    if (parts_.left->is_error() || parts_.right->is_error()) return broken();
    const Tag left = to().tag();
    if (is_arithmetic(left) && !is_init) return assign_sum();
    const bool needs_target = is_add() ? left != Tag::Vector : true;
    // About a list the reference complains twice.
    if (!is_init && needs_target && !check_target(binder_, *parts_.left) && left != Tag::List) return broken();
    if (is_arithmetic(left) && is_arithmetic(from().tag())) return set_to_sum();
    if (left == Tag::Interval && from().tag() == Tag::Interval) return set_to_sum();
    if (left == Tag::Table) return table();
    if (!is_add())
      return wrong(is_list_for_vector() ? "constructor list not allowed for -= operations on vectors"
                                        : "requires two arithmetic operands");
    if (left == Tag::String && from().tag() == Tag::String) return done<AppendString>();
    if (left == Tag::Vector) return vector();
    if (left != Tag::Pattern) return wrong("requires two arithmetic or two string operands");
    if (from().tag() != Tag::Pattern) return wrong("pattern += op requires op to be a pattern");
    return done<ChangePattern>();
  }

 private:
  bool is_add() const { return parts_.op == Operator::AddAssign; }
  const Type& to() const { return *parts_.left->type(); }
  const Type& from() const { return *parts_.right->type(); }
  bool is_list_for_vector() const { return to().tag() == Tag::Vector && from().tag() == Tag::List; }

  ExprPtr broken() {
    parts_.type = base_type(Tag::Error);
    return make<BinaryExpr>(parts_);
  }
  ExprPtr wrong(const std::string& text) {
    ExprPtr expr = broken();
    binder_.reporter().error(*expr, text);
    return expr;
  }
  template <class Node>
  ExprPtr done() {
    return make<Node>(std::move(parts_));
  }

  ExprPtr sum() {
    const Operator op = is_add() ? Operator::Sum : Operator::Difference;
    ExprPtr sum = make_binary(binder_, op, parts_.left, parts_.right, parts_.where);
    if (sum->is_error() || sum->type()->tag() == to().tag()) return sum;
    return make_number_conversion(std::move(sum), to().tag());
  }

  /// x = x + y.
  ExprPtr assign_sum() {
    ExprPtr value = sum();
    if (value->is_error()) return broken();
    return binder_.bind_assignment(parts_.left, std::move(value), parts_.where);
  }

  ExprPtr set_to_sum() {
    ExprPtr value = sum();
    if (value->is_error()) return broken();
    return make<CompoundValue>(std::move(parts_), std::move(value));
  }

  ExprPtr table() {
    if (from().tag() == Tag::Table && is_unspecified(from()) && !is_unspecified(to()))
      parts_.right = make_conversion(parts_.right, parts_.left->type());
    if (from().tag() != Tag::Table || !same_type(to(), from()))
      return wrong(std::string("RHS type mismatch for table/set ") + (is_add() ? "+=" : "-="));
    return done<ChangeTable>();
  }

  ExprPtr vector() {
    if (from().tag() == Tag::Vector && is_unspecified(from()) && !is_unspecified(to()))
      parts_.right = make_conversion(parts_.right, parts_.left->type());
    if (from().tag() == Tag::Vector && same_type(to(), from())) return done<AppendVector>();
    const Tag yield = to().as_vector()->yield->tag(), element = from().tag();
    if (is_arithmetic(yield)) {
      if (!is_arithmetic(element)) return wrong("appending non-arithmetic to arithmetic vector");
      if (element != yield) parts_.right = make_number_conversion(parts_.right, yield);
    } else if (yield != element && yield != Tag::Any) {
      return wrong("incompatible vector append: " + std::string(name_of(yield)) + " and " +
                   std::string(name_of(element)));
    }
    return done<AppendElement>();
  }

  Binder& binder_;
  BinaryParts parts_;
};

}  // namespace

ExprPtr make_compound(Binder& binder, Operator op, ExprPtr left, ExprPtr right, const Location& where, bool is_init) {
  const TypePtr type = left->type();
  return CompoundCheck(binder, {op, std::move(left), std::move(right), type, where}).expr(is_init);
}

ExprPtr bind_compound(Binder& binder, const syntax::Expr& expr) {
  ExprPtr left = binder.bind(*expr.kids[0]);
  const syntax::Expr& value = *expr.kids[1];
  ExprPtr right;
  if (value.kind != syntax::Expr::Braces)
    right = binder.bind(value);
  else if (left->type()->as_vector() && expr.op == Operator::SubtractAssign)
    right = bind_list(binder, value);
  else
    right = binder.bind_initialiser(value, left->type(), nullptr);
  return make_compound(binder, expr.op, std::move(left), std::move(right), expr.where);
}

}  // namespace whimbrel::script
