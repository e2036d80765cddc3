// What scripts report as odd: counted, and some of it raised as events.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

/// For base/bif/reporter.bif, which is being registered.
void add_weird_builtins(Registry& registry);

}  // namespace whimbrel::script
