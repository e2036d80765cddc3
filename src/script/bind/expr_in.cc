// X in Y, X !in Y.
#include "script/bind/expr_access.h"
#include "script/bind/expr_construct.h"
#include "script/bind/expr_operators.h"
#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/run/tables.h"

namespace whimbrel::script {

using syntax::Operator;

namespace {

Cell is_substring(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const std::string &part = string_of(frame, expr, left), &whole = string_of(frame, expr, right);
  if (part.find('\0') != std::string::npos) {
    frame.runtime.reporter.error(Location{}, "string with embedded NUL: \"" + escaped(part) + "\"");
    return Cell::boolean(false);
  }
  return Cell::boolean(whole.find(part) != std::string::npos);
}

Cell occurs_in(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const auto& pattern = object_of<PatternObject>(frame, expr, left, Tag::Pattern);
  return Cell::boolean(pattern.matches_anywhere(string_of(frame, expr, right)));
}

Cell is_in_subnet(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const Address& address = object_of<AddrObject>(frame, expr, left, Tag::Addr).address;
  const Subnet& subnet = object_of<SubnetObject>(frame, expr, right, Tag::Subnet).subnet;
  return Cell::boolean(address.masked(subnet.bits) == subnet.network);
}

/// Of what the reference lets pass although it makes no sense, such as `5 in "abc"`.
Cell never(Frame&, const Expr&, const Cell&, const Cell&, Tag) { return Cell::boolean(false); }

Cell is_element(Frame& frame, const Expr& expr, const Cell& left, const Cell& right, Tag) {
  const auto& cells = object_of<VectorObject>(frame, expr, right, Tag::Vector).cells;
  const uint64_t index = left.word();
  return Cell::boolean(index < cells.size() && cells[index].is_set());
}

/// key in t.
class TableContains final : public BinaryExpr {
 public:
  TableContains(BinaryParts parts, std::vector<ExprPtr> index)
      : BinaryExpr(std::move(parts)), index_(std::move(index)) {}
  Cell eval(Frame& frame) const override {
    return value_or_unset([&] { return Cell::boolean(TableContains::eval_bool(frame)); });
  }
  bool eval_bool(Frame& frame) const override {
    FrameCells key(FrameCells::Room{index_.size()});
    if (!evaluate_index(frame, index_, key)) throw NoValue{};
    Cell holder;
    const Cell& table = needed(table_.get(frame, holder));
    return table_contains(frame, object_of<TableObject>(frame, *this, table, Tag::Table), key.cells());
  }

 private:
  const std::vector<ExprPtr> index_;
  const Operand table_{right_};
};

/// The parts of an index that stands on the left of `in`.
std::vector<ExprPtr> parts_of(const ExprPtr& left) {
  const auto* list = dynamic_cast<const ListExpr*>(left.get());
  return list ? list->parts() : std::vector<ExprPtr>{left};
}

/// One `in`: finds what it means for the types of its operands.
class InCheck {
 public:
  InCheck(Binder& binder, ExprPtr left, ExprPtr right, const Location& where)
      : binder_(binder), check_(binder, Operator::In, left, right, where), where_(where) {}

  ExprPtr expr() {
    if (check_.has_error()) return check_.broken();
    switch (left()) {
      case Tag::Pattern:
        return pattern();
      case Tag::Record:
        return record();
      case Tag::String:
        if (right() == Tag::String) return check_.done({is_substring, nullptr}, Tag::Bool);
        if (table() && table()->pattern_index()) return lookup({check_.left()});
        return index();
      case Tag::Addr:
        if (right() == Tag::Subnet) return check_.done({is_in_subnet, nullptr}, Tag::Bool);
        if (table() && table()->subnet_index()) return lookup({check_.left()});
        return index();
      default:
        return index();
    }
  }

 private:
  Tag left() const { return check_.left_type().tag(); }
  Tag right() const { return check_.right_type().tag(); }
  const TableType* table() const { return check_.right_type().as_table(); }

  ExprPtr refuse(const Type& subject, const Reporter::Subject& other, const char* text) {
    binder_.reporter().error(subject, other, text);
    return check_.broken();
  }

  ExprPtr lookup(std::vector<ExprPtr> parts) {
    ExprPtr left = parts[0];
    if (parts.size() != 1) left = make<ListExpr>(parts, check_.left()->where());
    BinaryParts all{Operator::In, std::move(left), check_.right(), base_type(Tag::Bool), where_};
    return make<TableContains>(std::move(all), std::move(parts));
  }

  ExprPtr pattern() {
    if (right() == Tag::String) return check_.done({occurs_in, nullptr}, Tag::Bool);
    if (table()) return index();
    return refuse(check_.right_type(), *check_.left(), "pattern requires string or set/table index");
  }

  ExprPtr record() {
    if (!table()) return refuse(check_.right_type(), Reporter::Subject::place({}), "table/set required");
    const std::vector<TypePtr>& types = table()->index->types;
    if (types.size() == 1 && types[0]->as_record()) {
      const RecordType &from = *check_.left_type().as_record(), &to = *types[0]->as_record();
      if (same_type(from, to)) return lookup({check_.left()});
      if (record_promotable(from, to)) return index();
    }
    return refuse(check_.left_type(), check_.right_type(), "indexing mismatch");
  }

  ExprPtr index() {
    std::vector<ExprPtr> parts = parts_of(check_.left());
    if (right() == Tag::Table && fits_table(parts)) return lookup(std::move(parts));
    if (right() == Tag::Vector && fits_vector(parts))
      return check_.done({parts.size() == 1 && !parts[0]->type()->as_vector() ? is_element : never, nullptr},
                         base_type(Tag::Bool));
    if (right() == Tag::String && fits_string(parts)) return check_.done({never, nullptr}, Tag::Bool);
    return check_.wrong("not an index type");
  }

  bool fits_table(std::vector<ExprPtr>& parts) {
    const TableType& type = *table();
    if (type.subnet_index() && parts.size() == 1 && parts[0]->type()->tag() == Tag::Addr) return true;
    const Location& where = type.index->where ? type.index->where : type.where;
    return promote_each(binder_, parts, *type.index, where, check_.left()->where());
  }

  static bool fits_vector(const std::vector<ExprPtr>& parts) {
    if (parts.size() == 2) return true;
    if (parts.size() != 1) return false;
    const VectorType* vector = parts[0]->type()->as_vector();
    const Tag tag = vector ? vector->yield->tag() : parts[0]->type()->tag();
    return is_integral(tag) || tag == Tag::Bool;
  }

  bool fits_string(std::vector<ExprPtr>& parts) {
    return (parts.size() == 1 || parts.size() == 2) && promote_all(binder_, parts, base_type(Tag::Int));
  }

  Binder& binder_;
  BinaryCheck check_;
  const Location where_;
};

}  // namespace

ExprPtr bind_in(Binder& binder, const syntax::Expr& expr) {
  ExprPtr left = binder.bind(*expr.kids[0]);
  ExprPtr right = binder.bind(*expr.kids[1]);
  ExprPtr in = InCheck(binder, std::move(left), std::move(right), expr.where).expr();
  if (expr.op == Operator::In) return in;
  if (in->is_error()) return make<UnaryExpr>(Operator::Not, std::move(in), base_type(Tag::Error), expr.where);
  return make_not(std::move(in), expr.where);
}

}  // namespace whimbrel::script
