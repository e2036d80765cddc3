// How sketches travel: Bloom filters, HyperLogLog counters, top-k lists.
#pragma once

#include "script/broker/opaque_forms.h"

namespace whimbrel::script {

/// Nothing if it is none of them.
std::optional<OpaqueForm> sketch_form(WireWriter& writer, const OpaqueObject& opaque);
/// Null if the class is none of them, or the state makes no sense.
Ref<OpaqueObject> read_sketch(Runtime& runtime, std::string_view kind, const Vector& state);

}  // namespace whimbrel::script
