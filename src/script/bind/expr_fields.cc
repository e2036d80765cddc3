// r$f and r?$f.
#include "script/bind/expr_access.h"
#include "script/run/records.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

FieldExpr::FieldExpr(ExprPtr record, std::string name, Location where)
    : CheckedExpr(base_type(Tag::Error), where), record_(std::move(record)), name_(std::move(name)) {}

void FieldExpr::set_field(int place, TypePtr type) {
  place_ = place;
  set_type(std::move(type));
}

void FieldExpr::describe(Description& out) const {
  record_->describe(out);
  out.add("$");
  out.add(name_);
}

const Cell* FieldExpr::stored(Frame& frame, Cell& holder) const {
  const Cell& record = record_.get(frame, holder);
  if (!record.is_set()) return nullptr;
  const std::vector<Cell>& cells = record.as<RecordObject>().cells;
  const auto place = static_cast<size_t>(place_);
  if (place < cells.size() && cells[place].is_set()) return &cells[place];
  holder = missing(frame, record);
  return &holder;
}

Cell FieldExpr::missing(Frame& frame, const Cell& record) const {
  const Ref<RecordObject> kept = &record.as<RecordObject>();
  Cell value = record_field(frame, *kept, place_);
  if (value.is_set()) return value;
  const Ref<Attributes>& attributes = field().attributes;
  if (const Attribute* fallback = attributes ? attributes->find(AttributeKind::Default) : nullptr)
    return coerce(frame, fallback->value->eval(frame.runtime.top_frame()), field().type, nullptr);
  frame.runtime.reporter.expression_error(*this, "field value missing");
}

Cell FieldExpr::eval(Frame& frame) const {
  Cell holder;
  const Cell* cell = stored(frame, holder);
  if (!cell) return {};
  rely_on(frame, *this, *cell, type_->tag());
  return *cell;
}

bool FieldExpr::eval_bool(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, stored(frame, holder)).as_bool();
}

uint64_t FieldExpr::eval_word(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, stored(frame, holder)).word();
}

double FieldExpr::eval_real(Frame& frame) const {
  Cell holder;
  return number_in(frame, *this, stored(frame, holder)).as_double();
}

void FieldExpr::assign(Frame& frame, Cell value) const {
  Cell holder;
  const Cell& container = record_.get(frame, holder);
  if (!container.is_set()) return;
  auto& record = container.as<RecordObject>();
  const auto place = static_cast<size_t>(place_);
  if (!record.watched && place < record.cells.size()) {
    // The old value may hold the record itself: it goes when the new one is in its place.
    std::swap(record.cells[place], value);
    return;
  }
  const Ref<RecordObject> kept = &record;
  set_record_field(frame, *kept, place_, std::move(value));
}

bool FieldExpr::can_delete() const {
  if (place_ < 0) return true;  // has been complained about
  return has(field().attributes, AttributeKind::Default) || has(field().attributes, AttributeKind::Optional);
}

void FieldExpr::erase(Frame& frame) const {
  const Cell record = record_->eval(frame);
  if (!record.is_set()) return;
  const Ref<RecordObject> kept = &record.as<RecordObject>();
  erase_record_field(frame, *kept, place_);
}

HasFieldExpr::HasFieldExpr(ExprPtr record, std::string name, Location where)
    : CheckedExpr(base_type(Tag::Error), where), record_(std::move(record)), name_(std::move(name)) {}

void HasFieldExpr::set_field(int place) {
  place_ = place;
  set_type(base_type(Tag::Bool));
}

bool HasFieldExpr::eval_bool(Frame& frame) const {
  Cell holder;
  const Cell& record = needed(record_.get(frame, holder));
  auto& object = record.as<RecordObject>();
  const auto place = static_cast<size_t>(place_);
  if (place < object.cells.size()) return object.cells[place].is_set();
  return record_field(frame, object, place_).is_set();
}

void HasFieldExpr::describe(Description& out) const {
  record_->describe(out);
  out.add("?$");
  out.add(name_);
}

}  // namespace whimbrel::script
