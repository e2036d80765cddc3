// The functions about networks, in files by topic.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_address_builtins(Registry& registry);   // addresses.cc: addresses, subnets
void add_port_builtins(Registry& registry);      // ports.cc
void add_protocol_builtins(Registry& registry);  // protocol_texts.cc: notations of FTP and NetBIOS
void add_lookup_builtins(Registry& registry);    // lookups.cc: DNS and geographical look-ups

}  // namespace whimbrel::script
