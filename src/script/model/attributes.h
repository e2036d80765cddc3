// Attributes (&default, &log ...) of variables, fields, types and function bodies.
#pragma once

#include <string_view>
#include <vector>

#include "script/model/expr.h"

namespace whimbrel::script {

enum class AttributeKind : uint8_t {
  AddFunc,
  Backend,
  BrokerAllowComplexType,
  BrokerStore,
  CreateExpire,
  Default,
  DefaultInsert,
  DeleteFunc,
  Deprecated,
  ErrorHandler,
  ExpireFunc,
  Group,
  IsAssigned,
  IsUsed,
  Log,
  OnChange,
  Optional,
  Ordered,
  Priority,
  RawOutput,
  ReadExpire,
  Redef,
  TypeColumn,
  WriteExpire,
};
/// "&default".
std::string_view name_of(AttributeKind kind);

struct Attribute {
  AttributeKind kind;
  ExprPtr value;  ///< null: none
  Location where;
};

class Attributes final : public Counted {
 public:
  std::vector<Attribute> all;
  const Attribute* find(AttributeKind kind) const {
    for (const Attribute& attribute : all)
      if (attribute.kind == kind) return &attribute;
    return nullptr;
  }
  bool has(AttributeKind kind) const { return find(kind) != nullptr; }
  void describe(Description& out) const;
};

inline bool has(const Ref<Attributes>& attributes, AttributeKind kind) { return attributes && attributes->has(kind); }

}  // namespace whimbrel::script
