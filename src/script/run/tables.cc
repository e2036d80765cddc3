#include "script/run/tables.h"

#include <algorithm>
#include <cmath>

#include "script/model/attributes.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/run/birthplaces.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

using Entry = TableObject::Entry;

// -- looking up

bool is_prefix_lookup(const TableObject& table, std::span<const Cell> index) {
  return index.size() == 1 && (index[0].tag() == Tag::Addr || index[0].tag() == Tag::Subnet) &&
         table.type->subnet_index();
}

bool is_pattern_lookup(const TableObject& table, std::span<const Cell> index) {
  return index.size() == 1 && index[0].tag() == Tag::String && table.type->pattern_index();
}

Entry* find_entry(TableObject& table, std::span<const Cell> index) {
  return is_prefix_lookup(table, index) ? table.find_prefix(index[0]) : table.find(index);
}

void note_reading(Runtime& runtime, TableObject& table, Entry& entry) {
  if (!has(table.attributes, AttributeKind::ReadExpire)) return;
  entry.accessed = access_time(runtime);
  start_expiry(runtime, table);
}

bool matches(const Entry& entry, const std::string& text) {
  return entry.index[0].as<PatternObject>().matches_exactly(text);
}

// t["text"] of a table of patterns: the values of all that match.
Cell matching_values(TableObject& table, const std::string& text) {
  auto values = make<VectorObject>(make<VectorType>(table.type->yield));
  TableObject::Walk walk(table);
  while (const Entry* entry = walk.next())
    if (matches(*entry, text)) values->cells.push_back(entry->value);
  return values;
}

bool matches_any(TableObject& table, const std::string& text) {
  TableObject::Walk walk(table);
  while (const Entry* entry = walk.next())
    if (matches(*entry, text)) return true;
  return false;
}

// -- defaults

const Attribute* default_of(const TableObject& table) {
  if (!table.attributes) return nullptr;
  for (const Attribute& attribute : table.attributes->all)
    if (attribute.kind == AttributeKind::Default || attribute.kind == AttributeKind::DefaultInsert) return &attribute;
  return nullptr;
}

Reporter::Subject subject_of(Runtime& runtime, TableObject& table) {
  const Cell cell(&table);
  return {runtime.state<Birthplaces>().of(cell), text_of(cell, Description::Style::Short)};
}

// Is it called with the index, rather than being the value itself?
bool is_default_function(const TableObject& table, const Cell& value) {
  return value.tag() == Tag::Func && !same_type(*value.as<FuncObject>().function->type, *table.type->yield);
}

Cell fresh_default(Runtime& runtime, TableObject& table, const Attribute& attribute) {
  const Cell& value = table.default_value;
  if (!value.is_object() || attribute.value->is_constant()) return value;
  Cell copy = deep_copy(value);
  if (!copy.is_set()) runtime.reporter.error(subject_of(runtime, table), "&default value for table is not clone-able");
  return copy;
}

Cell called_default(Frame& frame, TableObject& table, std::span<const Cell> index) {
  Runtime& runtime = frame.runtime;
  const Cell function = table.default_value;
  Cell result = runtime.call_safely(function.as<FuncObject>(), {index.begin(), index.end()}, &frame);
  if (!result.is_set()) runtime.reporter.error(subject_of(runtime, table), "no value returned from &default function");
  return result;
}

Cell default_value(Frame& frame, TableObject& table, std::span<const Cell> index) {
  const Attribute* const attribute = default_of(table);
  if (!attribute || !table.type->yield) return {};
  Runtime& runtime = frame.runtime;
  if (!table.default_value.is_set()) table.default_value = attribute->value->eval(runtime.top_frame());
  Cell result = is_default_function(table, table.default_value) ? called_default(frame, table, index)
                                                                : fresh_default(runtime, table, *attribute);
  if (attribute->kind == AttributeKind::DefaultInsert && result.is_set()) table_put(frame, table, index, result);
  return result;
}

// -- changes

bool is_in_store(const TableObject& table) {
  return has(table.attributes, AttributeKind::BrokerStore) || has(table.attributes, AttributeKind::Backend);
}

void tell_store(Runtime& runtime, TableObject& table, Change change, std::span<const Cell> index, const Cell& value) {
  if (runtime.on_store_change && !runtime.mutes_stores && is_in_store(table))
    runtime.on_store_change(table, change, index, value);
}

Cell change_constant(Runtime& runtime, Change change) {
  constexpr std::string_view kNames[] = {"TABLE_ELEMENT_NEW", "TABLE_ELEMENT_CHANGED", "TABLE_ELEMENT_REMOVED",
                                         "TABLE_ELEMENT_EXPIRED"};
  return runtime.value_of(kNames[static_cast<size_t>(change)]);
}

