#include "script/bind/expr_assign.h"

#include "script/bind/expr_construct.h"
#include "script/bind/number_nodes.h"
#include "script/bind/statements.h"

namespace whimbrel::script {

using syntax::Operator;

Cell AssignExpr::eval(Frame& frame) const {
  Cell value = right_->eval(frame);
  if (value.is_set()) left_->assign(frame, value);
  return value;
}

const Expr& assigned_value(const Expr& assignment) {
  const auto* assign = dynamic_cast<const AssignExpr*>(&assignment);
  return assign ? *assign->right() : assignment;
}

bool check_target(Binder& binder, const Expr& target) {
  if (target.is_error()) return false;
  std::string why_not;
  if (!target.is_assignable(&why_not)) {
    binder.reporter().error(target, why_not.empty() ? "can't be assigned to" : why_not);
    return false;
  }
  FunctionScope* scope = binder.scope();
  if (const LocalExpr* local = as_local(target); local && scope && scope->type)
    if (local->slot() < scope->type->parameters->fields.size()) scope->assigns_parameters = true;
  return true;
}

namespace {

/// To a variable of the running function.
class AssignLocal final : public AssignExpr {
 public:
  AssignLocal(BinaryParts parts, size_t slot) : AssignExpr(std::move(parts)), slot_(slot) {}
  Cell eval(Frame& frame) const override {
    Cell value = right_->eval(frame);
    if (value.is_set()) frame.cells[slot_] = value;
    return value;
  }

 private:
  const size_t slot_;
};

/// The same for numbers and bools.
template <class Number>
class AssignNumber final : public AssignExpr {
 public:
  AssignNumber(BinaryParts parts, size_t slot) : AssignExpr(std::move(parts)), slot_(slot), tag_(type_->tag()) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return cell_of(tag_, compute(frame)); });
  }
  bool eval_bool(Frame& frame) const override { return compute(frame) != 0; }
  uint64_t eval_word(Frame& frame) const override { return static_cast<uint64_t>(compute(frame)); }
  double eval_real(Frame& frame) const override { return static_cast<double>(compute(frame)); }
  void run(Frame& frame) const { compute(frame); }
  StmtPtr as_statement(const Location& where) const override {
    if (const auto* source = dynamic_cast<const NumberSource*>(right_.get())) return source->store(*this, slot_, where);
    return make<EffectStmt<AssignNumber>>(*this, where);
  }

 private:
  Number compute(Frame& frame) const {
    const Number value = read<Number>(AnyOperand{right_.get()}, frame);
    set_number(frame.cells[slot_], tag_, value);
    return value;
  }

  const size_t slot_;
  const Tag tag_;
};

ExprPtr make_assign(BinaryParts parts) {
  const LocalExpr* local = as_local(*parts.left);
  if (!local) return make<AssignExpr>(std::move(parts));
  const size_t slot = local->slot();
  const Tag tag = parts.type->tag();
  if (parts.right->type()->tag() == tag) {
    if (is_word(tag)) return make<AssignNumber<uint64_t>>(std::move(parts), slot);
    if (is_real(tag)) return make<AssignNumber<double>>(std::move(parts), slot);
  }
  return make<AssignLocal>(std::move(parts), slot);
}

/// Checks and converts the right side.
class Assignment {
 public:
  Assignment(Binder& binder, BinaryParts parts) : binder_(binder), parts_(std::move(parts)) {}

  ExprPtr expr() {
    // The text of messages shows the right side as it was written.
    const auto shown = make<AssignExpr>(parts_);
    shown_ = shown.get();
    if (!fits()) {
      shown->fail();
      return shown;
    }
    return make_assign(std::move(parts_));
  }

 private:
  const TypePtr& to() const { return parts_.left->type(); }
  const TypePtr& from() const { return parts_.right->type(); }

