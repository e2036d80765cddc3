#include "script/bind/switch.h"

#include <algorithm>

#include "script/bind/expr_call.h"
#include "script/bind/statements.h"
#include "script/model/objects.h"
#include "script/model/table_key.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

// -- labels

size_t ValueLabels::find(const Cell& value) const {
  if (is_number(value.tag())) {
    const uint64_t word = number_of(value);
    const auto place = std::lower_bound(words_.begin(), words_.end(), std::pair{word, size_t{0}});
    return place != words_.end() && place->first == word ? place->second : kNone;
  }
  if (value.tag() == Tag::String) {
    const auto place = strings_.find(std::string_view(value.string()));
    return place == strings_.end() ? kNone : place->second;
  }
  for (const auto& [label, place] : others_)
    if (label.tag() == value.tag() && equal(label, value)) return place;
  return kNone;
}

bool ValueLabels::add(const Cell& label, size_t place) {
  if (find(label) != kNone) return false;
  if (is_number(label.tag())) {
    const std::pair entry{number_of(label), place};
    words_.insert(std::lower_bound(words_.begin(), words_.end(), entry), entry);
  } else if (label.tag() == Tag::String) {
    strings_.emplace(label.string(), place);
  } else {
    others_.emplace_back(label, place);
  }
  return true;
}

// -- the statement

size_t Switch::place_for(Frame& frame, const Cell& value) const {
  for (const auto& [label, place] : types) {
    if (!is_of_type(frame.runtime, value, label.type)) continue;
    if (label.variable) {
      std::string why;
      frame.cells[static_cast<size_t>(label.variable->slot)] = cast_value(frame, value, label.type, &why);
    }
    return place;
  }
  return types.empty() ? labels.find(value) : ValueLabels::kNone;
}

Flow Switch::exec(Frame& frame) const {
  const Cell value = subject_->eval(frame);
  if (!value.is_set()) return Flow::Next;
  size_t place = place_for(frame, value);
  if (place == ValueLabels::kNone) place = default_place;
  for (; place < cases_.size(); ++place) {
    const Flow flow = cases_[place].body->exec(frame);
    if (flow == Flow::Break) return Flow::Next;
    if (flow == Flow::Return || flow == Flow::LoopNext) return flow;
  }
  return Flow::Next;
}

std::string Switch::Case::text() const {
  Description out(Description::Style::Short);
  describe(out);
  return out.take();
}

void Switch::Case::describe(Description& out) const {
  if (!values.empty()) {
    out.add("case ");
    describe_list(out, values);
  } else if (!types.empty()) {
    out.add("case ");
    for (size_t i = 0; i < types.size(); ++i) {
      if (i > 0) out.add(", ");
      out.add("type " + text_of(*types[i].type));
      if (types[i].variable) out.add(" as " + types[i].variable->name);
    }
  } else {
    out.add("default");
  }
  out.add(":");
  describe_inner(out, *body);
}

void Switch::describe(Description& out) const {
  out.add("switch ");
  subject_->describe(out);
  out.add(" {");
  out.indent();
  out.newline();
  for (const Case& part : cases_) part.describe(out);
  out.outdent();
  out.newline();
  out.add("}");
  out.newline();
}

void Switch::visit_parts(Visitor& visitor) const {
  subject_->visit(visitor);
  for (const Case& part : cases_) {
    for (const ExprPtr& value : part.values) value->visit(visitor);
    part.body->visit(visitor);
  }
}

}  // namespace whimbrel::script
