#include "script/bind/loops.h"

#include "script/bind/expr_access.h"
#include "script/bind/statements.h"
#include "script/model/table.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

/// After a round: does the loop go on? If not, `flow` becomes how the loop itself ends.
bool goes_on(Flow& flow) {
  if (flow == Flow::Next || flow == Flow::LoopNext) return true;
  if (flow == Flow::Break) flow = Flow::Next;
  return false;
}

void look_at_interrupt(const Frame& frame, const Stmt& stmt) {
  if (frame.runtime.interrupted.load(std::memory_order_relaxed)) [[unlikely]]
    frame.runtime.break_off(stmt.where());
}

}  // namespace

bool is_loop(const Stmt& stmt) { return dynamic_cast<const For*>(&stmt) || dynamic_cast<const While*>(&stmt); }

// -- while

Flow While::exec(Frame& frame) const {
  while (condition_->eval_bool(frame)) {
    look_at_interrupt(frame, *this);
    Flow flow = body_.exec(frame);
    if (!goes_on(flow)) return flow;
  }
  return Flow::Next;
}

void While::describe(Description& out) const {
  out.add("while (");
  condition_->describe(out);
  out.add(") ");
  describe_inner(out, *body_);
}

void While::visit_parts(Visitor& visitor) const {
  condition_->visit(visitor);
  body_->visit(visitor);
}

// -- for

void LoopVariable::set(Frame& frame, Cell value) const {
  if (slot >= 0)
    frame.cells[static_cast<size_t>(slot)] = std::move(value);
  else if (target)
    target->assign(frame, std::move(value));
}

void For::describe(Description& out) const {
  out.add("for ([");
  // The comma follows the second and later ones: that is how the reference does it.
  for (size_t i = 0; i < parts_.keys.size(); ++i) {
    out.add(parts_.keys[i].name);
    if (i > 0) out.add(",");
  }
  out.add("]");
  if (parts_.value) {
    out.add(", ");
    out.add(parts_.value->name);
  }
  out.add(" in ");
  parts_.container->describe(out);
  out.add(") ");
  describe_inner(out, *parts_.body);
}

void For::visit_parts(Visitor& visitor) const {
  for (const LoopVariable& key : parts_.keys)
    if (key.target) key.target->visit(visitor);
  if (parts_.value && parts_.value->target) parts_.value->target->visit(visitor);
  parts_.container->visit(visitor);
  parts_.body->visit(visitor);
}

void For::set_value(Frame& frame, const Cell& value) const {
  if (!parts_.value) return;
  rely_on(frame, *parts_.container, value, parts_.value->tag);
  parts_.value->set(frame, value);
}

Flow ForTable::exec(Frame& frame) const {
  const Cell container = parts_.container->eval(frame);
  if (container.tag() != Tag::Table) return Flow::Next;
  auto& table = container.as<TableObject>();
  if (table.size() == 0) return Flow::Next;
  TableObject::Walk walk(table);
  const std::vector<LoopVariable>& keys = parts_.keys;
  while (const TableObject::Entry* entry = walk.next()) {
    look_at_interrupt(frame, *this);
    // Copies: the body may delete the entry.
    for (size_t i = 0; i < keys.size() && i < entry->index.size(); ++i) keys[i].set(frame, entry->index[i]);
    set_value(frame, entry->value);
    Flow flow = parts_.body.exec(frame);
    if (!goes_on(flow)) return flow;
  }
  return Flow::Next;
}

Flow ForVector::exec(Frame& frame) const {
  const Cell container = parts_.container->eval(frame);
  if (container.tag() != Tag::Vector) return Flow::Next;
  const std::vector<Cell>& cells = container.as<VectorObject>().cells;
  const LoopVariable& key = parts_.keys[0];
  const Tag tag = key.tag == Tag::Int ? Tag::Int : Tag::Count;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].is_set()) continue;
    look_at_interrupt(frame, *this);
    key.set(frame, Cell::word_of(tag, i));
    set_value(frame, cells[i]);
    Flow flow = parts_.body.exec(frame);
    if (!goes_on(flow)) return flow;
  }
  return Flow::Next;
}

Flow ForString::exec(Frame& frame) const {
  const Cell container = parts_.container->eval(frame);
  if (container.tag() != Tag::String) return Flow::Next;
  for (const char c : container.string()) {
    look_at_interrupt(frame, *this);
    parts_.keys[0].set(frame, string_cell(std::string(1, c)));
    Flow flow = parts_.body.exec(frame);
    if (!goes_on(flow)) return flow;
  }
  return Flow::Next;
}

}  // namespace whimbrel::script
