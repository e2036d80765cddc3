// StoreFigures: what a master or clone has to tell about itself. Plain values.
#pragma once

#include <cstdint>

namespace whimbrel {

struct StoreFigures {
  // now
  uint64_t entries = 0;
  uint64_t clones = 0;          ///< of a master
  uint64_t unacknowledged = 0;  ///< changes that not everybody has got who is to; a clone's own, its master
  bool is_in_step = true;       ///< a clone: has content, and hears its master
  // since the start
  uint64_t expirations = 0;
  uint64_t snapshots = 0;  ///< that were begun: sent by a master, taken by a clone
  uint64_t failures = 0;   ///< of the backend
};

}  // namespace whimbrel
