// whimbrel pub: publishes events or values, and ends.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_pub(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
