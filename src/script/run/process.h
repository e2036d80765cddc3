// Process: the life of `whimbrel run`: top-level statements, zeek_init, the main loop, shutdown.
#pragma once

#include "script/run/runtime.h"

namespace whimbrel::script {

struct ProcessOptions {
  bool parse_only = false;
  bool allow_init_errors = false;  ///< ZEEK_ALLOW_INIT_ERRORS
  std::string status_file;         ///< -U; "": none
  struct LoadedScript {
    std::string path;
    int level;
  };
  std::vector<LoadedScript> loaded;  ///< for zeek_script_loaded
};

/// Runs what has been loaded, to its end. `statements` are those of the top level, `frame_size` what they need. The
/// exit status.
int run_process(Runtime& runtime, const std::vector<StmtPtr>& statements, int frame_size,
                const ProcessOptions& options);

}  // namespace whimbrel::script
