// whimbrel options: the table of the options of an endpoint.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_options(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
