#include "script/bind/expr_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/bind/expr_convert.h"
#include "script/model/pattern.h"
#include "script/run/records.h"
#include "script/run/runtime.h"
#include "script/run/tables.h"
#include "script/run/trigger.h"

namespace whimbrel::script {

// -- keys

bool evaluate_index(Frame& frame, const std::vector<ExprPtr>& parts, FrameCells& index) {
  for (const ExprPtr& part : parts)
    if (!index.add([&] { return part->eval(frame); }).is_set()) return false;
  return true;
}

void adopt_key_types(Frame& frame, const TableType& type, std::span<Cell> index) {
  const std::vector<TypePtr>& types = type.index->types;
  for (size_t i = 0; i < index.size() && i < types.size(); ++i) {
    if (index[i].tag() != Tag::Record || !types[i]->as_record()) continue;
    auto& record = index[i].as<RecordObject>();
    if (record.type.get() != types[i]->as_record())
      index[i] = coerce_record(frame, record, Ref<RecordType>(types[i]->as_record()));
  }
}

// -- all that is indexed

void IndexExpr::describe(Description& out) const {
  container_->describe(out);
  out.add("[");
  describe_parts(out, index_);
  out.add("]");
}

void IndexExpr::visit_parts(Visitor& visitor) const {
  container_->visit(visitor);
  visit_all(visitor, index_);
}

void IndexExpr::watch(Frame& frame, const Cell& value) { frame.runtime.triggers().watch(*frame.trigger, value); }

void IndexExpr::no_such_index(Frame& frame) const { frame.runtime.reporter.expression_error(*this, "no such index"); }

namespace {

/// As messages about failed assignments name the type of the value.
std::string name_of_type(const Cell& value) {
  const TypePtr type = type_of(value);
  return type->tag() == Tag::Record ? text_of(*type) : std::string(name_of(type->tag()));
}

[[noreturn]] void assignment_failed(Frame& frame, const Expr& expr, std::string_view what, const Cell& value) {
  frame.runtime.reporter.runtime_error(frame, expr,
                                       fmt::format("{} index assignment failed for invalid type '{}', value: {}", what,
                                                   name_of_type(value), text_of(value, Description::Style::Short)));
}

/// Counts from the end if it is negative; what is beyond the ends is moved to them.
size_t clamp(int64_t index, size_t size) {
  const auto length = static_cast<int64_t>(size);
  if (index < 0) index += length;
  return static_cast<size_t>(std::clamp<int64_t>(index, 0, length));
}

struct Range {
  size_t first, last;
};

Range evaluate_range(Frame& frame, const std::vector<ExprPtr>& bounds, size_t size) {
  const size_t first = clamp(static_cast<int64_t>(bounds[0]->eval_word(frame)), size);
  const size_t last = clamp(static_cast<int64_t>(bounds[1]->eval_word(frame)), size);
  return {first, std::max(first, last)};
}

void note_change(Frame& frame, const Object& object) {
  if (object.watched) frame.runtime.modified(&object);
}

}  // namespace

// -- tables

TableIndex::TableIndex(ExprPtr container, std::vector<ExprPtr> index, Location where)
    : IndexExpr(std::move(container), std::move(index), where) {
  const TypePtr& yield = container_->type()->as_table()->yield;
  set_type(yield ? yield : base_type(Tag::Void));
  for (const TypePtr& part : container_->type()->as_table()->index->types)
    has_record_keys_ |= part->as_record() != nullptr;
}

Cell TableIndex::eval(Frame& frame) const {
  Cell holder, value;
  if (index_.size() == 1) {
    const Cell key = index_[0]->eval(frame);
    const Cell& table = container_.get(frame, holder);
    if (!key.is_set() || !table.is_set()) return {};
    value = table_get(frame, table.as<TableObject>(), {&key, 1});
  } else {
    FrameCells key(FrameCells::Room{index_.size()});
    const bool complete = evaluate_index(frame, index_, key);
    const Cell& table = container_.get(frame, holder);
    if (!complete || !table.is_set()) return {};
    value = table_get(frame, table.as<TableObject>(), key.cells());
  }
  if (!value.is_set()) [[unlikely]]
    no_such_index(frame);
  rely_on(frame, *this, value, type_->tag());
  note_found(frame, value);
  return value;
}

void TableIndex::assign(Frame& frame, Cell value) const {
  if (!put(frame, value)) assignment_failed(frame, *this, "table", value);
}

void TableIndex::add(Frame& frame) const { put(frame, {}); }

bool TableIndex::put(Frame& frame, const Cell& value) const {
  Cell holder;
  const Cell& container = container_.get(frame, holder);
  if (index_.size() == 1) {
    Cell key = index_[0]->eval(frame);
    return !key.is_set() || !container.is_set() || put(frame, container.as<TableObject>(), {&key, 1}, value);
  }
  FrameCells key(FrameCells::Room{index_.size()});
  return !evaluate_index(frame, index_, key) || !container.is_set() ||
         put(frame, container.as<TableObject>(), key.cells(), value);
}

bool TableIndex::put(Frame& frame, TableObject& table, std::span<Cell> index, const Cell& value) const {
  const Ref<TableObject> kept = &table;
  if (has_record_keys_) adopt_key_types(frame, *table.type, index);
  bool invalidated = false;
  const bool is_key = table_put(frame, table, index, value, &invalidated);
  warn_if(frame, invalidated);
  return is_key;
}

void TableIndex::erase(Frame& frame) const {
  Cell holder;
  const Cell& table = container_.get(frame, holder);
  FrameCells key(FrameCells::Room{index_.size()});
  if (!evaluate_index(frame, index_, key) || !table.is_set()) return;
  const Ref<TableObject> kept = &table.as<TableObject>();
  bool invalidated = false;
  table_erase(frame, *kept, key.cells(), &invalidated);
  warn_if(frame, invalidated);
}

void TableIndex::warn_if(Frame& frame, bool invalidated) const {
  if (invalidated) frame.runtime.reporter.expression_warning(*this, "possible loop/iterator invalidation");
}

PatternIndex::PatternIndex(ExprPtr container, std::vector<ExprPtr> index, Location where)
    : IndexExpr(std::move(container), std::move(index), where) {
  set_type(make<VectorType>(container_->type()->as_table()->yield));
}

Cell PatternIndex::eval(Frame& frame) const {
  const Cell table = container_->eval(frame);
  const Cell text = index_[0]->eval(frame);
  if (!table.is_set() || !text.is_set()) return {};
  Ref<VectorObject> result = make<VectorObject>(type());
  TableObject::Walk walk(table.as<TableObject>());
  while (const TableObject::Entry* entry = walk.next())
    if (entry->index[0].as<PatternObject>().matches_exactly(text.string())) result->cells.push_back(entry->value);
  note_found(frame, result);
  return result;
}

// -- vectors

VectorIndex::VectorIndex(ExprPtr container, std::vector<ExprPtr> index, Location where)
    : IndexExpr(std::move(container), std::move(index), where) {
  set_type(container_->type()->as_vector()->yield);
}

const Cell* VectorIndex::element(Frame& frame, Cell& holder) const {
  auto index = static_cast<int64_t>(index_[0]->eval_word(frame));
  const Cell& vector = container_.get(frame, holder);
  if (!vector.is_set()) return nullptr;
  const std::vector<Cell>& cells = vector.as<VectorObject>().cells;
  if (index < 0) index += static_cast<int64_t>(cells.size());
  if (static_cast<uint64_t>(index) >= cells.size() || !cells[static_cast<size_t>(index)].is_set()) no_such_index(frame);
  return &cells[static_cast<size_t>(index)];
}

Cell VectorIndex::eval(Frame& frame) const {
  Cell holder;
  const Cell* cell = element(frame, holder);
  if (!cell) return {};
  rely_on(frame, *this, *cell, type_->tag());
  note_found(frame, *cell);
  return *cell;
}

bool VectorIndex::eval_bool(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, element(frame, holder)).as_bool();
}

