// The functions behind Input::add_table() and the others.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_input_builtins(Registry& registry);

}  // namespace whimbrel::script
