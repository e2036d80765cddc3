#include "script/run/birthplaces.h"

#include <cmath>

#include "script/run/runtime.h"

namespace whimbrel::script {

void Birthplaces::note_literal(const Cell& value, const Location& where) {
  // All empty strings are one and the same.
  if (!value.is_object() || (value.tag() == Tag::String && value.string().empty())) return;
  literals_.emplace_back(value, where);
}

void Birthplaces::note_initial(const Symbol& global, const Location& where) {
  if (const Object* const object = global.value.object()) initial_.insert_or_assign(object, Initial{&global, where});
}

Location Birthplaces::of(const Cell& value) const {
  const Object* const object = value.object();
  if (!object) return {};
  if (found_literals_.size() != literals_.size())
    for (const auto& [literal, where] : literals_) found_literals_.insert_or_assign(literal.object(), where);
  if (const auto literal = found_literals_.find(object); literal != found_literals_.end()) return literal->second;
  const auto initial = initial_.find(object);
  const bool is_there = initial != initial_.end() && initial->second.global->value.object() == object;
  return is_there ? initial->second.where : Location{};
}

namespace {

/// The parts of an expression, but not theirs.
struct PartList final : Visitor {
  std::vector<const Expr*> parts;
  bool visit(const Expr& part) override {
    parts.push_back(&part);
    return false;
  }
};

/// Small numbers are all made at the start, and one with a minus before it when that is evaluated.
bool may_be_literal(const Cell& number) {
  switch (number.tag()) {
    case Tag::Count:
      return number.as_count() >= 4096;
    case Tag::Int:
      return number.as_int() < -255 || number.as_int() > 256;
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return !std::signbit(number.as_double());
    default:
      return false;
  }
}

bool is_parameter(const Symbol& symbol, const Frame& frame) {
  return !symbol.is_global && !symbol.is_captured && frame.body && !frame.body->assigns_parameters &&
         frame.body->places.empty() && symbol.slot >= 0 && symbol.slot < frame.body->parameters;
}

/// Where the literal stands that a number comes from.
Location literal_place(const Cell& number, const Expr* expr, const Frame* frame) {
  while (expr && !expr->is_constant()) {
    const Symbol* const symbol = expr->symbol();
    if (!symbol || !frame) return {};
    if (symbol->initialiser) {
      expr = symbol->initialiser->is_constant() ? symbol->initialiser.get() : nullptr;
    } else if (is_parameter(*symbol, *frame)) {
      expr = argument_of(frame->call, static_cast<size_t>(symbol->slot));
      frame = frame->caller;
    } else {
      return {};
    }
  }
  if (!expr || !frame) return {};
  const Cell literal = expr->eval(frame->runtime.top_frame());
  return literal.tag() == number.tag() && literal.word() == number.word() ? expr->where() : Location{};
}

}  // namespace

const Expr* argument_of(const Expr* call, size_t i) {
  if (!call) return nullptr;
  PartList list;
  call->visit_parts(list);  // what is called stands in front
  return i + 1 < list.parts.size() ? list.parts[i + 1] : nullptr;
}

Location birthplace(const Cell& value, const Expr* expr, const Frame& frame) {
  if (value.is_object()) return frame.runtime.state<Birthplaces>().of(value);
  return may_be_literal(value) ? literal_place(value, expr, &frame) : Location{};
}

}  // namespace whimbrel::script
