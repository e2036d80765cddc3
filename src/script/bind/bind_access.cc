// Checks of index, slice and field expressions.
#include <fmt/format.h>

#include "script/bind/expr_access.h"
#include "script/bind/expr_construct.h"

namespace whimbrel::script {

namespace {

/// |X| as the end of a slice that has none.
class SizeExpr final : public Expr {
 public:
  SizeExpr(ExprPtr of, Location where) : Expr(base_type(Tag::Count), where), of_(std::move(of)) {}
  Cell eval(Frame& frame) const override { return Cell::count(eval_word(frame)); }
  uint64_t eval_word(Frame& frame) const override {
    const Cell value = of_->eval(frame);
    if (value.tag() == Tag::Vector) return value.as<VectorObject>().cells.size();
    return value.tag() == Tag::String ? value.string().size() : 0;
  }
  void describe(Description& out) const override {
    out.add("sizeof ");
    of_->describe(out);
  }
  bool is_pure() const override { return of_->is_pure(); }
  void visit_parts(Visitor& visitor) const override { of_->visit(visitor); }
  int rank() const override { return kRankSize; }

 private:
  ExprPtr of_;
};

ExprPtr not_indexable(Binder& binder, const ExprPtr& container, std::vector<ExprPtr> index, const Location& where) {
  ExprPtr result = make<IndexExpr>(container, std::move(index), where);
  binder.reporter().error(*result, fmt::format("expression with type '{}' is not a type that can be indexed",
                                               name_of(container->type()->tag())));
  return result;
}

ExprPtr index_table(Binder& binder, const ExprPtr& container, std::vector<ExprPtr> index, const Location& where) {
  const TableType& table = *container->type()->as_table();
  const Tag only = index.size() == 1 ? index[0]->type()->tag() : Tag::Void;
  if (table.subnet_index() && only == Tag::Addr) return make<TableIndex>(container, std::move(index), where);
  if (table.pattern_index() && table.yield && only == Tag::String)
    return make<PatternIndex>(container, std::move(index), where);
  const Location& types_where = table.index->where ? table.index->where : table.where;
  if (!promote_each(binder, index, *table.index, types_where, where))
    return not_indexable(binder, container, std::move(index), where);
  return make<TableIndex>(container, std::move(index), where);
}

ExprPtr index_string(Binder& binder, const ExprPtr& container, std::vector<ExprPtr> index, const Location& where) {
  if (!promote_all(binder, index, base_type(Tag::Int)))
    return not_indexable(binder, container, std::move(index), where);
  return make<StringIndex>(container, std::move(index), where);
}

bool is_place(const Type& type) { return is_integral(type.tag()) || type.tag() == Tag::Bool; }

ExprPtr index_vector(Binder& binder, const ExprPtr& container, std::vector<ExprPtr> index, const Location& where) {
  if (index.size() == 2) return make<VectorSlice>(container, std::move(index), where);
  if (index.size() == 1) {
    const Type& type = *index[0]->type();
    const VectorType* places = type.as_vector();
    if (places && is_place(*places->yield)) return make<VectorSelect>(container, std::move(index), where);
    if (is_place(type)) return make<VectorIndex>(container, std::move(index), where);
  }
  return not_indexable(binder, container, std::move(index), where);
}

ExprPtr make_index(Binder& binder, const ExprPtr& container, std::vector<ExprPtr> index, const Location& where) {
  switch (container->type()->tag()) {
    case Tag::Table:
      return index_table(binder, container, std::move(index), where);
    case Tag::Vector:
      return index_vector(binder, container, std::move(index), where);
    case Tag::String:
      return index_string(binder, container, std::move(index), where);
    default:
      return not_indexable(binder, container, std::move(index), where);
  }
}

/// The place of the field in the record's type; -1, and reported with `expr`, if there is none.
int find_field(Binder& binder, const Expr& expr, const Expr& record, std::string_view name) {
  const RecordType* type = record.type()->as_record();
  if (!type) {
    binder.reporter().error(expr, "not a record");
    return -1;
  }
  const int place = type->index_of(name);
  if (place < 0) binder.reporter().error(expr, "no such field in record");
  return place;
}

}  // namespace

ExprPtr bind_index(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr container = binder.bind(*expr.kids[0]);
  std::vector<ExprPtr> index;
  for (size_t i = 1; i < expr.kids.size(); ++i) index.push_back(binder.bind(*expr.kids[i]));
  if (container->is_error() || any_error(index)) return make<IndexExpr>(container, std::move(index), expr.where);
  if (container->type()->tag() == Tag::String && index.size() != 1) {
    const ExprPtr result = make<IndexExpr>(container, std::move(index), expr.where);
    binder.reporter().error(*result, "invalid string index expression");
    return result;
  }
  return make_index(binder, container, std::move(index), expr.where);
}

ExprPtr bind_slice(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr container = binder.bind(*expr.kids[0]);
  const auto bound = [&](size_t kid) { return kid < expr.kids.size() ? expr.kids[kid].get() : nullptr; };
  const syntax::Expr *low = bound(1), *high = bound(2);
  std::vector<ExprPtr> bounds;
  bounds.push_back(low ? binder.bind(*low) : make_constant(Cell::count(0), base_type(Tag::Count), expr.where));
  bounds.push_back(high ? binder.bind(*high) : ExprPtr(make<SizeExpr>(container, expr.where)));
  if (container->is_error() || any_error(bounds)) return make<IndexExpr>(container, std::move(bounds), expr.where);

  if (!is_integral(bounds[0]->type()->tag()) || !is_integral(bounds[1]->type()->tag()))
    binder.reporter().error({expr.where.file, expr.where.last_line, expr.where.last_line},
                            "slice notation must have integral values as indexes");
  const Tag tag = container->type()->tag();
  if (tag == Tag::String || tag == Tag::Vector) return make_index(binder, container, std::move(bounds), expr.where);
  const ExprPtr result = make<IndexExpr>(container, std::move(bounds), expr.where);
  binder.reporter().error(*result, "slice notation indexing only supported for strings and vectors currently");
  return result;
}

void warn_if_field_deprecated(Binder& binder, const Expr& use, const RecordType& record, int field,
                              std::string_view mark) {
  const Field& of = record.fields[static_cast<size_t>(field)];
  const Attribute* deprecated = of.attributes ? of.attributes->find(AttributeKind::Deprecated) : nullptr;
  if (!deprecated || binder.ignores_deprecations()) return;
  std::string text = fmt::format("deprecated ({}{}{})", record.name(), mark, of.name);
  if (deprecated->value) text += ": " + text_of(binder.evaluate(*deprecated->value));
  binder.reporter().warning(use, text);
}

ExprPtr bind_field(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr record = binder.bind(*expr.kids[0]);
  const Ref<FieldExpr> result = make<FieldExpr>(record, expr.text, expr.where);
  if (record->is_error()) return result;
  const int place = find_field(binder, *result, *record, expr.text);
  if (place < 0) return result;
  const RecordType& type = *record->type()->as_record();
  result->set_field(place, type.fields[static_cast<size_t>(place)].type);
  warn_if_field_deprecated(binder, *result, type, place, "$");
  return result;
}

ExprPtr bind_has_field(Binder& binder, const syntax::Expr& expr) {
  const ExprPtr record = binder.bind(*expr.kids[0]);
  const Ref<HasFieldExpr> result = make<HasFieldExpr>(record, expr.text, expr.where);
  if (record->is_error()) return result;
  const int place = find_field(binder, *result, *record, expr.text);
  if (place < 0) return result;
  result->set_field(place);
  warn_if_field_deprecated(binder, *result, *record->type()->as_record(), place, "?$");
  return result;
}

}  // namespace whimbrel::script
