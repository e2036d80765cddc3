// Sketches: small summaries of many values, of which questions can be asked that a table would need much memory for.
#pragma once

#include <optional>
#include <string>

#include "script/builtins/registry.h"
#include "script/model/objects.h"
#include "script/model/table.h"

namespace whimbrel::script {

/// What sketches of values have in common: all values are of one type, which the first one decides.
struct SketchObject : OpaqueObject {
  using OpaqueObject::OpaqueObject;
  TypePtr element;  ///< null: none has come yet

  /// Whether a value may be added.
  bool accepts(const Cell& value) {
    const TypePtr type = type_of(value);
    if (!element) element = type;
    return same_type(*element, *type);
  }
  bool may_contain(const Cell& value) const { return element && same_type(*element, *type_of(value)); }
  bool differs(const SketchObject& other) const {
    return element && other.element && !same_type(*element, *other.element);
  }
};

/// The bytes that stand for a value, those of a table's key. None if it cannot be one.
inline std::optional<std::string> key_of_element(const Cell& value) {
  std::string key;
  if (!append_key(key, {&value, 1})) return std::nullopt;
  return key;
}

// The parts of add_probability_builtins(), each in the file of its name.
void add_bloom_filter_builtins(Registry& registry);
void add_cardinality_builtins(Registry& registry);
void add_topk_builtins(Registry& registry);
void add_entropy_builtins(Registry& registry);
void add_paraglob_builtins(Registry& registry);

}  // namespace whimbrel::script
