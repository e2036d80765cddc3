// How values of type Broker::Data become others, for `as`, `is` and switches over types.
#pragma once

#include "script/run/frame.h"

namespace whimbrel::script {

/// Set by what knows Broker::Data (a record with one opaque field). Kept as runtime.state<DataCasts>().
struct DataCasts {
  TypePtr data_type;
  bool (*can_cast)(Runtime& runtime, const Cell& data, const TypePtr& to) = nullptr;
  Cell (*cast)(Runtime& runtime, const Cell& data, const TypePtr& to) = nullptr;
};

}  // namespace whimbrel::script