uint64_t VectorIndex::eval_word(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, element(frame, holder)).word();
}

double VectorIndex::eval_real(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, element(frame, holder)).as_double();
}

void VectorIndex::assign(Frame& frame, Cell value) const {
  static constexpr uint64_t kMostElements = uint64_t{1} << 32;
  Cell holder;
  const Cell& container = container_.get(frame, holder);
  auto index = static_cast<int64_t>(index_[0]->eval_word(frame));
  if (!container.is_set()) return;
  auto& vector = container.as<VectorObject>();
  if (index < 0) index += static_cast<int64_t>(vector.cells.size());
  const auto place = static_cast<uint64_t>(index);
  if (place >= kMostElements) no_such_index(frame);
  if (!is_value_of(value, *vector.type->yield)) assignment_failed(frame, *this, "vector", value);
  if (place >= vector.cells.size()) vector.cells.resize(place + 1);
  vector.cells[place] = std::move(value);
  note_change(frame, vector);
}

VectorSelect::VectorSelect(ExprPtr container, std::vector<ExprPtr> index, Location where)
    : IndexExpr(std::move(container), std::move(index), where) {
  set_type(make<VectorType>(container_->type()->as_vector()->yield));
}

Cell VectorSelect::eval(Frame& frame) const {
  const Cell from = container_->eval(frame), which = index_[0]->eval(frame);
  if (!from.is_set() || !which.is_set()) return {};
  const std::vector<Cell>& cells = from.as<VectorObject>().cells;
  const std::vector<Cell>& places = which.as<VectorObject>().cells;
  Ref<VectorObject> result = make<VectorObject>(type());
  if (index_[0]->type()->as_vector()->yield->tag() == Tag::Bool) {
    if (cells.size() != places.size())
      frame.runtime.reporter.expression_error(*this, "size mismatch, boolean index and vector");
    for (size_t i = 0; i < cells.size(); ++i) {
      if (!places[i].as_bool()) continue;
      result->cells.emplace_back();  // the reference leaves a hole here, too
      result->cells.push_back(cells[i]);
    }
  } else {
    for (const Cell& place : places) {
      int64_t index = place.as_int();
      if (index < 0) index += static_cast<int64_t>(cells.size());
      const bool is_there = static_cast<uint64_t>(index) < cells.size();
      result->cells.push_back(is_there ? cells[static_cast<size_t>(index)] : Cell());
    }
  }
  note_found(frame, result);
  return result;
}

