// Wire: the connection under a Link, as the Link sees it. net/ implements it over sockets, the simulation over queues
// in memory.
#pragma once

namespace whimbrel {

class Wire {
 public:
  /// Closes the connection at once; nothing of it calls back afterwards.
  virtual ~Wire() = default;
  /// Bytes wait in the link's outbox: write what can be written now, and the rest when the connection takes more.
  virtual void write() = 0;
  /// Bytes are accepted again after Link::accepts_input() said no.
  virtual void resume_reading() = 0;
};

}  // namespace whimbrel
