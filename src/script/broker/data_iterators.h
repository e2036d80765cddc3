// Iterators over what a Broker::Data holds. Each goes over a copy of its own, so nothing that happens meanwhile
// matters.
#pragma once

#include <string_view>

#include "script/broker/data_value.h"

namespace whimbrel::script {

struct DataIterator final : OpaqueObject {
  /// `kind`: the opaque type's name, "Broker::SetIterator" and so on.
  DataIterator(std::string_view kind, Value container_)
      : OpaqueObject(make<OpaqueType>(std::string(kind))), container(std::move(container_)) {}
  std::string text() const override { return "<opaque of " + kind() + ">"; }
  Ref<OpaqueObject> clone() const override {
    auto copy = make<DataIterator>(kind(), container);
    copy->place = place;
    return copy;
  }
  const std::string& kind() const { return static_cast<const OpaqueType&>(*type).kind; }
  size_t size() const;
  bool at_end() const { return place >= size(); }

  const Value container;
  size_t place = 0;
};

}  // namespace whimbrel::script
