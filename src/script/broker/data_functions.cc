#include "script/broker/data_functions.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/broker/data_access.h"
#include "script/broker/opaque_forms.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

// Names of kinds in messages about accesses (the reference calls a set a table, too), and the constants of
// Broker::DataType, both by Kind.
constexpr std::string_view kAccessNames[] = {"none",     "bool",       "uint64_t", "int64_t", "double",
                                             "string",   "address",    "subnet",   "port",    "timestamp",
                                             "timespan", "enum_value", "table",    "table",   "vector"};
constexpr std::string_view kTypeNames[] = {"NONE", "BOOL", "COUNT",    "INT",  "DOUBLE", "STRING", "ADDR",  "SUBNET",
                                           "PORT", "TIME", "INTERVAL", "ENUM", "SET",    "TABLE",  "VECTOR"};
static_assert(std::size(kAccessNames) == kKindCount && std::size(kTypeNames) == kKindCount);

Value* element(Vector& vector, uint64_t i) { return i < vector.size() ? &vector[i] : nullptr; }

// -- data

Cell data(BuiltinCall& call) {
  WireWriter writer(call.runtime);
  if (is_data(call.runtime, call.arguments[0])) return call.arguments[0];
  auto value = value_of_cell(writer, call.runtime, call.arguments[0]);
  if (value) return data_record(call.runtime, std::move(*value));
  report_failed_conversion(call, writer);
  return unset_data(call.runtime);
}

Cell data_type(BuiltinCall& call) {
  const DataObject* const held = data_of(call.arguments[0]);
  const Kind kind = held ? held->value.kind() : Kind::None;
  return enum_cell(call.runtime, fmt::format("Broker::{}", kTypeNames[static_cast<size_t>(kind)]));
}

/// An opaque value as it would arrive at a peer.
Cell clone_through_serialization(BuiltinCall& call) {
  const Cell& value = call.arguments[0];
  WireWriter writer(call.runtime);
  const auto* const opaque = value.is_object() ? dynamic_cast<const OpaqueObject*>(value.object()) : nullptr;
  const auto form = opaque ? opaque_to_wire(writer, *opaque) : std::nullopt;
  if (!form) {
    builtin_error(call, "cannot serialize object to clone");
    return Cell::boolean(false);
  }
  ByteBuffer bytes;
  Encoder(bytes).value(form->state);
  if (auto copy = opaque_from_wire(call.runtime, form->kind, ValueView::over_valid(bytes.bytes()))) return Cell(copy);
  builtin_error(call, "cannot unserialize object to clone");
  return Cell::boolean(false);
}

template <class Container>
Cell create(BuiltinCall& call) {
  return data_record(call.runtime, Value(Container()));
}

template <class Container, Kind kKind>
Cell clear(BuiltinCall& call) {
  container_of<Container>(call, 0, kKind) = Container();
  return Cell::boolean(true);
}

template <class Container, Kind kKind>
Cell size(BuiltinCall& call) {
  return Cell::count(container_of<Container>(call, 0, kKind).size());
}

// -- sets

template <class Action>
Cell set_action(BuiltinCall& call, Action action) {
  Set& set = container_of<Set>(call, 0, Kind::Set);
  auto key = data_argument(call, 1, "key");
  return Cell::boolean(key && action(set, std::move(*key)));
}

Cell set_contains(BuiltinCall& call) {
  return set_action(call, [](Set& set, Value key) { return set.contains(key); });
}
Cell set_insert(BuiltinCall& call) {
  return set_action(call, [](Set& set, Value key) { return set.insert(std::move(key)); });
}
Cell set_remove(BuiltinCall& call) {
  return set_action(call, [](Set& set, Value key) { return set.erase(key); });
}

// -- tables

Cell table_contains(BuiltinCall& call) {
  const Table& table = container_of<Table>(call, 0, Kind::Table);
  const auto key = data_argument(call, 1, "key");
  return Cell::boolean(key && table.find(*key));
}

Cell table_lookup(BuiltinCall& call) {
  const Table& table = container_of<Table>(call, 0, Kind::Table);
  const auto key = data_argument(call, 1, "key");
  return data_or_unset(call, key ? table.find(*key) : nullptr);
}

Cell table_insert(BuiltinCall& call) {
  Table& table = container_of<Table>(call, 0, Kind::Table);
  auto key = data_argument(call, 1, "key");
  if (!key) return unset_data(call.runtime);
  auto value = data_argument(call, 2, "value");
  if (!value) return unset_data(call.runtime);
  Cell before = data_or_unset(call, table.find(*key));
  table.assign(std::move(*key), std::move(*value));
  return before;
}

Cell table_remove(BuiltinCall& call) {
  Table& table = container_of<Table>(call, 0, Kind::Table);
  const auto key = data_argument(call, 1, "key");
  if (!key) return unset_data(call.runtime);
  Cell before = data_or_unset(call, table.find(*key));
  table.erase(*key);
  return before;
}

// -- vectors

Cell vector_insert(BuiltinCall& call) {
  Vector& vector = container_of<Vector>(call, 0, Kind::Vector);
  auto value = data_argument(call, 2, "item");
  if (!value) return Cell::boolean(false);
  const auto place = static_cast<ptrdiff_t>(std::min<uint64_t>(call.arguments[1].as_count(), vector.size()));
  vector.insert(vector.begin() + place, std::move(*value));
  return Cell::boolean(true);
}