  bool wrong(const std::string& text) {
    binder_.reporter().error(*shown_, text);
    return false;
  }
  void convert(const TypePtr& type) { parts_.right = make_conversion(parts_.right, type); }

  bool fits() {
    if (is_misfit(*parts_.right)) return wrong("type clash in assignment");
    if (parts_.right->is_error()) return false;
    const Tag left = to()->tag(), right = from()->tag();
    if (right == Tag::Void) return wrong("can't assign void value");
    if (left == Tag::List && right == Tag::Any) return true;
    if (right == Tag::List && left != Tag::List) wrong("invalid constructor list on RHS of assignment");
    if ((left == Tag::Enum) != (right == Tag::Enum)) return wrong("can't convert to/from enumerated type");
    if (is_arithmetic(left)) return number_fits(left, right);
    if (is_temporal(left) && is_arithmetic(right) && is_zero()) {
      parts_.right = make_number_conversion(parts_.right, left);
      return true;
    }
    if (left == right && is_unspecified(*from())) {
      if (!is_unspecified(*to())) convert(to());
      return true;
    }
    if (left == Tag::Record && right == Tag::Record) return record_fits();
    if (to() == from() || same_type(*to(), *from())) return true;
    if (ExprPtr set = adapt_set(binder_, *parts_.right, to())) {
      if (set->is_error()) return wrong("type clash in assignment");
      parts_.right = std::move(set);
      return true;
    }
    return wrong("type clash in assignment");
  }

  bool number_fits(Tag left, Tag right) {
    if (!is_arithmetic(right))
      return wrong("assignment of non-arithmetic value to arithmetic (" + std::string(name_of(left)) + "/" +
                   std::string(name_of(right)) + ")");
    if (left == right) return true;
    if (right == Tag::Double) binder_.reporter().warning(*shown_, "dangerous assignment of double to integral");
    if (right == Tag::Int && left == Tag::Count)
      binder_.reporter().warning(*shown_, "dangerous assignment of integer to count");
    parts_.right = make_number_conversion(parts_.right, left);
    return true;
  }

  bool record_fits() {
    if (to() == from()) return true;
    if (same_type(*to(), *from()) && !to()->as_record()->fields.empty()) return true;
    parts_.right = make_record_conversion(binder_, parts_.right, to());
    return !parts_.right->is_error();
  }

  bool is_zero() const {
    const Cell* constant = constant_of(*parts_.right);
    Cell real;
    return constant && convert_number(*constant, Tag::Double, real) && real.as_double() == 0;
  }

  Binder& binder_;
  BinaryParts parts_;
  const Expr* shown_ = nullptr;
};

}  // namespace

ExprPtr Binder::bind_assignment(ExprPtr left, ExprPtr right, const Location& where, bool is_init) {
  const TypePtr type = left->type();
  BinaryParts parts{Operator::Assign, std::move(left), std::move(right), type, where};
  if (parts.left->is_error() || (!is_init && !parts.right->is_error() && !check_target(*this, *parts.left))) {
    parts.type = base_type(Tag::Error);
    return make<BinaryExpr>(std::move(parts));
  }
  return Assignment(*this, std::move(parts)).expr();
}

ExprPtr bind_assign(Binder& binder, const syntax::Expr& expr) {
  ExprPtr left = binder.bind(*expr.kids[0]);
  const syntax::Expr& value = *expr.kids[1];
  ExprPtr right =
      value.kind == syntax::Expr::Braces ? binder.bind_initialiser(value, left->type(), nullptr) : binder.bind(value);
  if (expr.kids[0]->trailing_comma && !left->is_error()) {
    binder.reporter().error(
        *left, "incorrect syntax for list expression on left-hand side of assignment: trailing comma not allowed");
    return binder.error_expr(expr.where);
  }
  // Outside of functions, `[k] = v` is a part of an initialiser that stands alone, which who asked complains about.
  if (!binder.scope() && left->type()->as_list() && !right->is_error()) {
    const TypePtr type = right->type();
    return make<AssignExpr>(BinaryParts{Operator::Assign, std::move(left), std::move(right), type, expr.where});
  }
  return binder.bind_assignment(std::move(left), std::move(right), expr.where);
}

