// The frame around the verbs: what the program says of itself, reading the command line, and explaining what is wrong
// with it.
#pragma once

#include <CLI/App.hpp>

#include "verb.h"

namespace whimbrel::cli {

/// Gives the program its texts and the flags that are no verb's.
void describe_program(CLI::App& app);

/// Reads the command line and does what it asks for; returns the exit status.
int run_program(CLI::App& app, Context& context, int argc, char** argv);

}  // namespace whimbrel::cli
