// Look-ups in the DNS, each in a thread of its own: the resolver of the system may take seconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "whimbrel/address.h"

namespace whimbrel::script {

/// The name of an address; nothing if it has none.
std::optional<std::string> resolve_name(const Address& address);
/// The addresses of a name; empty if there are none.
std::vector<Address> resolve_addresses(const std::string& name);
/// The first TXT record of a name; nothing if there is none.
std::optional<std::string> resolve_text(const std::string& name);

}  // namespace whimbrel::script
