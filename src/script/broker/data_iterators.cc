#include "script/broker/data_iterators.h"

#include <fmt/format.h>

#include "script/broker/data_access.h"
#include "script/broker/data_functions.h"

namespace whimbrel::script {

namespace {

// What differs between the four families.
struct Family {
  Kind kind;
  const char* opaque;
  const char* name;  // in messages
};
constexpr Family kSet{Kind::Set, "Broker::SetIterator", "set"};
constexpr Family kTable{Kind::Table, "Broker::TableIterator", "table"};
constexpr Family kVector{Kind::Vector, "Broker::VectorIterator", "vector"};
constexpr Family kRecord{Kind::Vector, "Broker::RecordIterator", "record"};

DataIterator& iterator_of(const BuiltinCall& call) {
  auto* const iterator = dynamic_cast<DataIterator*>(call.arguments[0].object());
  if (!iterator) call.runtime.reporter.runtime_error("not an iterator over Broker::Data");
  return *iterator;
}

template <const Family& kFamily>
Cell begin(BuiltinCall& call) {
  require_data(call, 0, kFamily.kind);
  return Cell(make<DataIterator>(kFamily.opaque, data_of(call.arguments[0])->value));
}

Cell is_last(BuiltinCall& call) { return Cell::boolean(iterator_of(call).at_end()); }

Cell next(BuiltinCall& call) {
  DataIterator& iterator = iterator_of(call);
  if (iterator.at_end()) return Cell::boolean(false);
  ++iterator.place;
  return Cell::boolean(!iterator.at_end());
}

Cell table_item(const BuiltinCall& call, const Table::Entry& entry) {
  auto item = result_record(call, "Broker::TableItem");
  set_field(*item, "key", data_record(call.runtime, entry.first));
  set_field(*item, "val", data_record(call.runtime, entry.second));
  return item;
}

Cell no_item(const BuiltinCall& call) {
  auto item = result_record(call, "Broker::TableItem");
  set_field(*item, "key", unset_data(call.runtime));
  set_field(*item, "val", unset_data(call.runtime));
  return item;
}

template <const Family& kFamily>
Cell value(BuiltinCall& call) {
  const DataIterator& iterator = iterator_of(call);
  const auto place = static_cast<ptrdiff_t>(iterator.place);
  if (iterator.at_end()) {
    builtin_error(call, fmt::format("attempt to retrieve value of invalid {} iterator", kFamily.name));
    return kFamily.kind == Kind::Table ? no_item(call) : unset_data(call.runtime);
  }
  if (const Set* const set = iterator.container.get_if<Set>())
    return data_record(call.runtime, *(set->begin() + place));
  if (const Table* const table = iterator.container.get_if<Table>()) return table_item(call, *(table->begin() + place));
  const Value& element = (*iterator.container.get_if<Vector>())[iterator.place];
  return data_or_unset(call, &kFamily == &kRecord && element.is_none() ? nullptr : &element);
}

}  // namespace

size_t DataIterator::size() const {
  if (const Set* const set = container.get_if<Set>()) return set->size();
  if (const Table* const table = container.get_if<Table>()) return table->size();
  const Vector* const vector = container.get_if<Vector>();
  return vector ? vector->size() : 0;
}

void add_data_iterator_builtins(Registry& registry) {
  registry.add("Broker::set_iterator", begin<kSet>);
  registry.add("Broker::set_iterator_last", is_last);
  registry.add("Broker::set_iterator_next", next);
  registry.add("Broker::set_iterator_value", value<kSet>);
  registry.add("Broker::table_iterator", begin<kTable>);
  registry.add("Broker::table_iterator_last", is_last);
  registry.add("Broker::table_iterator_next", next);
  registry.add("Broker::table_iterator_value", value<kTable>);
  registry.add("Broker::vector_iterator", begin<kVector>);
  registry.add("Broker::vector_iterator_last", is_last);
  registry.add("Broker::vector_iterator_next", next);
  registry.add("Broker::vector_iterator_value", value<kVector>);
  registry.add("Broker::record_iterator", begin<kRecord>);
  registry.add("Broker::record_iterator_last", is_last);
  registry.add("Broker::record_iterator_next", next);
  registry.add("Broker::record_iterator_value", value<kRecord>);
}

}  // namespace whimbrel::script