// -- ++ and --

namespace {

class IncrementExpr : public UnaryExpr {
 public:
  using UnaryExpr::UnaryExpr;
  Cell eval(Frame& frame) const override {
    const Cell value = operand_->eval(frame);
    if (!value.is_set()) return {};
    const Cell next = Cell::word_of(type_->tag(), changed(frame, value.word()));
    operand_->assign(frame, next);
    return next;
  }
  bool is_pure() const override { return false; }

 protected:
  uint64_t changed(Frame& frame, uint64_t word) const {
    if (op_ == Operator::Increment) return word + 1;
    // A count beyond the largest int counts as negative here.
    if (static_cast<int64_t>(--word) < 0 && type_->tag() == Tag::Count) [[unlikely]]
      warn(frame);
    return word;
  }

 private:
  [[gnu::cold]] void warn(Frame& frame) const { frame.runtime.reporter.expression_warning(*this, "count underflow"); }
};

class IncrementLocal final : public IncrementExpr {
 public:
  IncrementLocal(Operator op, ExprPtr operand, TypePtr type, Location where)
      : IncrementExpr(op, std::move(operand), std::move(type), where),
        local_(as_local(*operand_)),
        tag_(type_->tag()) {}
  Cell eval(Frame& frame) const override { return Cell::word_of(tag_, IncrementLocal::eval_word(frame)); }
  uint64_t eval_word(Frame& frame) const override {
    Cell& cell = local_.expr->get(frame, local_.slot);
    const uint64_t word = changed(frame, cell.word());
    cell.set_word(tag_, word);
    return word;
  }
  void run(Frame& frame) const { IncrementLocal::eval_word(frame); }
  StmtPtr as_statement(const Location& where) const override { return make<EffectStmt<IncrementLocal>>(*this, where); }

 private:
  const LocalOperand local_;
  const Tag tag_;
};

/// add s[k], delete t[k].
class AddOrDeleteExpr final : public UnaryExpr {
 public:
  using UnaryExpr::UnaryExpr;
  Cell eval(Frame& frame) const override {
    if (op_ == Operator::Add)
      operand_->add(frame);
    else
      operand_->erase(frame);
    return {};
  }
  bool is_pure() const override { return false; }
};

}  // namespace

ExprPtr bind_increment(Binder& binder, const syntax::Expr& expr) {
  ExprPtr operand = binder.bind(*expr.kids[0]);
  const bool is_good = check_target(binder, *operand);
  const TypePtr type = is_good ? operand->type() : base_type(Tag::Error);
  const bool is_local = as_local(*operand) != nullptr;
  if (is_good && is_local && is_integral(type->tag()))
    return make<IncrementLocal>(expr.op, std::move(operand), type, expr.where);
  auto result = make<IncrementExpr>(expr.op, std::move(operand), type, expr.where);
  if (is_good && !is_integral(type->tag())) {
    binder.reporter().error(*result, "requires an integral operand");
    result->fail();
  }
  return result;
}

ExprPtr bind_add_or_delete(Binder& binder, const syntax::Expr& expr) {
  ExprPtr operand = binder.bind(*expr.kids[0]);
  const bool is_add = expr.op == Operator::Add;
  const bool is_error = operand->is_error();
  const bool is_legal = !is_error && (is_add ? operand->can_add() : operand->can_delete());
  auto result =
      make<AddOrDeleteExpr>(expr.op, std::move(operand), base_type(is_legal ? Tag::Void : Tag::Error), expr.where);
  if (!is_legal && !is_error)
    binder.reporter().error(*result, is_add ? "illegal add expression" : "illegal delete expression");
  return result;
}

}  // namespace whimbrel::script
