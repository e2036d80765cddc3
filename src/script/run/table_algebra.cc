// Set algebra. The order in which elements are inserted is that of the reference, since it shows in the order of
// iteration.
#include <vector>

#include "script/run/runtime.h"
#include "script/run/tables.h"

namespace whimbrel::script {
namespace {

using Entry = TableObject::Entry;

Ref<TableObject> copy_of(TableObject& table) {
  auto copy = make<TableObject>(table.type, table.attributes);
  copy->reports_changes = false;
  TableObject::Walk walk(table);
  while (const Entry* entry = walk.next()) copy->assign(entry->index, entry->value).entry->accessed = entry->accessed;
  return copy;
}

// Functions that are told of changes may change the table that is gone over, and it may be the one that changes.
struct Element {
  std::vector<Cell> index;
  Cell value;
};
std::vector<Element> elements_of(TableObject& table) {
  std::vector<Element> elements;
  elements.reserve(table.size());
  TableObject::Walk walk(table);
  while (const Entry* entry = walk.next())
    elements.push_back({{entry->index.begin(), entry->index.end()}, entry->value});
  return elements;
}

}  // namespace

Ref<TableObject> table_union(Frame& frame, TableObject& a, TableObject& b) {
  Ref<TableObject> result = copy_of(a);
  TableObject::Walk walk(b);
  while (const Entry* entry = walk.next())
    result->assign(entry->index, entry->value).entry->accessed = access_time(frame.runtime);
  return result;
}

Ref<TableObject> table_intersection(Frame& frame, TableObject& a, TableObject& b) {
  const bool walks_first = b.size() > a.size();
  TableObject& walked = walks_first ? a : b;
  TableObject& other = walks_first ? b : a;
  auto result = make<TableObject>(a.type);
  TableObject::Walk walk(walked);
  while (const Entry* entry = walk.next())
    if (other.find(entry->index)) result->assign(entry->index, {}).entry->accessed = access_time(frame.runtime);
  return result;
}

Ref<TableObject> table_difference(Frame&, TableObject& a, TableObject& b) {
  Ref<TableObject> result = copy_of(a);
  TableObject::Walk walk(b);
  while (const Entry* entry = walk.next()) result->erase(entry->index);
  return result;
}

bool table_is_subset(TableObject& a, TableObject& b) {
  if (a.size() > b.size()) return false;
  TableObject::Walk walk(a);
  while (const Entry* entry = walk.next())
    if (!b.find(entry->index)) return false;
  return true;
}

void table_add_all(Frame& frame, TableObject& table, TableObject& other) {
  for (Element& element : elements_of(other)) table_put(frame, table, element.index, std::move(element.value));
}

void table_remove_all(Frame& frame, TableObject& table, TableObject& other) {
  for (const Element& element : elements_of(other)) table_erase(frame, table, element.index);
}

}  // namespace whimbrel::script
