// The functions on Broker::Data: Broker::data, set_create, table_insert and so on.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_data_builtins(Registry& registry);           // data_functions.cc
void add_data_iterator_builtins(Registry& registry);  // data_iterators.cc

}  // namespace whimbrel::script
