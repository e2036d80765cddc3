// Tables, sets and vectors; what values are made of.
#include "script/builtins/containers.h"

#include <algorithm>

#include "script/builtins/footprint.h"
#include "script/builtins/support.h"
#include "script/run/tables.h"

namespace whimbrel::script {

namespace {

// -- any table

Cell clear_table(BuiltinCall& call) {
  if (call.arguments[0].tag() == Tag::Table)
    table_clear(call.runtime, call.arguments[0].as<TableObject>());
  else
    builtin_error(call, "clear_table() requires a table/set argument");
  return {};
}

/// Null, and reported, if the first argument is no table that has values.
TableObject* table_argument(const BuiltinCall& call, const std::string& name) {
  const Cell& cell = call.arguments[0];
  if (cell.tag() == Tag::Table && cell.as<TableObject>().type->yield) return &cell.as<TableObject>();
  builtin_error(call, name + "() requires a table argument");
  return nullptr;
}

Cell table_keys(BuiltinCall& call) {
  TableObject* const table = table_argument(call, "table_keys");
  if (!table) return {};
  auto keys = make<TableObject>(make<TableType>(table->type->index, nullptr));
  TableObject::Walk walk(*table);
  while (const TableObject::Entry* const entry = walk.next()) keys->assign(entry->index, {});
  return keys;
}

Cell table_values(BuiltinCall& call) {
  TableObject* const table = table_argument(call, "table_values");
  if (!table) return {};
  auto values = make<VectorObject>(make<VectorType>(table->type->yield));
  TableObject::Walk walk(*table);
  while (const TableObject::Entry* const entry = walk.next()) values->cells.push_back(entry->value);
  return values;
}

// -- tables by subnet

/// Null, and reported, if the second argument has no subnets as index.
TableObject* subnet_table(const BuiltinCall& call, const std::string& name) {
  const Cell& cell = call.arguments[1];
  if (cell.tag() == Tag::Table && cell.as<TableObject>().type->subnet_index()) return &cell.as<TableObject>();
  plain_error(call, name + " needs to be called on a set[subnet]/table[subnet].");
  return nullptr;
}

/// Those that contain the subnet in the first argument, the longest prefix first.
std::vector<TableObject::Entry*> containing(const BuiltinCall& call, TableObject& table) {
  std::vector<TableObject::Entry*> entries = table.matching_prefixes(call.arguments[0]);
  std::ranges::stable_sort(entries, std::greater(), [](const TableObject::Entry* entry) {
    return entry->index[0].as<SubnetObject>().subnet.bits;
  });
  return entries;
}

Cell matching_subnets(BuiltinCall& call) {
  TableObject* const table = subnet_table(call, "matching_subnets");
  if (!table) return {};
  auto subnets = result_vector(call, "subnet_vec");
  for (const TableObject::Entry* const entry : containing(call, *table)) subnets->cells.push_back(entry->index[0]);
  return subnets;
}

Cell filter_subnet_table(BuiltinCall& call) {
  TableObject* const table = subnet_table(call, "filter_subnet_table");
  if (!table) return {};
  auto result = make<TableObject>(table->type);
  for (const TableObject::Entry* const entry : containing(call, *table)) result->assign(entry->index, entry->value);
  return result;
}

Cell check_subnet(BuiltinCall& call) {
  TableObject* const table = subnet_table(call, "check_subnet");
  if (!table) return {};
  return Cell::boolean(table->find(call.arguments.first(1)) != nullptr);
}

// -- vectors

Cell resize(BuiltinCall& call) {
  if (call.arguments[0].tag() != Tag::Vector) {
    builtin_error(call, "resize() operates on vectors");
    return {};
  }
  auto& vector = call.arguments[0].as<VectorObject>();
  const size_t size = vector.cells.size();
  vector.cells.resize(call.arguments[1].as_count());
  if (vector.watched) call.runtime.modified(&vector);
  return Cell::count(size);
}

const VectorObject* vector_of_bool(const BuiltinCall& call, const std::string& name) {
  const Cell& cell = call.arguments[0];
  if (cell.tag() == Tag::Vector && cell.as<VectorObject>().type->yield->tag() == Tag::Bool)
    return &cell.as<VectorObject>();
  builtin_error(call, name + "() requires vector of bool");
  return nullptr;
}

bool is_true(const Cell& cell) { return cell.is_set() && cell.as_bool(); }

Cell all_set(BuiltinCall& call) {
  const VectorObject* const vector = vector_of_bool(call, "all_set");
  return Cell::boolean(vector && std::ranges::all_of(vector->cells, is_true));
}

Cell any_set(BuiltinCall& call) {
  const VectorObject* const vector = vector_of_bool(call, "any_set");
  return Cell::boolean(vector && std::ranges::any_of(vector->cells, is_true));
}

// -- any value

Cell same_object(BuiltinCall& call) {
  const Cell &a = call.arguments[0], &b = call.arguments[1];
  if (a.tag() != b.tag()) return Cell::boolean(false);
  if (a.is_object()) return Cell::boolean(a.object() == b.object());
  return Cell::boolean(a.word() == b.word() && a.enum_value() == b.enum_value());
}

Cell val_footprint(BuiltinCall& call) { return Cell::count(footprint(call.arguments[0])); }

Cell global_container_footprints(BuiltinCall& call) {
  auto sizes = make<TableObject>(Ref<TableType>(named_type(call.runtime, "var_sizes")->as_table()));
  for (const auto& [name, symbol] : call.runtime.symbols.all())
    if (is_aggregate(symbol->value.tag())) sizes->assign({string_cell(name)}, Cell::count(footprint(symbol->value)));
  return sizes;
}

}  // namespace

void add_container_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("clear_table(v: any): any", with_one_argument<clear_table>);
  registry.add("table_keys(t: any): any", with_one_argument<table_keys>);
  registry.add("table_values(t: any): any", with_one_argument<table_values>);
  registry.add("matching_subnets(search: subnet, t: any): subnet_vec", matching_subnets);
  registry.add("filter_subnet_table(search: subnet, t: any): any", filter_subnet_table);
  registry.add("check_subnet(search: subnet, t: any): bool", check_subnet);
  registry.add("resize(aggr: any, newsize: count): count", resize);
  registry.add("all_set(v: any): bool", with_one_argument<all_set>);
  registry.add("any_set(v: any): bool", with_one_argument<any_set>);
  registry.add("same_object(o1: any, o2: any): bool", same_object);
  registry.add("val_footprint(v: any): count", with_one_argument<val_footprint>);
  registry.add("global_container_footprints(): var_sizes", global_container_footprints);
  add_sort_builtins(registry);
}

}  // namespace whimbrel::script
