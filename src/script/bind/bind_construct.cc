// Checks of constructors: [..], record(..), table(..), set(..), vector(..), and those by the name of a type.
#include <fmt/format.h>

#include "script/bind/expr_access.h"
#include "script/bind/expr_construct.h"

namespace whimbrel::script {

namespace {

using Kind = ContainerExpr::Kind;

/// A value, of which the type may be known: brace lists want to know it.
ExprPtr bind_value(Binder& binder, const syntax::Expr& expr, const TypePtr& wanted) {
  return expr.kind == syntax::Expr::Braces ? binder.bind_initialiser(expr, wanted, nullptr) : binder.bind(expr);
}

ExprPtr bind_pair(Binder& binder, const syntax::Expr& expr, const TypePtr& yield) {
  const syntax::Expr& left = *expr.kids[0];
  std::vector<ExprPtr> index;
  const bool in_brackets = left.kind == syntax::Expr::List;
  if (in_brackets) {
    for (const syntax::ExprPtr& part : left.kids) index.push_back(binder.bind(*part));
  } else {
    index.push_back(binder.bind(left));
  }
  Ref<PairExpr> pair = make<PairExpr>(std::move(index), bind_value(binder, *expr.kids[1], yield), expr.where);
  pair->in_brackets = in_brackets;
  return pair;
}

TypePtr unspecified_type(Kind kind, const Location& where) {
  if (kind == Kind::Vector) {
    Ref<VectorType> type = make<VectorType>(base_type(Tag::Void));
    type->unspecified = true;
    type->where = where;
    return type;
  }
  TypePtr yield = kind == Kind::Table ? base_type(Tag::Any) : nullptr;
  Ref<TableType> type = make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(Tag::Any)}), yield);
  type->unspecified = true;
  type->where = where;
  return type;
}

/// The type that follows from the elements; null, and reported, if there is none.
TypePtr inferred_type(Binder& binder, const ContainerExpr& container) {
  const Location& where = container.where();
  if (container.elements.empty()) return unspecified_type(container.kind(), where);
  if (container.kind() == Kind::Vector) {
    const TypePtr element = element_type(binder.reporter(), container.elements, where);
    if (!element) return nullptr;
    const Ref<VectorType> type = make<VectorType>(element);
    type->where = where;
    return type;
  }
  const TypePtr type = container_type(binder.reporter(), container.elements, false);
  if (!type) return nullptr;
  const bool is_table = container.kind() == Kind::Table;
  if (is_table == type->is_set()) {
    const std::string_view name = is_table ? "table" : "set";
    binder.reporter().error(container, fmt::format("values in {}(...) constructor do not specify a {}", name, name));
    return nullptr;
  }
  type->where = type->as_table()->index->where = where;
  return type;
}

// Each of these fits the elements to the type of the container. False, and reported, if they do not.

bool fit_pair(Binder& binder, PairExpr& pair, const TableType& type) {
  const std::vector<TypePtr>& types = type.index->types;
  if (pair.index.size() == types.size()) {
    for (size_t i = 0; i < types.size(); ++i) {
      ExprPtr promoted = binder.promote(pair.index[i], types[i]);
      if (!promoted) return false;
      pair.index[i] = std::move(promoted);
    }
  }
  ExprPtr promoted = binder.promote(pair.value, type.yield);
  if (!promoted) return false;
  pair.value = std::move(promoted);
  return pair.index.size() == types.size();
}

bool fit_table(Binder& binder, ContainerExpr& table) {
  const TableType& type = *table.type()->as_table();
  for (const ExprPtr& element : table.elements) {
    auto* pair = dynamic_cast<PairExpr*>(element.get());
    if (!pair) {
      binder.reporter().error(*element, "illegal table constructor element");
      return false;
    }
    if (fit_pair(binder, *pair, type)) continue;
    binder.reporter().error(table, "inconsistent types in table constructor");
    return false;
  }
  return true;
}

bool fit_set(Binder& binder, ContainerExpr& set) {
  const TableType& type = *set.type()->as_table();
  if (type.index->types.size() == 1) {
    for (ExprPtr& element : set.elements) {
      const auto* list = dynamic_cast<const ListExpr*>(element.get());
      if (list && list->parts().size() == 1) element = list->parts()[0];
    }
    if (promote_all(binder, set.elements, type.index->types[0])) return true;
    binder.reporter().error(set, "inconsistent type in set constructor");
    return false;
  }
  for (ExprPtr& element : set.elements) {
    const auto* list = dynamic_cast<const ListExpr*>(element.get());
    std::vector<ExprPtr> parts = list ? list->parts() : std::vector<ExprPtr>();
    if (!list ||
        !promote_each(binder, parts, *type.index, type.index->where ? type.index->where : type.where, list->where())) {
      binder.reporter().error(set, "inconsistent types in set constructor");
      return false;
    }
    element = make<ListExpr>(std::move(parts), element->where());
  }
  return true;
}

