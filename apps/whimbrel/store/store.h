// The verb `whimbrel store`.
#pragma once

#include <CLI/App.hpp>

#include "../verb.h"

namespace whimbrel::cli {

void add_store(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
