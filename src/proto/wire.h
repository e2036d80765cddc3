// Wire: a connection as those see it who speak a protocol over it; WireUser: they, as the connection sees them. net/
// implements Wire over sockets, the simulation over queues in memory.
#pragma once

#include <span>

#include "base/clock.h"
#include "base/span_queue.h"
#include "whimbrel/error.h"

namespace whimbrel {

/// Outlives its wire.
class WireUser {
 public:
  /// May the connection be read now? After a no, Wire::resume_reading() says when to ask again.
  virtual bool accepts_input() = 0;
  /// Memory for the next bytes, at least one. received() follows before another connection reads.
  virtual std::span<std::byte> room() = 0;
  virtual void received(size_t n, TimePoint now) = 0;
  /// What waits to be written.
  virtual SpanQueue& outbox() = 0;
  virtual void written(size_t n) = 0;
  /// The connection ended or broke.
  virtual void lost(Error why) = 0;

 protected:
  ~WireUser() = default;
};

class Wire {
 public:
  /// Closes the connection at once; nothing of it calls back afterwards.
  virtual ~Wire() = default;
  /// Bytes wait in the user's outbox: write what can be written now, and the rest when the connection takes more.
  virtual void write() = 0;
  /// Bytes are accepted again after accepts_input() said no.
  virtual void resume_reading() = 0;
};

}  // namespace whimbrel