bool fit_vector(Binder& binder, ContainerExpr& vector) {
  const TypePtr& yield = vector.type()->as_vector()->yield;
  if (vector.type()->as_vector()->unspecified || promote_all(binder, vector.elements, yield)) return true;
  binder.reporter().error(vector, "inconsistent types in vector constructor");
  return false;
}

bool fit(Binder& binder, ContainerExpr& container) {
  switch (container.kind()) {
    case Kind::Table:
      return fit_table(binder, container);
    case Kind::Set:
      return fit_set(binder, container);
    default:
      return fit_vector(binder, container);
  }
}

ExprPtr bind_container(Binder& binder, const syntax::Expr& expr, Kind kind) {
  const Ref<ContainerExpr> result = make_container(binder, kind, bind_elements(binder, expr.kids), nullptr, expr.where);
  if (!expr.attributes.empty() && !result->is_error())
    result->attributes = binder.bind_attributes(expr.attributes, result->type(), false, false, expr.where);
  return result;
}

/// The fields of a constructor of that type, or of none. What stands among them and is no field has no name.
std::vector<RecordExpr::FieldValue> bind_fields(Binder& binder, const RecordType* type,
                                                const std::vector<syntax::ExprPtr>& kids, size_t first) {
  std::vector<RecordExpr::FieldValue> fields;
  for (size_t i = first; i < kids.size(); ++i) {
    const syntax::Expr& kid = *kids[i];
    if (kid.kind != syntax::Expr::FieldValue) {
      fields.push_back({"", binder.bind(kid), kid.where});
      continue;
    }
    const int place = type ? type->index_of(kid.text) : -1;
    const TypePtr wanted = place >= 0 ? type->fields[static_cast<size_t>(place)].type : nullptr;
    fields.push_back({kid.text, bind_value(binder, *kid.kids[0], wanted), kid.where});
  }
  return fields;
}

bool has_error(const RecordExpr& record) {
  for (const RecordExpr::FieldValue& field : record.fields)
    if (field.value->is_error()) return true;
  return false;
}

Reporter::Subject subject_of(const RecordExpr::FieldValue& field) {
  return {field.where, "$" + field.name + "=" + field.value->text()};
}

/// True, and reported, if that is no field at all.
bool is_stranger(Binder& binder, const RecordExpr& record, const RecordExpr::FieldValue& field) {
  if (!field.name.empty()) return false;
  binder.reporter().error(record, *field.value, "bad type in record constructor");
  return true;
}

/// Finds the places of the fields in the type, and fits their values. False, and reported, if some do not.
bool fit_fields(Binder& binder, RecordExpr& record, const RecordType& type) {
  bool good = true;
  for (RecordExpr::FieldValue& field : record.fields) {
    if (is_stranger(binder, record, field)) {
      good = false;
      continue;
    }
    field.place = type.index_of(field.name);
    if (field.place < 0) {
      binder.reporter().error(record, subject_of(field), "no such field in record");
      good = false;
      continue;
    }
    ExprPtr promoted = binder.promote(field.value, type.fields[static_cast<size_t>(field.place)].type);
    if (promoted)
      field.value = std::move(promoted);
    else
      good = false;
  }
  return good;
}

/// Fields that must be given: neither optional nor with a default, nor made empty by themselves.
bool check_missing_fields(Binder& binder, const RecordExpr& record, const RecordType& type) {
  bool good = true;
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const Field& field = type.fields[i];
    const auto is_given = [&] {
      for (const RecordExpr::FieldValue& given : record.fields)
        if (given.place == static_cast<int>(i)) return true;
      return false;
    };
    if (is_given()) {
      warn_if_field_deprecated(binder, record, type, static_cast<int>(i), "$");
      continue;
    }
    if (is_aggregate(field.type->tag()) || has(field.attributes, AttributeKind::Optional) ||
        has(field.attributes, AttributeKind::Default))
      continue;
    binder.reporter().error(record, fmt::format("mandatory field \"{}\" missing", field.name));
    good = false;
  }
  return good;
}

}  // namespace

std::vector<ExprPtr> bind_elements(Binder& binder, const std::vector<syntax::ExprPtr>& kids, size_t first,
                                   const TypePtr& wanted) {
  const TypePtr yield = wanted && wanted->as_table() ? wanted->as_table()->yield : nullptr;
  std::vector<ExprPtr> elements;
  for (size_t i = first; i < kids.size(); ++i) {
    const syntax::Expr& kid = *kids[i];
    const bool is_pair = kid.kind == syntax::Expr::Binary && kid.op == syntax::Operator::Assign;
    elements.push_back(is_pair ? bind_pair(binder, kid, yield) : binder.bind(kid));
  }
  return elements;
}

