#include "engine/socket_transport.h"

#include "net/socket_wire.h"

namespace whimbrel {

Result<uint16_t> SocketTransport::listen(const std::string& address, uint16_t port) {
  Listener::Callbacks callbacks;
  callbacks.accepted = [this](ConnectionPtr connection, const NetworkInfo& remote) {
    if (Link* const link = core_->on_accepted(remote, net_.loop.now()))
      link->attach(make_wire(net_, std::move(connection), *link));
  };
  callbacks.failed = [this](const NetworkInfo& remote, const Error& why) { core_->on_accept_failed(remote, why); };
  callbacks.may_accept = [this](size_t tls) { return core_->handshakes() + tls < most_pending_; };
  return open(net_, address, port, std::move(callbacks));
}

Listener::Callbacks SocketTransport::callbacks_for(WebClients& clients, Duration ping_interval) {
  Listener::Callbacks callbacks;
  callbacks.accepted = [this, &clients, ping_interval](ConnectionPtr connection, const NetworkInfo& remote) {
    if (WebSession* const session = clients.accept(remote, ping_interval, net_.loop.now()))
      session->attach(make_wire(net_, std::move(connection), *session));
  };
  callbacks.failed = [&clients](const NetworkInfo& remote, const Error& why) { clients.on_accept_failed(remote, why); };
  callbacks.may_accept = [this, &clients](size_t tls) { return clients.pending() + tls < most_pending_; };
  return callbacks;
}

Result<uint16_t> SocketTransport::listen_websocket(const std::string& address, uint16_t port, WebClients& clients) {
  return open(net_, address, port, callbacks_for(clients, clients.usual_ping_interval()));
}

Result<uint16_t> SocketTransport::listen_websocket(const WebSocketListener& listener, WebClients& clients) {
  auto tls = TlsContext::make(listener);
  if (!tls) return tls.error();
  auto own = std::make_unique<OwnContext>(OwnContext{std::move(*tls), net_});
  own->net.tls = own->tls.get();
  const auto bound = open(own->net, listener.address, listener.port, callbacks_for(clients, listener.ping_interval));
  if (bound) own_contexts_.push_back(std::move(own));
  return bound;
}

Result<uint16_t> SocketTransport::open(NetContext& net, const std::string& address, uint16_t port,
                                       Listener::Callbacks callbacks) {
  auto listener = Listener::open(net, address, port, std::move(callbacks));
  if (!listener) return listener.error();
  listeners_.push_back(std::move(*listener));
  return listeners_.back()->port();
}

void SocketTransport::connect(uint64_t request, const std::string& address, uint16_t port) {
  auto done = [this, request](Result<ConnectionPtr> connection) {
    const auto attempt = attempts_.extract(request);  // lives until the end of this call
    if (!connection) return core_->on_connect_failed(request, connection.error(), net_.loop.now());
    if (Link* const link = core_->on_connected(request, net_.loop.now()))
      link->attach(make_wire(net_, std::move(*connection), *link));
  };
  auto resolved = [this, request] { core_->on_resolved(request); };
  attempts_[request] = std::make_unique<Connecting>(net_, address, port, std::move(resolved), std::move(done));
}

}  // namespace whimbrel
