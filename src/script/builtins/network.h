// The functions about networks, in files by topic.
#pragma once

#include <optional>
#include <string>

#include "script/builtins/registry.h"
#include "whimbrel/address.h"

namespace whimbrel::script {

void add_address_builtins(Registry& registry);    // addresses.cc: addresses, subnets
void add_port_builtins(Registry& registry);       // ports.cc
void add_protocol_builtins(Registry& registry);   // protocol_texts.cc: notations of FTP and NetBIOS
void add_anonymize_builtins(Registry& registry);  // anonymize.cc
void add_lookup_builtins(Registry& registry);     // lookups.cc: DNS and geographical look-ups

/// An address as functions take it from texts. Dotted decimals are four numbers as scanf reads them, with zeros, blanks
/// or a sign in front: "010.001.002.003".
std::optional<Address> read_address(const std::string& text);  // addresses.cc
/// The name that the name of an address is asked for by: "4.3.2.1.in-addr.arpa".
std::string ptr_name(const Address& address);  // addresses.cc

}  // namespace whimbrel::script
