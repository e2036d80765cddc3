// whimbrel ping: measures round trips to a node.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_ping(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
