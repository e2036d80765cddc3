#include "script/run/birthplaces.h"

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

}  // namespace whimbrel::script
