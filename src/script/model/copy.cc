// deep_copy(): what copy() of the language does.
#include <unordered_map>

#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/stack.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

/// One copy under way. It knows the copies that it has made, so shared parts stay shared and circles end.
class Copier {
 public:
  Cell copy(const Cell& cell) {
    Object* const object = cell.object();
    if (!object || is_shared(cell)) return cell;
    if (const auto done = copies_.find(object); done != copies_.end()) return done->second;
    if (stack_is_short()) {
      why_ = "value is nested too deeply to be copied";
      return {};
    }
    return copy_object(cell);
  }

  bool failed() const { return !why_.empty(); }
  const std::string& why() const { return why_; }

 private:
  /// What never changes, and files, of which there is one each.
  static bool is_shared(const Cell& cell) {
    switch (cell.tag()) {
      case Tag::String:
      case Tag::Addr:
      case Tag::Subnet:
      case Tag::File:
      case Tag::Type:
        return true;
      case Tag::Func:
        return cell.as<FuncObject>().captures.empty();
      default:
        return false;
    }
  }

  Cell copy_object(const Cell& cell) {
    switch (cell.tag()) {
      case Tag::Record: {
        const RecordObject& from = cell.as<RecordObject>();
        return copy_cells(from, from.cells, make<RecordObject>(from.type));
      }
      case Tag::Vector: {
        const VectorObject& from = cell.as<VectorObject>();
        return copy_cells(from, from.cells, make<VectorObject>(from.type));
      }
      case Tag::List: {
        const ListObject& from = cell.as<ListObject>();
        return copy_cells(from, from.cells, make<ListObject>(std::vector<Cell>()));
      }
      case Tag::Table:
        return copy_table(cell.as<TableObject>());
      case Tag::Func:
        return copy_function(cell.as<FuncObject>());
      case Tag::Pattern:
        return remember(*cell.object(), cell.as<PatternObject>().clone());
      default:
        return copy_opaque(cell.as<OpaqueObject>());
    }
  }

  template <class T>
  Cell copy_cells(const Object& from, const std::vector<Cell>& cells, Ref<T> to) {
    copies_[&from] = Cell(to);
    to->cells.reserve(cells.size());
    for (const Cell& cell : cells) to->cells.push_back(copy(cell));
    return to;
  }

  Cell copy_table(TableObject& from) {
    auto to = make<TableObject>(from.type, from.attributes);
    copies_[&from] = Cell(to);
    to->reports_changes = false;
    TableObject::Walk walk(from);
    while (const TableObject::Entry* entry = walk.next()) {
      const TableObject::Assigned assigned = to->assign(entry->index, copy(entry->value));
      if (assigned.entry) assigned.entry->accessed = entry->accessed;
    }
    return to;
  }

  Cell copy_function(const FuncObject& from) {
    auto to = make<FuncObject>(from.function);
    copies_[&from] = Cell(to);
    for (const Cell& capture : from.captures) to->captures.push_back(copy(capture));
    return to;
  }

  Cell copy_opaque(const OpaqueObject& from) {
    const Ref<OpaqueObject> to = from.clone();
    if (to) return remember(from, to);
    why_ = "cannot clone value";
    return {};
  }

  Cell remember(const Object& from, const Cell& to) {
    copies_[&from] = to;
    return to;
  }

  std::unordered_map<const Object*, Cell> copies_;
  std::string why_;
};

}  // namespace

Cell deep_copy(const Cell& cell, std::string* why) {
  Copier copier;
  Cell copy = copier.copy(cell);
  if (!copier.failed()) return copy;
  if (why) *why = copier.why();
  return {};
}

}  // namespace whimbrel::script