std::string index_text(std::span<const Cell> index) {
  std::string text;
  for (const Cell& cell : index) text += (text.empty() ? "" : ", ") + text_of(cell, Description::Style::Short);
  return text;
}

void report_no_key(Runtime& runtime, const TableObject& table, std::span<const Cell> index) {
  const Location where = index.size() == 1 ? runtime.state<Birthplaces>().of(index[0]) : Location{};
  runtime.reporter.error(Reporter::Subject(where, index_text(index)), Reporter::Subject(*table.type->index),
                         "index type doesn't match table");
}

// What else there is to do after an element of a table with attributes has been assigned.
void after_assignment(Runtime& runtime, TableObject& table, const TableObject::Assigned& assigned) {
  start_expiry(runtime, table);
  const Change change = assigned.is_new ? Change::New : Change::Changed;
  // The entry may be gone after the first of these.
  const std::vector<Cell> index(assigned.entry->index.begin(), assigned.entry->index.end());
  const Cell value = assigned.entry->value;
  tell_store(runtime, table, change, index, value);
  report_change(runtime, table, change, index, assigned.is_new ? value : assigned.old_value);
}

}  // namespace

double access_time(const Runtime& runtime) { return std::floor(runtime.network_time()); }

Cell table_get(Frame& frame, TableObject& table, std::span<const Cell> index) {
  if (is_pattern_lookup(table, index)) return matching_values(table, index[0].string());
  Entry* const entry = find_entry(table, index);
  if (!table.attributes) return entry ? entry->value : Cell();
  if (!entry) return default_value(frame, table, index);
  note_reading(frame.runtime, table, *entry);
  return entry->value;
}

bool table_contains(Frame& frame, TableObject& table, std::span<const Cell> index) {
  if (is_pattern_lookup(table, index)) return matches_any(table, index[0].string());
  Entry* const entry = find_entry(table, index);
  if (entry && table.attributes) note_reading(frame.runtime, table, *entry);
  return entry != nullptr;
}

bool table_put(Frame& frame, TableObject& table, std::span<const Cell> index, const Cell& value, bool* invalidated) {
  Runtime& runtime = frame.runtime;
  const TableObject::Assigned assigned = table.assign(index, value);
  if (!assigned.entry) {
    report_no_key(runtime, table, index);
    return false;
  }
  if (assigned.is_new || !has(table.attributes, AttributeKind::CreateExpire))
    assigned.entry->accessed = access_time(runtime);
  if (invalidated && assigned.is_new && table.is_walked()) *invalidated = true;
  if (table.watched) runtime.modified(&table);
  if (table.attributes) after_assignment(runtime, table, assigned);
  return true;
}

bool table_erase(Frame& frame, TableObject& table, std::span<const Cell> index, bool* invalidated) {
  Runtime& runtime = frame.runtime;
  if (invalidated && table.is_walked()) *invalidated = table.find(index) != nullptr;
  TableObject::Gone gone;
  if (!table.erase(index, table.attributes ? &gone : nullptr)) return false;
  if (table.watched) runtime.modified(&table);
  if (!table.attributes) return true;
  tell_store(runtime, table, Change::Removed, gone.index, {});
  report_change(runtime, table, Change::Removed, gone.index, gone.value);
  return true;
}

void table_clear(Runtime& runtime, TableObject& table) {
  table.clear();
  table.expiry_place = 0;
  if (table.watched) runtime.modified(&table);
}

void report_change(Runtime& runtime, TableObject& table, Change change, std::span<const Cell> index,
                   const Cell& value) {
  const Attribute* const attribute = table.attributes ? table.attributes->find(AttributeKind::OnChange) : nullptr;
  if (!attribute || !attribute->value || !table.reports_changes) return;
  if (table.type->yield && !value.is_set()) return;
  const Ref<TableObject> keep(&table);
  table.reports_changes = false;
  try {
    const Cell function = attribute->value->eval(runtime.top_frame());
    if (function.tag() == Tag::Func) {
      std::vector<Cell> arguments{Cell(&table), change_constant(runtime, change)};
      arguments.insert(arguments.end(), index.begin(), index.end());
      if (table.type->yield) arguments.push_back(value);
      runtime.call(function.as<FuncObject>(), std::move(arguments), nullptr);
    }
  } catch (const Interrupt&) {
    // Reported.
  }
  table.reports_changes = true;
}

std::vector<Cell> index_parts(const Cell& index) {
  if (index.tag() == Tag::List) return index.as<ListObject>().cells;
  return {index};
}

}  // namespace whimbrel::script
