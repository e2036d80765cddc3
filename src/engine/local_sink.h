// LocalSink: a receiver inside this process, as the core sees it. The core calls it on the loop only.
#pragma once

#include "base/chunk.h"
#include "whimbrel/events.h"

namespace whimbrel {

class LocalSink {
 public:
  /// A run of valid data messages that all have a topic this sink wants.
  virtual void push(const Span& messages) = 0;
  virtual void push(const Status& status) = 0;
  virtual void push(const ErrorEvent& error) = 0;
  virtual void push(const Gap& gap) = 0;
  /// The sink wants peers to be read no further. It wakes the loop when that changes.
  virtual bool congested() = 0;
  /// Nothing more comes in this turn of the loop: hand over what was pushed.
  virtual void end_of_turn() = 0;

 protected:
  ~LocalSink() = default;
};

}  // namespace whimbrel