Cell vector_lookup(BuiltinCall& call) {
  Vector& vector = container_of<Vector>(call, 0, Kind::Vector);
  return data_or_unset(call, element(vector, call.arguments[1].as_count()));
}

Cell vector_replace(BuiltinCall& call) {
  Vector& vector = container_of<Vector>(call, 0, Kind::Vector);
  auto value = data_argument(call, 2, "item");
  Value* const place = element(vector, call.arguments[1].as_count());
  if (!value || !place) return unset_data(call.runtime);
  Cell before = data_record(call.runtime, *place);
  *place = std::move(*value);
  return before;
}

Cell vector_remove(BuiltinCall& call) {
  Vector& vector = container_of<Vector>(call, 0, Kind::Vector);
  const uint64_t place = call.arguments[1].as_count();
  Cell before = data_or_unset(call, element(vector, place));
  if (place < vector.size()) vector.erase(vector.begin() + static_cast<ptrdiff_t>(place));
  return before;
}

// -- records: vectors in which elements may be none

Cell record_create(BuiltinCall& call) {
  constexpr uint64_t kMostFields = 1u << 20;
  const uint64_t fields = call.arguments[0].as_count();
  if (fields > kMostFields) {
    builtin_error(call,
                  fmt::format("a record of {} fields is too large: at most {} are possible", fields, kMostFields));
    return unset_data(call.runtime);
  }
  return data_record(call.runtime, Value(Vector(fields)));
}

Cell record_assign(BuiltinCall& call) {
  Vector& record = container_of<Vector>(call, 0, Kind::Vector);
  Value* const place = element(record, call.arguments[1].as_count());
  auto value = place ? data_argument(call, 2, "value") : std::nullopt;
  if (!value) return Cell::boolean(false);
  *place = std::move(*value);
  return Cell::boolean(true);
}

Cell record_lookup(BuiltinCall& call) {
  Vector& record = container_of<Vector>(call, 0, Kind::Vector);
  const Value* const place = element(record, call.arguments[1].as_count());
  return data_or_unset(call, place && !place->is_none() ? place : nullptr);
}

}  // namespace

void require_data(const BuiltinCall& call, size_t i, Kind kind) {
  const DataObject* const held = data_of(call.arguments[i]);
  if (!held) call.runtime.reporter.runtime_error("Broker::Data's opaque field is not set");
  const Kind is = held->value.kind();
  if (is != kind)
    call.runtime.reporter.runtime_error(fmt::format("data is of type '{}' not of type '{}'",
                                                    kAccessNames[static_cast<size_t>(is)],
                                                    kAccessNames[static_cast<size_t>(kind)]));
}

// Messages of their own, before that of the function.
void report_failed_conversion(const BuiltinCall& call, const WireWriter& writer) {
  const Location where = call.expression ? call.expression->where() : Location{};
  if (!writer.complaint().empty()) call.runtime.reporter.error(where, writer.complaint());
  call.runtime.reporter.warning(where, "did not get a value from val_to_data");
}

std::optional<Value> data_argument(const BuiltinCall& call, size_t i, std::string_view what) {
  WireWriter writer(call.runtime);
  auto value = value_of_cell(writer, call.runtime, call.arguments[i]);
  if (!value) builtin_error(call, fmt::format("invalid Broker data conversion for {} argument", what));
  return value;
}

void add_data_builtins(Registry& registry) {
  registry.begin("data.bif");
  registry.add("Broker::data", data);
  registry.add("Broker::data_type", data_type);
  registry.add("Broker::__opaque_clone_through_serialization", clone_through_serialization);
  registry.add("Broker::set_create", create<Set>);
  registry.add("Broker::set_clear", clear<Set, Kind::Set>);
  registry.add("Broker::set_size", size<Set, Kind::Set>);
  registry.add("Broker::set_contains", set_contains);
  registry.add("Broker::set_insert", set_insert);
  registry.add("Broker::set_remove", set_remove);
  registry.add("Broker::table_create", create<Table>);
  registry.add("Broker::table_clear", clear<Table, Kind::Table>);
  registry.add("Broker::table_size", size<Table, Kind::Table>);
  registry.add("Broker::table_contains", table_contains);
  registry.add("Broker::table_insert", table_insert);
  registry.add("Broker::table_remove", table_remove);
  registry.add("Broker::table_lookup", table_lookup);
  registry.add("Broker::vector_create", create<Vector>);
  registry.add("Broker::vector_clear", clear<Vector, Kind::Vector>);
  registry.add("Broker::vector_size", size<Vector, Kind::Vector>);
  registry.add("Broker::vector_insert", vector_insert);
  registry.add("Broker::vector_replace", vector_replace);
  registry.add("Broker::vector_remove", vector_remove);
  registry.add("Broker::vector_lookup", vector_lookup);
  registry.add("Broker::record_create", record_create);
  registry.add("Broker::record_size", size<Vector, Kind::Vector>);
  registry.add("Broker::record_assign", record_assign);
  registry.add("Broker::record_lookup", record_lookup);
  add_data_iterator_builtins(registry);
}

}  // namespace whimbrel::script