Ref<ContainerExpr> make_container(Binder& binder, Kind kind, std::vector<ExprPtr> elements, const TypePtr& wanted,
                                  const Location& where) {
  Ref<ContainerExpr> result = make<ContainerExpr>(kind, std::move(elements), where);
  if (any_error(result->elements)) return result;
  const TypePtr type = wanted ? wanted : inferred_type(binder, *result);
  if (!type) return result;
  if (kind != Kind::Vector && !type->as_table()->unspecified &&
      !expand_elements(binder, result->elements, *type->as_table()))
    return result;
  result->set_type(type);
  if (!fit(binder, *result)) result->fail();
  return result;
}

ExprPtr make_record_expr(Binder& binder, const Ref<RecordType>& type, const std::vector<syntax::ExprPtr>& kids,
                         size_t first, const Location& where) {
  std::vector<RecordExpr::FieldValue> fields = bind_fields(binder, type.get(), kids, first);
  const Ref<RecordExpr> result = make<RecordExpr>(type->name(), std::move(fields), where);
  if (has_error(*result)) return result;
  if (fit_fields(binder, *result, *type) && check_missing_fields(binder, *result, *type)) result->set_type(type);
  return result;
}

ExprPtr adapt_set(Binder& binder, const Expr& expr, const TypePtr& wanted) {
  const auto* set = dynamic_cast<const ContainerExpr*>(&expr);
  if (!set || set->kind() != Kind::Set || !wanted->is_set()) return nullptr;
  const Ref<ContainerExpr> result = make_container(binder, Kind::Set, set->elements, wanted, set->where());
  result->attributes = set->attributes;
  result->from_braces = true;
  return result;
}

bool is_misfit(const Expr& expr) {
  const auto* container = dynamic_cast<const ContainerExpr*>(&expr);
  return container && container->is_error() && container->from_braces;
}

bool promote_all(Binder& binder, std::vector<ExprPtr>& elements, const TypePtr& to) {
  if (to->tag() == Tag::Any) return true;
  for (ExprPtr& element : elements) {
    ExprPtr promoted = binder.promote(element, to);
    if (!promoted) {
      binder.reporter().error(*element, *to, "type mismatch");
      return false;
    }
    element = std::move(promoted);
  }
  return true;
}

bool promote_each(Binder& binder, std::vector<ExprPtr>& parts, const ListType& types, const Location& types_where,
                  const Location& where) {
  if (types.types.size() == 1 && types.types[0]->tag() == Tag::Any) return true;
  if (parts.size() != types.types.size()) {
    Description text(Description::Style::Short);
    describe_parts(text, parts);
    binder.reporter().error(Reporter::Subject(types_where, text_of(types)), Reporter::Subject(where, text.take()),
                            "indexing mismatch");
    return false;
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    ExprPtr promoted = binder.promote(parts[i], types.types[i]);
    if (!promoted) {
      binder.reporter().error(*parts[i], *types.types[i], "type mismatch");
      return false;
    }
    parts[i] = std::move(promoted);
  }
  return true;
}

ExprPtr bind_list(Binder& binder, const syntax::Expr& expr) {
  std::vector<ExprPtr> parts;
  for (const syntax::ExprPtr& kid : expr.kids) parts.push_back(binder.bind(*kid));
  const bool good = !any_error(parts);
  const Ref<ListExpr> result = make<ListExpr>(std::move(parts), expr.where);
  if (!good) result->fail();
  return result;
}

ExprPtr bind_record(Binder& binder, const syntax::Expr& expr) {
  const Ref<RecordExpr> result = make<RecordExpr>("", bind_fields(binder, nullptr, expr.kids, 0), expr.where);
  if (has_error(*result)) return result;
  bool good = true;
  std::vector<Field> fields;
  for (RecordExpr::FieldValue& field : result->fields) {
    if (is_stranger(binder, *result, field)) good = false;
    field.place = static_cast<int>(fields.size());
    fields.push_back({field.name, field.value->type(), nullptr, field.where});
  }
  if (!good) return result;
  const Ref<RecordType> type = make<RecordType>(std::move(fields));
  type->where = expr.where;
  result->set_type(type);
  return result;
}

ExprPtr bind_table(Binder& binder, const syntax::Expr& expr) { return bind_container(binder, expr, Kind::Table); }
ExprPtr bind_set(Binder& binder, const syntax::Expr& expr) { return bind_container(binder, expr, Kind::Set); }
ExprPtr bind_vector(Binder& binder, const syntax::Expr& expr) { return bind_container(binder, expr, Kind::Vector); }

}  // namespace whimbrel::script
