// The command line of zeek, which `whimbrel run` and a link called `zeek` to the program take.
#pragma once

#include <functional>

#include "scripthost/interpreter.h"

namespace whimbrel::script {

/// Runs what the arguments ask for; argv[0] is the program, and a word "run" behind it is passed over. The exit status.
/// `interactive` is called instead if nothing is asked for, and standard input is a terminal.
int run_command(int argc, char** argv, const std::function<int(const ScriptRun&)>& interactive = nullptr);

}  // namespace whimbrel::script
