// The built-in functions of the module Supervisor.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_supervisor_builtins(Registry& registry);

}  // namespace whimbrel::script
