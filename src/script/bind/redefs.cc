// redef of types: enums and records get more members, fields are logged or not.
#include "script/bind/redefs.h"

#include <algorithm>
#include <set>

#include "script/bind/declarations.h"
#include "script/bind/locals.h"
#include "script/bind/types.h"
#include "script/model/table.h"
#include "script/run/records.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

void set_logged(Field& field, bool logged, const Location& where) {
  // Attributes may be shared with a field of another record.
  auto attributes = make<Attributes>();
  if (field.attributes) attributes->all = field.attributes->all;
  std::erase_if(attributes->all, [](const Attribute& other) { return other.kind == AttributeKind::Log; });
  if (logged) attributes->all.push_back({AttributeKind::Log, nullptr, where});
  field.attributes = attributes->all.empty() ? nullptr : attributes;
}

bool contains_record(const Type& type, const RecordType& record) {
  if (&type == &record) return true;
  if (const RecordType* other = type.as_record()) {
    for (const Field& field : other->fields)
      if (contains_record(*field.type, record)) return true;
  } else if (const TableType* table = type.as_table()) {
    for (const TypePtr& part : table->index->types)
      if (contains_record(*part, record)) return true;
  } else if (const VectorType* vector = type.as_vector()) {
    return contains_record(*vector->yield, record);
  }
  return false;
}

/// What there is of the record already, wherever it is in the values of globals, gets the new fields; tables that have
/// it in their index are hashed anew.
class Extender {
 public:
  Extender(Frame& frame, const RecordType& record) : frame_(frame), record_(record) {}

  void look(const Cell& cell) {
    if (!is_aggregate(cell.tag()) || !seen_.insert(cell.object()).second) return;
    if (cell.tag() == Tag::Table) return look_into(cell.as<TableObject>());
    if (cell.tag() == Tag::Record && cell.as<RecordObject>().type.get() == &record_) extend(cell.as<RecordObject>());
    const std::vector<Cell>& cells =
        cell.tag() == Tag::Record ? cell.as<RecordObject>().cells : cell.as<VectorObject>().cells;
    for (const Cell& inner : cells) look(inner);
  }

 private:
  void extend(RecordObject& record) {
    try {
      script::extend_record(frame_, record);
    } catch (const Interrupt&) {
      // A default that cannot be evaluated yet: tried again when the field is read.
    }
  }

  void look_into(TableObject& table) {
    {
      TableObject::Walk walk(table);
      while (const TableObject::Entry* entry = walk.next()) {
        for (const Cell& part : entry->index) look(part);
        look(entry->value);
      }
    }
    for (const TypePtr& part : table.type->index->types)
      if (contains_record(*part, record_)) return table.rehash();
  }

  Frame& frame_;
  const RecordType& record_;
  std::set<const Object*> seen_;
};

}  // namespace

void log_all_fields(RecordType& record) {
  for (Field& field : record.fields) set_logged(field, true, field.where);
}

void Binder::extend_enum(const syntax::Declaration& declaration) {
  const Location where = name_place(declaration);
  Symbol* symbol = lookup(declaration.name, where);
  if (!symbol || !symbol->is_type) fatal(where, "unknown enum identifier \"" + declaration.name + "\"");
  const auto known = declared_types_.find(symbol->name);
  EnumType* type = known != declared_types_.end() ? known->second->as_enum() : symbol->type->as_enum();
  if (!type)
    return fatal(where, "identifier \"" + declaration.name + "\" has type \"" +
                            std::string(name_of(symbol->type->tag())) + "\", expected \"enum\"");
  add_enumerators(*this, *type, declaration.enumerators);
}

void Binder::extend_record(const syntax::Declaration& declaration) {
  const Location where = name_place(declaration);
  Symbol* symbol = lookup(declaration.name, where);
  if (!symbol || !symbol->is_type) return error(where, "unknown record identifier \"" + declaration.name + "\"");
  const auto known = declared_types_.find(symbol->name);
  RecordType* record = known != declared_types_.end() ? known->second->as_record() : symbol->type->as_record();
  if (!record)
    return fatal(where, "identifier \"" + declaration.name + "\" has type \"" +
                            std::string(name_of(symbol->type->tag())) + "\", expected \"record\"");
  const Ref<RecordType> more = bind_fields(*this, declaration.fields);
  for (const Field& field : more->fields)
    if (!has(field.attributes, AttributeKind::Default) && !has(field.attributes, AttributeKind::Optional))
      return fail_symbol(*this, *symbol, "extension field must be &optional or have &default");

  const bool logs = std::any_of(declaration.attributes.begin(), declaration.attributes.end(),
                                [](const auto& attribute) { return attribute.kind == AttributeKind::Log; });
  for (Field& field : more->fields) {
    if (record->index_of(field.name) >= 0) {
      complain_of_duplicate(*this, field);
      continue;
    }
    if (logs) set_logged(field, true, declaration.where);
    record->fields.push_back(field);
  }
  record->prepared = nullptr;
  Extender extender(runtime_.top_frame(), *record);
  for (const auto& [name, other] : runtime_.symbols.all()) extender.look(other->value);
}

void Binder::change_field_log(const syntax::Declaration& declaration) {
  const Location where = name_place(declaration);
  Symbol* symbol = lookup(declaration.name, where);
  if (!symbol || !symbol->is_type) return fatal(where, "unknown record identifier \"" + declaration.name + "\"");
  RecordType* record = symbol->type->as_record();
  if (!record)
    return fatal(where, "identifier \"" + declaration.name + "\" has type \"" +
                            std::string(name_of(symbol->type->tag())) + "\", expected \"record\"");
  const int place = record->index_of(declaration.field);
  if (place < 0) return fatal(where, "field \"" + declaration.field + "\" not in record \"" + declaration.name + "\"");
  for (const syntax::Attribute& attribute : declaration.attributes)
    if (attribute.kind != AttributeKind::Log)
      return fatal(where, "Can only redef \"&log\" attributes of record fields");
  Field& field = record->fields[static_cast<size_t>(place)];
  const bool adds = declaration.op == syntax::Operator::AddAssign;
  if (adds) bind_attributes(declaration.attributes, field.type, false, true, where);  // can it be logged?
  set_logged(field, adds, declaration.where);
}

}  // namespace whimbrel::script