void VectorSelect::assign(Frame& frame, Cell value) const { assignment_failed(frame, *this, "vector", value); }

VectorSlice::VectorSlice(ExprPtr container, std::vector<ExprPtr> bounds, Location where)
    : IndexExpr(std::move(container), std::move(bounds), where) {
  set_type(make<VectorType>(container_->type()->as_vector()->yield));
}

Cell VectorSlice::eval(Frame& frame) const {
  const Cell container = container_->eval(frame);
  if (!container.is_set()) return {};
  const auto& vector = container.as<VectorObject>();
  const Range range = evaluate_range(frame, index_, vector.cells.size());
  Ref<VectorObject> result = make<VectorObject>(vector.type);
  const auto begin = vector.cells.begin();
  result->cells.assign(begin + static_cast<long>(range.first), begin + static_cast<long>(range.last));
  note_found(frame, result);
  return result;
}

void VectorSlice::assign(Frame& frame, Cell value) const {
  const Cell container = container_->eval(frame);
  if (!container.is_set() || !value.is_set()) return;
  auto& vector = container.as<VectorObject>();
  const Range range = evaluate_range(frame, index_, vector.cells.size());
  if (type()->as_vector()->yield->tag() == Tag::Any && !is_value_of(value, *vector.type))
    assignment_failed(frame, *this, "vector", value);
  const std::vector<Cell> inserted = value.as<VectorObject>().cells;  // a copy: it may be the very vector
  const auto begin = vector.cells.begin();
  vector.cells.erase(begin + static_cast<long>(range.first), begin + static_cast<long>(range.last));
  vector.cells.insert(vector.cells.begin() + static_cast<long>(range.first), inserted.begin(), inserted.end());
  note_change(frame, vector);
}

// -- strings

StringIndex::StringIndex(ExprPtr container, std::vector<ExprPtr> index, Location where)
    : IndexExpr(std::move(container), std::move(index), where) {
  set_type(base_type(Tag::String));
}

Cell StringIndex::eval(Frame& frame) const {
  Cell holder;
  const Cell container = container_.get(frame, holder);
  if (!container.is_set()) return {};
  const std::string& text = container.string();
  if (index_.size() == 2) {
    const Range range = evaluate_range(frame, index_, text.size());
    return string_cell(text.substr(range.first, range.last - range.first));
  }
  auto index = static_cast<int64_t>(index_[0]->eval_word(frame));
  if (index < 0) index += static_cast<int64_t>(text.size());
  const bool is_there = static_cast<uint64_t>(index) < text.size();
  return string_cell(is_there ? std::string(1, text[static_cast<size_t>(index)]) : std::string());
}

bool StringIndex::is_assignable(std::string* why_not) const {
  if (why_not) *why_not = "cannot assign to string index expression";
  return false;
}

}  // namespace whimbrel::script
