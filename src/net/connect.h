// Making connections: outgoing ones by name or address, incoming ones on a listener; TLS included where configured. The
// result is a Connection that is ready to carry bytes.
//
// Loop thread only. Name resolution happens on a thread of Asio's, TLS handshakes on the worker pool, so neither holds
// others up.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/loop.h"
#include "net/tls.h"
#include "sched/worker_pool.h"
#include "whimbrel/events.h"

namespace whimbrel {

/// A connected socket, with the state of TLS if it is encrypted. Opaque here; net/connection.h has the inside.
class Connection;
struct ConnectionDeleter {
  void operator()(Connection* connection) const;
};
using ConnectionPtr = std::unique_ptr<Connection, ConnectionDeleter>;

/// What connections need, once per endpoint.
struct NetContext {
  Loop& loop;
  const TlsContext* tls;  ///< null: plain TCP
  WorkerPool& workers;
  Duration connect_timeout;
  Duration handshake_timeout;
};

/// An attempt to connect. Destroying it gives up, and nothing is called any more.
class Connecting {
 public:
  using Resolved = std::function<void()>;
  using Done = std::function<void(Result<ConnectionPtr>)>;
  /// Tries all addresses of a host name, or a numeric address. resolved is called when these are known, done once at
  /// the end, neither from within this function.
  Connecting(NetContext& net, const std::string& address, uint16_t port, Resolved resolved, Done done);
  ~Connecting();

 private:
  struct Attempt;
  std::shared_ptr<Attempt> attempt_;
};

class Listener {
 public:
  struct Callbacks {
    /// A connection is ready.
    std::function<void(ConnectionPtr, const NetworkInfo& remote)> accepted;
    /// One failed on the way, as in its TLS handshake.
    std::function<void(const NetworkInfo& remote, const Error& why)> failed;
    /// May one more be accepted now, while so many TLS handshakes run? While not, connections wait in the kernel's
    /// queue.
    std::function<bool(size_t tls_handshakes)> may_accept;
  };
  /// "" listens on all addresses, "localhost" on the loopback; otherwise a numeric address or the name of a network
  /// interface. CannotListen says why not.
  static Result<std::unique_ptr<Listener>> open(NetContext& net, const std::string& address, uint16_t port,
                                                Callbacks callbacks);
  ~Listener();
  uint16_t port() const;

 private:
  struct Impl;
  explicit Listener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace whimbrel
