// The functions about the program itself, in files by topic.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_type_builtins(Registry& registry);        // types.cc: types, records' fields, enums
void add_processing_builtins(Registry& registry);  // processing.cc: event groups, suspending; what needs packets
void add_statistics_builtins(Registry& registry);  // statistics.cc

}  // namespace whimbrel::script
