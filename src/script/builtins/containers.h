// The functions about containers, in files by topic.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_sort_builtins(Registry& registry);  // sort.cc

}  // namespace whimbrel::script
