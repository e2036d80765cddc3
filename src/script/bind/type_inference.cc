// Which type a constructor has whose elements are all that is known of it.
#include <fmt/format.h>

#include "script/bind/expr_construct.h"
#include "script/bind/expr_convert.h"

namespace whimbrel::script {

namespace {

/// Of table(), set() or vector(), or with values of such types: another type may tell more.
bool is_vague(const Type& type) {
  if (is_unspecified(type)) return true;
  const TableType* table = type.as_table();
  if (table) return table->yield && is_vague(*table->yield);
  return type.as_vector() && is_vague(*type.as_vector()->yield);
}

bool is_settled(const Type& type, const Type& other) { return !is_vague(type) && same_type(type, other); }

TypePtr incompatible(Reporter& reporter, const Type& a, const Type& b, const std::string& why = "incompatible types") {
  reporter.error(a, b, why);
  return nullptr;
}

/// Messages about a type name the place of what it was made from.
template <class T>
Ref<T> placed(Ref<T> type, const Location& where) {
  type->where = where;
  return type;
}

/// The types of two lists, place by place. Null, and reported, if they do not go together.
Ref<ListType> merge_lists(Reporter& reporter, const Type& a, const std::vector<TypePtr>& a_types, const Type& b,
                          const std::vector<TypePtr>& b_types) {
  if (a_types.size() != b_types.size()) {
    incompatible(reporter, a, b, a.as_list() ? "different number of indices" : "incompatible types");
    return nullptr;
  }
  std::vector<TypePtr> merged;
  for (size_t i = 0; i < a_types.size(); ++i) {
    merged.push_back(merge_types(reporter, a_types[i], b_types[i]));
    if (!merged.back()) return nullptr;
  }
  return placed(make<ListType>(std::move(merged)), a.where);
}

TypePtr merge_tables(Reporter& reporter, const Type& a, const Type& b) {
  const TableType &one = *a.as_table(), &other = *b.as_table();
  Ref<ListType> index = merge_lists(reporter, a, one.index->types, b, other.index->types);
  if (!index) return nullptr;
  if (!one.yield != !other.yield) return incompatible(reporter, a, b);
  TypePtr yield;
  if (one.yield && !(yield = merge_types(reporter, one.yield, other.yield))) return nullptr;
  return placed(make<TableType>(std::move(index), std::move(yield)), a.where);
}

Ref<Attributes> optional_attribute(const Location& where) {
  const auto attributes = make<Attributes>();
  attributes->all.push_back({AttributeKind::Optional, nullptr, where});
  return attributes;
}

Ref<Attributes> merge_attributes(const Ref<Attributes>& a, const Ref<Attributes>& b) {
  if (!a || !b) return a ? a : b;
  const auto both = make<Attributes>(*a);
  for (const Attribute& attribute : b->all)
    if (!both->has(attribute.kind)) both->all.push_back(attribute);
  return both;
}

/// All fields of both; what only one of them has is optional.
TypePtr merge_records(Reporter& reporter, const Type& a, const Type& b) {
  const RecordType &one = *a.as_record(), &other = *b.as_record();
  std::vector<Field> merged;
  for (const Field& field : one.fields) {
    const int place = other.index_of(field.name);
    if (place < 0) {
      merged.push_back({field.name, field.type, optional_attribute(field.where), field.where});
      continue;
    }
    const Field& same = other.fields[static_cast<size_t>(place)];
    TypePtr type = merge_types(reporter, field.type, same.type);
    if (!type) {
      reporter.error(a, b, "incompatible record fields");
      return nullptr;
    }
    merged.push_back({field.name, std::move(type), merge_attributes(field.attributes, same.attributes), field.where});
  }
  for (const Field& field : other.fields)
    if (one.index_of(field.name) < 0)
      merged.push_back({field.name, field.type, optional_attribute(field.where), field.where});
  return placed(make<RecordType>(std::move(merged)), a.where);
}

/// A list of one type is that type.
TypePtr without_list(const TypePtr& type) {
  const ListType* list = type->as_list();
  return list && list->types.size() == 1 ? list->types[0] : type;
}

/// What a part of an index stands for: a set or a list for its elements, if these are of one type.
TypePtr collapsed(const TypePtr& type) {
  const ListType* list = type->is_set() ? type->as_table()->index.get() : type->as_list();
  if (!list || list->types.empty()) return type;
  for (const TypePtr& other : list->types)
    if (!same_type(*list->types[0], *other)) return type;
  return list->types[0];
}

Ref<ListType> index_type(const std::vector<ExprPtr>& parts, bool collapse_sets) {
  std::vector<TypePtr> types;
  for (const ExprPtr& part : parts)
    types.push_back(collapse_sets || part->type()->as_list() ? collapsed(part->type()) : part->type());
  return make<ListType>(std::move(types));
}

/// The type of a table, or of the index of a set, that has this element.
TypePtr type_of_element(Reporter& reporter, const Expr& element, bool collapse) {
  if (const auto* pair = dynamic_cast<const PairExpr*>(&element)) {
    if (pair->in_brackets)
      return placed(make<TableType>(index_type(pair->index, false), pair->value->type()), element.where());
    reporter.error(element, "bad initializer");
    return nullptr;
  }
  if (const auto* list = dynamic_cast<const ListExpr*>(&element)) {
    const Ref<ListType> types = placed(index_type(list->parts(), true), list->where());
    return without_list(types);
  }
  if (collapse && element.type()->is_set()) {
    const TypePtr index = element.type()->as_table()->index;
    return without_list(index);
  }
  return element.type();
}

}  // namespace

TypePtr merge_types(Reporter& reporter, const TypePtr& first, const TypePtr& second) {
  const TypePtr a = without_list(first), b = without_list(second);
  const Tag tag = a->tag();
  if (is_arithmetic(tag) && is_arithmetic(b->tag())) return base_type(max_arithmetic(tag, b->tag()));
  if (tag == b->tag() && is_unspecified(*a)) return b;
  if (tag == b->tag() && is_unspecified(*b)) return a;
  if (tag == Tag::Any || b->tag() == Tag::Any) return base_type(Tag::Any);
  if (tag != b->tag()) return incompatible(reporter, *a, *b);
  switch (tag) {
    case Tag::Enum:
      if (a->name() == b->name()) return a;
      reporter.error(*a, *b, fmt::format("incompatible enum types: '{}' and '{}'", a->name(), b->name()));
      return nullptr;
    case Tag::Table:
      return is_settled(*a, *b) ? a : merge_tables(reporter, *a, *b);
    case Tag::Record:
      return same_type(*a, *b) ? a : merge_records(reporter, *a, *b);
    case Tag::List:
      return merge_lists(reporter, *a, a->as_list()->types, *b, b->as_list()->types);
    default:
      return same_type(*a, *b) ? a : incompatible(reporter, *a, *b);
  }
}

TypePtr element_type(Reporter& reporter, const std::vector<ExprPtr>& elements, const Location& where) {
  TypePtr type = elements[0]->type();
  for (const ExprPtr& element : elements) {
    const Type& other = *element->type();
    if (is_arithmetic(type->tag()) && is_arithmetic(other.tag())) {
      type = base_type(max_arithmetic(type->tag(), other.tag()));
    } else if (type->tag() == other.tag() && (is_unspecified(*type) || is_unspecified(other))) {
      if (is_unspecified(*type)) type = element->type();
    } else if (other.tag() == Tag::Any) {
      type = element->type();
    } else if (!same_type(*type, other)) {
      reporter.error({where.file, where.last_line, where.last_line}, "inconsistent types in list");
      return nullptr;
    }
  }
  return type;
}

TypePtr container_type(Reporter& reporter, const std::vector<ExprPtr>& elements, bool collapse) {
  TypePtr type;
  for (const ExprPtr& element : elements) {
    const TypePtr other = type_of_element(reporter, *element, collapse);
    if (!other) return nullptr;
    if (!type)
      type = other;
    else if (!is_settled(*type, *other) && !(type = merge_types(reporter, type, other)))
      return nullptr;
  }
  const bool is_pair = dynamic_cast<const PairExpr*>(elements[0].get());
  if (is_pair && type->as_table() && type->as_table()->yield) return type;
  Ref<ListType> index = type->as_list() ? Ref<ListType>(type->as_list()) : make<ListType>(std::vector<TypePtr>{type});
  return make<TableType>(std::move(index), nullptr);
}

}  // namespace whimbrel::script
