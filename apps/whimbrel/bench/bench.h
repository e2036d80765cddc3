// whimbrel bench: how fast it is, on this machine, beside the limit and other systems.
#pragma once

#include "../verb.h"

namespace whimbrel::cli {

void add_bench(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
