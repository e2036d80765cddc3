// What `whimbrel store` can do with a store. Each action returns the exit status, and has said what went wrong.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "session.h"

namespace whimbrel::cli {

struct StoreAction {
  std::string_view name;
  std::string_view arguments;  ///< after the name of the store: "KEY VALUE"
  int (*run)(StoreSession& session, const StoreFlags& flags, std::span<const Value> arguments);
  bool creates = false;  ///< a file that is not there
};

/// Null if there is none of that name.
const StoreAction* find_store_action(std::string_view name);
/// "list, get, ..."
std::string store_action_names();

}  // namespace whimbrel::cli
