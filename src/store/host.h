// StoreHost: what a master or clone needs from outside.
#pragma once

#include <string>
#include <string_view>

#include "codec/binary/command.h"
#include "whimbrel/store_event.h"

namespace whimbrel {

class StoreHost {
 public:
  /// On the topic of the other side, to all or to one endpoint.
  virtual void send(const EndpointId* receiver, const CommandHeader& header, BytesView content) = 0;
  virtual void on_event(const StoreEvent& event) = 0;
  /// Does anybody listen to events? Nothing is decoded for them otherwise.
  virtual bool wants_events() const = 0;
  /// The answer to a put_unique of this front end.
  virtual void on_unique_result(uint64_t request, bool inserted) = 0;
  /// A clone has its content now.
  virtual void on_synchronised() = 0;
  /// A number for an object of this endpoint, never given out before.
  virtual uint64_t new_object() = 0;
  virtual void log(std::string_view level, const std::string& text) = 0;

 protected:
  ~StoreHost() = default;
};

}  // namespace whimbrel
