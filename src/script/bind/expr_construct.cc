#include "script/bind/expr_construct.h"

#include "script/bind/expr_access.h"
#include "script/run/records.h"
#include "script/run/runtime.h"
#include "script/run/tables.h"

namespace whimbrel::script {

namespace {

Ref<ListType> types_of(const std::vector<ExprPtr>& parts) {
  std::vector<TypePtr> types;
  for (const ExprPtr& part : parts) types.push_back(part->type());
  return make<ListType>(std::move(types));
}

/// False if one of them has no value.
bool evaluate_all(Frame& frame, const std::vector<ExprPtr>& parts, std::vector<Cell>& values) {
  values.reserve(parts.size());
  for (const ExprPtr& part : parts) {
    values.push_back(part->eval(frame));
    if (!values.back().is_set()) return false;
  }
  return true;
}

}  // namespace

// -- lists and pairs

ListExpr::ListExpr(std::vector<ExprPtr> parts, Location where)
    : CheckedExpr(types_of(parts), where), parts_(std::move(parts)) {}

Cell ListExpr::eval(Frame& frame) const {
  std::vector<Cell> values;
  if (!evaluate_all(frame, parts_, values)) return {};
  return Cell(new ListObject(std::move(values)));
}

bool ListExpr::is_assignable(std::string* why_not) const {
  for (const ExprPtr& part : parts_) {
    if (part->symbol()) continue;
    if (why_not) *why_not = "can only assign to list of identifiers";
    return false;
  }
  return true;
}

void ListExpr::assign(Frame& frame, Cell value) const {
  if (!value.is_set()) return;
  if (value.tag() != Tag::List || value.as<ListObject>().cells.size() != parts_.size())
    frame.runtime.reporter.expression_error(*this, "mismatch in list lengths");
  const Cell list = value;
  for (size_t i = 0; i < parts_.size(); ++i) parts_[i]->assign(frame, list.as<ListObject>().cells[i]);
}

PairExpr::PairExpr(std::vector<ExprPtr> index_, ExprPtr value_, Location where)
    : CheckedExpr(base_type(Tag::Void), where), index(std::move(index_)), value(std::move(value_)) {
  if (any_error(index) || value->is_error()) fail();
}

void PairExpr::describe(Description& out) const {
  describe_parts(out, index);
  out.add(" = ");
  value->describe(out);
}

void PairExpr::visit_parts(Visitor& visitor) const {
  visit_all(visitor, index);
  value->visit(visitor);
}

// -- records

RecordExpr::RecordExpr(std::string type_name, std::vector<FieldValue> fields_, Location where)
    : CheckedExpr(base_type(Tag::Error), where), fields(std::move(fields_)), type_name_(std::move(type_name)) {}

Cell RecordExpr::eval(Frame& frame) const {
  const Ref<RecordType> type(static_cast<RecordType*>(type_.get()));
  Ref<RecordObject> record;
  if (type_name_.empty()) {
    record = make<RecordObject>(type);
    record->cells.resize(type->fields.size());
  } else {
    record = make_record(frame, type);
  }
  for (const FieldValue& field : fields) {
    Cell value = field.value->eval(frame);
    record->cells[static_cast<size_t>(field.place)] = std::move(value);
  }
  return record;
}

void RecordExpr::describe(Description& out) const {
  out.add(type_name_);
  out.add(type_name_.empty() ? "[" : "(");
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out.add(", ");
    if (!fields[i].name.empty()) out.add("$" + fields[i].name + "=");
    fields[i].value->describe(out);
  }
  out.add(type_name_.empty() ? "]" : ")");
}

bool RecordExpr::is_pure() const {
  for (const FieldValue& field : fields)
    if (!field.value->is_pure()) return false;
  return true;
}

void RecordExpr::visit_parts(Visitor& visitor) const {
  for (const FieldValue& field : fields) field.value->visit(visitor);
}

// -- tables, sets, vectors

ContainerExpr::ContainerExpr(Kind kind, std::vector<ExprPtr> elements_, Location where)
    : CheckedExpr(base_type(Tag::Error), where), elements(std::move(elements_)), kind_(kind) {}

Cell ContainerExpr::eval(Frame& frame) const { return kind_ == Kind::Vector ? make_vector(frame) : make_table(frame); }

Cell ContainerExpr::make_vector(Frame& frame) const {
  Ref<VectorObject> vector = make<VectorObject>(Ref<VectorType>(static_cast<VectorType*>(type_.get())));
  if (!evaluate_all(frame, elements, vector->cells)) return {};
  return vector;
}

namespace {

/// A default that is a function made on the spot belongs to this table: its captures are taken now, not at each
/// look-up.
Ref<Attributes> with_default_taken(Frame& frame, const Ref<Attributes>& attributes) {
  if (!attributes) return nullptr;
  for (size_t i = 0; i < attributes->all.size(); ++i) {
    const Attribute& attribute = attributes->all[i];
    const bool is_default = attribute.kind == AttributeKind::Default || attribute.kind == AttributeKind::DefaultInsert;
    if (!is_default || attribute.value->type()->tag() != Tag::Func || attribute.value->symbol()) continue;
    const auto taken = make<Attributes>(*attributes);
    taken->all[i].value = make_constant(attribute.value->eval(frame), attribute.value->type(), attribute.where);
    return taken;
  }
  return attributes;
}

}  // namespace

Cell ContainerExpr::make_table(Frame& frame) const {
  const Ref<TableType> type(static_cast<TableType*>(type_.get()));
  Ref<TableObject> table = make<TableObject>(type, with_default_taken(frame, attributes));
  const auto put = [&](std::vector<Cell> index, Cell value) {
    adopt_key_types(frame, *type, index);
    if (!table_put(frame, *table, index, std::move(value)))
      frame.runtime.reporter.expression_error(*this, "type clash in table assignment");
  };
  for (const ExprPtr& element : elements) {
    std::vector<Cell> index;
    if (kind_ == Kind::Table) {
      const auto& pair = static_cast<const PairExpr&>(*element);
      if (!evaluate_all(frame, pair.index, index)) return {};
      Cell value = pair.value->eval(frame);
      if (!value.is_set()) return {};
      put(std::move(index), std::move(value));
    } else {
      const Cell value = element->eval(frame);
      if (!value.is_set()) return {};
      put(index_parts(value), {});
    }
  }
  return table;
}

void ContainerExpr::describe(Description& out) const {
  static constexpr std::string_view kNames[] = {"table(", "set(", "vector("};
  out.add(kNames[static_cast<size_t>(kind_)]);
  describe_parts(out, elements);
  out.add(")");
}

}  // namespace whimbrel::script
