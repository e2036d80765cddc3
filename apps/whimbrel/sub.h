// whimbrel sub: prints what arrives under some prefixes.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_sub(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
