// whimbrel completions: writes the completions for shells, from the description of the command line. Hidden: for
// tools/make-docs.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_completions(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
