// The functions of the module Broker, and those of Cluster that publish.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

/// Before scripts are loaded: what the checker must know of the module's types.
void set_up_broker(Runtime& runtime);
/// Before they run: options that an endpoint cannot start with end the process here, whether or not one is needed.
void check_broker_options(Runtime& runtime);

/// All of them: connections, topics, events, and what data_functions.h has.
void add_broker_builtins(Registry& registry);
/// The parts of it.
void add_connection_builtins(Registry& registry);  // connections.cc
void add_topic_builtins(Registry& registry);       // topics.cc
void add_event_builtins(Registry& registry);       // events.cc: publish, make_event
void add_store_builtins(Registry& registry);       // stores_functions.cc

}  // namespace whimbrel::script
