// How opaque values travel: the name of their class, and their state as a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "script/model/objects.h"
#include "script/run/runtime.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel::script {

class WireWriter;

struct OpaqueForm {
  std::string_view kind;  ///< "MD5Val" ...
  Value state;
};

/// Nothing if values of that kind stay where they are.
std::optional<OpaqueForm> opaque_to_wire(WireWriter& writer, const OpaqueObject& opaque);
/// Null if the class is not known here, or the state makes no sense.
Ref<OpaqueObject> opaque_from_wire(Runtime& runtime, std::string_view kind, const ValueView& state);

}  // namespace whimbrel::script
