// whimbrel logger: a node that writes the logs that others send.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_logger(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
