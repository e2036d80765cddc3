// How values of type Broker::Data become others, for `as`, `is` and switches over types.
#pragma once

#include "script/run/runtime.h"

namespace whimbrel::script {

/// Set by what knows Broker::Data (a record with one opaque field). Kept as runtime.state<DataCasts>().
struct DataCasts {
  TypePtr data_type;  ///< null: not declared yet; see data_type_of()
  bool (*can_cast)(Runtime& runtime, const Cell& data, const TypePtr& to) = nullptr;
  Cell (*cast)(Runtime& runtime, const Cell& data, const TypePtr& to) = nullptr;
  std::string_view (*name_of_held)(const Cell& data) = nullptr;  ///< "integer", "vector"; "none" if nothing
};

/// Null before the record has been declared.
inline const TypePtr& data_type_of(Runtime& runtime) {
  auto& casts = runtime.state<DataCasts>();
  const Symbol* const symbol = casts.data_type ? nullptr : runtime.symbols.find("Broker::Data");
  if (symbol && symbol->is_type) casts.data_type = symbol->type;
  return casts.data_type;
}

}  // namespace whimbrel::script
