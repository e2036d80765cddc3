#include "script/broker/opaque_forms.h"

#include "script/broker/data_value.h"

namespace whimbrel::script {

std::optional<OpaqueForm> opaque_to_wire(WireWriter&, const OpaqueObject& opaque) {
  if (const auto* const data = dynamic_cast<const DataObject*>(&opaque))
    return OpaqueForm{"zeek::Broker::detail::DataVal", data->value};
  return std::nullopt;
}

Ref<OpaqueObject> opaque_from_wire(Runtime&, std::string_view kind, const ValueView& state) {
  if (kind != "zeek::Broker::detail::DataVal") return nullptr;
  auto value = state.to_value(kMaxOwnedSize);
  if (!value) return nullptr;
  return make<DataObject>(std::move(*value));
}

}  // namespace whimbrel::script
