// What happens to a store's entries.
#pragma once

#include <optional>
#include <string_view>

#include "whimbrel/endpoint_id.h"
#include "whimbrel/value.h"

namespace whimbrel {

struct StoreEvent {
  enum class Type : uint8_t { Insert, Update, Erase, Expire };
  Type type;
  const Value& key;
  const Value* value = nullptr;      ///< of Insert and Update
  const Value* old_value = nullptr;  ///< of Update
  std::optional<Timespan> expiry;    ///< from now on
  EndpointId publisher;              ///< the endpoint that asked for it; nil: nobody knows
  bool is_own = false;               ///< this very front end asked for it
};

}  // namespace whimbrel
