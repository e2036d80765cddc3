// Tally: what one subscriber has received. The same for every system that is measured.
#pragma once

#include <cstdint>

#include "histogram.h"
#include "whimbrel/value_view.h"
#include "work.h"

namespace whimbrel::bench {

class Tally {
 public:
  explicit Tally(const Work& work);

  /// One message: reads all of it.
  void take(const ValueView& message);
  /// For bodies as other systems deliver them: checks that they are a value, as an endpoint does with what peers send.
  void take_unchecked(BytesView body);
  /// One message of which only the time counts when it was to be sent.
  void take_time(uint64_t sent);
  /// Bytes that belong to no message that could be told from others.
  void take_bytes(size_t bytes);
  /// Messages that the system itself said are missing.
  void missing(uint64_t messages) { told_missing_ += messages; }
  /// The publisher has sent so many messages, and this was the last.
  void end(uint64_t sent);
  bool ended() const { return ended_; }

  /// Says how much there is, every 50 milliseconds, if that is wanted.
  void sample();
  /// Says what came out.
  void report() const;

 private:
  void begin();

  const bool samples_, latency_;
  uint64_t messages_ = 0, bytes_ = 0, sent_ = 0, told_missing_ = 0, malformed_ = 0;
  uint64_t first_ = 0, last_ = 0, next_sample_ = 0;  // on the clock
  uint64_t read_ = 0;                                // what walk() returned
  bool ended_ = false;
  Histogram latencies_;
};

}  // namespace whimbrel::bench
