// whimbrel node: an endpoint of its own that runs until it is told to stop.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_node(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
