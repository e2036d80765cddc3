// The verb `whimbrel cluster`.
#pragma once

#include <CLI/App.hpp>

#include "../verb.h"

namespace whimbrel::cli {

void add_cluster(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
