// What "whimbrel run" does if it is given nothing to run, at a terminal: it reads lines, and runs them.
#pragma once

#include "scripthost/interpreter.h"

namespace whimbrel::cli {

int run_repl(const script::ScriptRun& run);

}  // namespace whimbrel::cli
