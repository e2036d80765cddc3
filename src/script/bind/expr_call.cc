#include "script/bind/expr_call.h"

#include <fmt/format.h>

#include "script/run/data_casts.h"
#include "script/run/runtime.h"
#include "script/run/tables.h"

namespace whimbrel::script {

// -- calls

CallExpr::CallExpr(ExprPtr callee, std::vector<ExprPtr> arguments, Location where)
    : CheckedExpr(base_type(Tag::Error), where), callee_(std::move(callee)), arguments_(std::move(arguments)) {
  const Symbol* symbol = callee_->symbol();
  if (symbol && symbol->is_global) global_ = symbol;
}

Cell CallExpr::eval(Frame& frame) const {
  if (global_ && global_->value.is_set()) [[likely]]
    return frame.runtime.call(global_->value.as<FuncObject>(), site_, frame);
  const Cell callee = callee_->eval(frame);
  if (!callee.is_set()) return {};
  return frame.runtime.call(callee.as<FuncObject>(), site_, frame);
}

uint64_t CallExpr::eval_word(Frame& frame) const {
  if (global_ && global_->value.is_set()) [[likely]]
    return frame.runtime.call_word(global_->value.as<FuncObject>(), site_, frame);
  return needed(CallExpr::eval(frame)).word();
}

void CallExpr::describe(Description& out) const {
  callee_->describe(out);
  out.add("(");
  describe_parts(out, arguments_);
  out.add(")");
}

void CallExpr::visit_parts(Visitor& visitor) const {
  callee_->visit(visitor);
  visit_all(visitor, arguments_);
}

// -- events

EventExpr::EventExpr(std::string name, Symbol* symbol, std::vector<ExprPtr> arguments, Location where)
    : CheckedExpr(base_type(Tag::Error), where),
      name_(std::move(name)),
      symbol_(symbol),
      arguments_(std::move(arguments)) {}

Ref<Function> EventExpr::handler() const { return symbol_ ? Ref<Function>(symbol_->function()) : nullptr; }

bool EventExpr::evaluate_arguments(Frame& frame, std::vector<Cell>& values) const {
  values.reserve(arguments_.size());
  for (const ExprPtr& argument : arguments_) {
    values.push_back(argument->eval(frame));
    if (!values.back().is_set()) return false;
  }
  return true;
}

Cell EventExpr::eval(Frame& frame) const {
  FrameCells arguments(FrameCells::Room{arguments_.size()});
  for (const ExprPtr& argument : arguments_)
    if (!arguments.add([&] { return argument->eval(frame); }).is_set()) return {};
  if (const Ref<Function> function = handler()) frame.runtime.queue_moved(function, arguments.cells());
  return {};
}

void EventExpr::describe(Description& out) const {
  out.add(name_);
  out.add("(");
  describe_parts(out, arguments_);
  out.add(")");
}

ScheduleExpr::ScheduleExpr(ExprPtr when, Ref<EventExpr> event, Location where)
    : CheckedExpr(base_type(Tag::Error), where), when_(std::move(when)), event_(std::move(event)) {}

Cell ScheduleExpr::eval(Frame& frame) const {
  Runtime& runtime = frame.runtime;
  if (runtime.terminating) return {};
  double time = when_->eval_real(frame);
  if (when_->type()->tag() == Tag::Interval) time += runtime.network_time();
  std::vector<Cell> arguments;
  if (!event_->evaluate_arguments(frame, arguments)) return {};
  runtime.add_timer(time, [&runtime, time, event = event_, values = std::move(arguments)](bool) {
    if (const Ref<Function> function = event->handler()) runtime.queue(function, values, time);
  });
  return {};
}

void ScheduleExpr::describe(Description& out) const {
  out.add("schedule ");
  when_->describe(out);
  out.add(" {");
  out.indent();
  out.newline();
  event_->describe(out);
  out.outdent();
  out.newline();
  out.add("}");
}

void ScheduleExpr::visit_parts(Visitor& visitor) const {
  when_->visit(visitor);
  event_->visit(visitor);
}

// -- copy

Cell CopyExpr::eval(Frame& frame) const {
  const Cell value = of_->eval(frame);
  if (!value.is_object()) return value;
  std::string why;
  Cell copy = deep_copy(value, &why);
  if (!copy.is_set()) frame.runtime.reporter.expression_error(*this, why.empty() ? "cannot clone value" : why);
  return copy;
}

void CopyExpr::describe(Description& out) const {
  out.add("copy(");
  of_->describe(out);
  out.add(")");
}

// -- as, is

namespace {

bool is_basic(Tag tag) { return tag < Tag::Any && tag != Tag::Void; }

/// Does a set of these elements go with a vector of those?
bool is_set_for_vector(const Type& set, const Type& vector) {
  if (!set.is_set() || !vector.as_vector()) return false;
  const std::vector<TypePtr>& index = set.as_table()->index->types;
  return index.size() == 1 && same_type(*index[0], *vector.as_vector()->yield);
}

bool is_data(Runtime& runtime, const Type& type) {
  if (!type.as_record()) return false;
  const TypePtr& data = data_type_of(runtime);
  return data && same_type(type, *data);
}

Cell set_to_vector(const TableObject& set, const TypePtr& type) {
  Ref<VectorObject> vector = make<VectorObject>(Ref<VectorType>(static_cast<VectorType*>(type.get())));
  TableObject::Walk walk(const_cast<TableObject&>(set));
  while (const TableObject::Entry* entry = walk.next()) vector->cells.push_back(entry->index[0]);
  return vector;
}

Cell vector_to_set(Frame& frame, const VectorObject& vector, const TypePtr& type) {
  Ref<TableObject> set = make<TableObject>(Ref<TableType>(static_cast<TableType*>(type.get())));
  for (const Cell& cell : vector.cells)
    if (cell.is_set()) table_put(frame, *set, {&cell, 1});
  return set;
}

}  // namespace

bool is_castable(Runtime& runtime, const Type& from, const Type& to) {
  return same_type(from, to) || is_set_for_vector(from, to) || is_set_for_vector(to, from) || is_data(runtime, from);
}

bool is_of_type(Runtime& runtime, const Cell& value, const TypePtr& wanted) {
  const Type& type = *wanted;
  if (is_basic(type.tag())) {
    if (value.tag() == type.tag()) return true;
    if (value.tag() != Tag::Record) return false;
  }
  const TypePtr from = type_of(value);
  if (same_type(*from, type) || is_set_for_vector(*from, type) || is_set_for_vector(type, *from)) return true;
  const DataCasts& casts = runtime.state<DataCasts>();
  return is_data(runtime, *from) && casts.can_cast && casts.can_cast(runtime, value, wanted);
}

Cell cast_value(Frame& frame, const Cell& value, const TypePtr& type, std::string* why) {
  if (is_basic(type->tag()) && value.tag() == type->tag()) return value;
  const TypePtr from = type_of(value);
  if (same_type(*from, *type)) return value;
  if (is_set_for_vector(*from, *type)) return set_to_vector(value.as<TableObject>(), type);
  if (is_set_for_vector(*type, *from)) return vector_to_set(frame, value.as<VectorObject>(), type);
  const DataCasts& casts = frame.runtime.state<DataCasts>();
  const bool from_data = is_data(frame.runtime, *from);
  if (from_data && casts.cast) {
    Cell result = casts.cast(frame.runtime, value, type);
    if (result.is_set()) return result;
  }
  if (!why) return {};
  *why = fmt::format("invalid cast of value with type '{}' to type '{}'", text_of(*from), text_of(*type));
  if (from_data && !value.as<RecordObject>().cells[0].is_set()) *why += " (nil $data field)";
  return {};
}

Cell CastExpr::eval(Frame& frame) const {
  const Cell value = of_->eval(frame);
  if (!value.is_set()) return {};
  std::string why;
  Cell result = cast_value(frame, value, type_, &why);
  if (!result.is_set()) frame.runtime.reporter.expression_error(*this, why);
  return result;
}

void CastExpr::describe(Description& out) const {
  of_->describe(out);
  out.add(" as " + text_of(*to_));
}

bool TypeTestExpr::eval_bool(Frame& frame) const {
  return is_of_type(frame.runtime, needed(of_->eval(frame)), tested_);
}

void TypeTestExpr::describe(Description& out) const {
  of_->describe(out);
  out.add(" is " + text_of(*tested_));
}

// -- local x = e

Cell WhenLocalExpr::eval(Frame& frame) const {
  return assignment_->eval(frame).is_set() ? Cell::boolean(true) : Cell();
}

}  // namespace whimbrel::script
