// The functions behind Log::create_stream() and the others.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_logging_builtins(Registry& registry);

}  // namespace whimbrel::script
