// Carries the bytes of a Link, or of another WireUser, over a Connection.
#pragma once

#include <memory>

#include "net/connect.h"
#include "proto/wire.h"

namespace whimbrel {

/// Reads into the user and writes its outbox until the wire is destroyed. What TLS still holds then, and the end of the
/// stream, are sent in the background. Loop thread only; the user must outlive the wire, and calls back into it come
/// from handlers of the loop.
std::unique_ptr<Wire> make_wire(NetContext& net, ConnectionPtr connection, WireUser& user);

}  // namespace whimbrel
