// whimbrel check: says what is wrong with scripts, without running them.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_check(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
