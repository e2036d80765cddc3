// `whimbrel run`: runs scripts. Its command line is that of zeek, and a link called `zeek` to the program is the same.
#pragma once

#include <CLI/App.hpp>

#include "verb.h"

namespace whimbrel::cli {

void add_run(CLI::App& app, Context& context);
/// Was the program called as `zeek`, or with `run`? Then its arguments, without these words, are for run_scripts().
bool is_script_command(int argc, char** argv);
int run_scripts(int argc, char** argv);

}  // namespace whimbrel::cli
