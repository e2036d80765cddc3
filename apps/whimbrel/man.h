// whimbrel man: writes the man pages, from the same description of the command line that parses it. Hidden: for
// tools/make-docs.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_man(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
