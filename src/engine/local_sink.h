// LocalSink: a receiver inside this process, as the core sees it. The core calls it on the loop only.
#pragma once

#include <string>

#include "base/chunk.h"
#include "engine/meters.h"
#include "whimbrel/events.h"

namespace whimbrel {

/// How a receiver, or several together, get on.
struct SinkLevels {
  uint64_t queued_messages = 0, queued_bytes = 0;  ///< now
  uint64_t dropped = 0;                            ///< so far
  LatencyMeter waits;                              ///< how long the first message of a batch waited for the receiver
  void add(const SinkLevels& other) {
    queued_messages += other.queued_messages;
    queued_bytes += other.queued_bytes;
    dropped += other.dropped;
    waits.add(other.waits);
  }
};

/// A master or clone of a data store, and the commands that wait for it.
struct StoreLevels {
  std::string name;
  bool is_master = false;
  SinkLevels levels;
};

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
  virtual SinkLevels levels() const { return {}; }

 protected:
  ~LocalSink() = default;
};

}  // namespace whimbrel
