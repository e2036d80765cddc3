// What this process takes of the machine, as the kernel tells it. Any thread.
#pragma once

#include <cstdint>

namespace whimbrel {

struct ProcessLevels {
  double cpu_seconds = 0;
  double started_at = 0;  ///< seconds since 1970
  uint64_t resident_bytes = 0, virtual_bytes = 0;
  uint64_t open_files = 0, most_open_files = 0;
};

/// What cannot be found out is 0.
ProcessLevels process_levels();

}  // namespace whimbrel
