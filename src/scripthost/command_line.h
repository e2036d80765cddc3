// The command line of zeek, which `whimbrel run` and a link called `zeek` to the program take (language.md 2.1).
#pragma once

namespace whimbrel::script {

/// Runs what the arguments ask for; argv[0] is the program, and a word "run" behind it is passed over. The exit status.
int run_command(int argc, char** argv);

}  // namespace whimbrel::script
