// The texts of --help.
#pragma once

#include <CLI/App.hpp>

namespace whimbrel::cli {

/// Prints the help of a verb, or of the whole program, to standard output.
void print_help(const CLI::App& app);

}  // namespace whimbrel::cli
