#include "script/builtins/footprint.h"

#include <set>

#include "script/model/objects.h"
#include "script/model/stack.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

class Counter {
 public:
  uint64_t count(const Cell& cell) {
    if (stack_is_short()) return 1;
    switch (cell.tag()) {
      case Tag::Void:
        return 0;
      case Tag::Vector:
        return is_new(cell) ? count_all(cell.as<VectorObject>().cells) : 0;
      case Tag::List:
        return is_new(cell) ? count_all(cell.as<ListObject>().cells) : 0;
      case Tag::Record:
        return is_new(cell) ? count_record(cell.as<RecordObject>()) : 0;
      case Tag::Table:
        return is_new(cell) ? count_table(cell.as<TableObject>()) : 0;
      default:
        return 1;
    }
  }

 private:
  bool is_new(const Cell& cell) { return seen_.insert(cell.object()).second; }

  uint64_t count_all(std::span<const Cell> cells) {
    uint64_t n = cells.size();
    for (const Cell& cell : cells) n += count(cell);
    return n;
  }

  uint64_t count_record(const RecordObject& record) {
    uint64_t n = record.type->fields.size();
    for (const Cell& cell : record.cells) n += count(cell);
    return n;
  }

  uint64_t count_table(TableObject& table) {
    uint64_t n = table.size();
    TableObject::Walk walk(table);
    while (const TableObject::Entry* const entry = walk.next()) n += count_all(entry->index) + count(entry->value);
    return n;
  }

  std::set<const Object*> seen_;
};

}  // namespace

uint64_t footprint(const Cell& cell) { return Counter().count(cell); }

}  // namespace whimbrel::script
