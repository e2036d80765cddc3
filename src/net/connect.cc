#include "net/connect.h"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <set>

#include "net/connection.h"

namespace whimbrel {

namespace {

// -- TLS

std::string tls_failure(SSL* ssl, int error) {
  const long verdict = SSL_get_verify_result(ssl);
  if (verdict != X509_V_OK)
    return fmt::format("TLS handshake failed: the certificate of the other side is not accepted: {}",
                       X509_verify_cert_error_string(verdict));
  if (error == SSL_ERROR_SYSCALL || error == SSL_ERROR_ZERO_RETURN || ERR_peek_error() == 0)
    return "TLS handshake failed: the other side closed the connection; does it use TLS, with settings like ours?";
  return fmt::format("TLS handshake failed: {}; does the other side use TLS, with settings like ours?",
                     take_tls_error());
}

// A TLS handshake. Its arithmetic takes the better part of a millisecond, so it runs on the worker pool, one step at a
// time.
class TlsHandshake : public std::enable_shared_from_this<TlsHandshake> {
 public:
  using Done = std::function<void(Result<ConnectionPtr>)>;

  TlsHandshake(NetContext& net, tcp::socket socket, bool server, Done done)
      : net_(net), timer_(net.loop.impl().context, net.handshake_timeout), done_(std::move(done)) {
    const int fd = socket.native_handle();
    connection_.reset(new Connection(std::move(socket), net.tls->open(fd, server)));
  }

  void start() {
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->finish(Error(ErrorCode::PeerTimeout, "no TLS handshake in time; does the other side use TLS?"));
    });
    step();
  }
  void cancel() { done_ = nullptr; }

 private:
  struct Outcome {
    int error = SSL_ERROR_NONE;
    std::string why;
  };

  void step() {
    if (!done_) return;
    busy_ = true;
    const bool taken = net_.workers.submit([self = shared_from_this()] {
      Outcome outcome;
      SSL* const ssl = self->connection_->ssl.get();
      ERR_clear_error();
      const int result = SSL_do_handshake(ssl);
      if (result != 1) outcome.error = SSL_get_error(ssl, result);
      const bool failed = outcome.error != SSL_ERROR_NONE && outcome.error != SSL_ERROR_WANT_READ &&
                          outcome.error != SSL_ERROR_WANT_WRITE;
      if (failed) outcome.why = tls_failure(ssl, outcome.error);
      self->net_.loop.post([self, outcome = std::move(outcome)] { self->on_step(outcome); });
    });
    if (!taken) finish(ErrorCode::ShuttingDown);
  }

  void on_step(const Outcome& outcome) {
    busy_ = false;
    if (!done_) return finish(ErrorCode::PeerTimeout);
    if (!outcome.why.empty()) return finish(Error(ErrorCode::TlsFailure, outcome.why));
    if (outcome.error == SSL_ERROR_NONE) return finish({});
    const auto what = outcome.error == SSL_ERROR_WANT_READ ? tcp::socket::wait_read : tcp::socket::wait_write;
    connection_->socket.async_wait(what, [self = shared_from_this()](error_code error) {
      if (!error) self->step();
    });
  }

  void finish(Error why) {
    if (auto done = std::exchange(done_, nullptr)) {
      if (why)
        done(std::move(why));
      else
        done(std::move(connection_));
    }
    timer_.cancel();
    // A worker may be at it still; then the connection goes when that is done.
    if (!busy_) connection_.reset();
  }

  NetContext& net_;
  ConnectionPtr connection_;
  asio::steady_timer timer_;
  Done done_;
  bool busy_ = false;
};

// -- names and addresses

NetworkInfo network_info(const tcp::endpoint& endpoint) {
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return {address.to_string(), endpoint.port(), 0};
}

// Addresses of a network interface, IPv6 first.
std::vector<asio::ip::address> addresses_of_interface(const std::string& name) {
  std::vector<asio::ip::address> found;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return found;
  for (const int family : {AF_INET6, AF_INET}) {
    for (const ifaddrs* at = all; at; at = at->ifa_next) {
      if (!at->ifa_addr || at->ifa_addr->sa_family != family || name != at->ifa_name) continue;
      if (family == AF_INET6) {
        const auto* in = reinterpret_cast<const sockaddr_in6*>(at->ifa_addr);
        asio::ip::address_v6::bytes_type bytes;
        std::memcpy(bytes.data(), &in->sin6_addr, bytes.size());
        found.emplace_back(asio::ip::address_v6(bytes, in->sin6_scope_id));
      } else {
        const auto* in = reinterpret_cast<const sockaddr_in*>(at->ifa_addr);
        found.emplace_back(asio::ip::address_v4(ntohl(in->sin_addr.s_addr)));
      }
    }
  }
  freeifaddrs(all);
  return found;
}

std::vector<asio::ip::address> listen_candidates(const std::string& address) {
  if (address.empty()) return {asio::ip::address_v6::any(), asio::ip::address_v4::any()};
  if (address == "localhost") return {asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
  error_code error;
  if (const auto numeric = asio::ip::make_address(address, error); !error) return {numeric};
  return addresses_of_interface(address);
}

}  // namespace

// -- outgoing

struct Connecting::Attempt : std::enable_shared_from_this<Connecting::Attempt> {
  Attempt(NetContext& net_, Done done_)
      : net(net_), done(std::move(done_)), resolver(context()), socket(context()), timer(context()) {}

  asio::io_context& context() const { return net.loop.impl().context; }

  void resolve(const std::string& address, uint16_t port, Resolved resolved) {
    resolver.async_resolve(
        address, std::to_string(port), tcp::resolver::numeric_service,
        [self = shared_from_this(), resolved = std::move(resolved)](error_code error,
                                                                    tcp::resolver::results_type found) {
          if (!self->done) return;
          if (error)
            return self->finish(Error(ErrorCode::PeerUnavailable, "cannot resolve the name: " + error.message()));
          for (const auto& entry : found) self->targets.push_back(entry.endpoint());
          resolved();
          self->next();
        });
  }

  void next() {
    if (targets.empty()) return finish(std::move(why));
    const tcp::endpoint target = targets.front();
    targets.erase(targets.begin());
    socket = tcp::socket(context());
    timer.expires_after(net.connect_timeout);
    timer.async_wait([self = shared_from_this(), round = ++rounds](error_code error) {
      if (error || round != self->rounds) return;
      error_code ignored;
      self->timed_out = true;
      self->socket.close(ignored);
    });
    socket.async_connect(target, [self = shared_from_this()](error_code error) { self->on_connect(error); });
  }

  void on_connect(error_code error) {
    ++rounds;
    timer.cancel();
    if (!done) return;
    if (error) {
      why = Error(ErrorCode::PeerUnavailable,
                  std::exchange(timed_out, false) ? "no connection in time" : error.message());
      return next();
    }
    set_up_socket(socket);
    if (!net.tls) return finish(ConnectionPtr(new Connection(std::move(socket), nullptr)));
    tls = std::make_shared<TlsHandshake>(
        net, std::move(socket), false,
        [self = shared_from_this()](Result<ConnectionPtr> result) { self->finish(std::move(result)); });
    tls->start();
  }

  void finish(Result<ConnectionPtr> result) {
    tls.reset();
    if (auto call = std::exchange(done, nullptr)) call(std::move(result));
  }

  void cancel() {
    done = nullptr;
    error_code ignored;
    resolver.cancel();
    socket.close(ignored);
    timer.cancel();
    if (tls) tls->cancel();
    tls.reset();
  }

  NetContext& net;
  Done done;
  tcp::resolver resolver;
  tcp::socket socket;
  asio::steady_timer timer;
  std::vector<tcp::endpoint> targets;
  std::shared_ptr<TlsHandshake> tls;
  Error why{ErrorCode::PeerUnavailable, "the name has no address"};
  int rounds = 0;
  bool timed_out = false;
};

Connecting::Connecting(NetContext& net, const std::string& address, uint16_t port, Resolved resolved, Done done)
    : attempt_(std::make_shared<Attempt>(net, std::move(done))) {
  attempt_->resolve(address, port, std::move(resolved));
}

Connecting::~Connecting() { attempt_->cancel(); }

// -- incoming

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
  Impl(NetContext& net_, Callbacks callbacks_)
      : net(net_),
        callbacks(std::move(callbacks_)),
        acceptor(net.loop.impl().context),
        pause(net.loop.impl().context) {}

  error_code bind(const asio::ip::address& address, uint16_t port) {
    const tcp::endpoint endpoint(address, port);
    error_code error, ignored;
    acceptor.close(ignored);
    acceptor.open(endpoint.protocol(), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(!address.is_unspecified()), ignored);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), ignored);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptor.non_blocking(true, error);
    return error;
  }

  void accept() {
    if (closed) return;
    if (!callbacks.may_accept(handshakes.size())) return wait_a_little();
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (self->closed) return;
      // Out of descriptors, for instance: try again, but not at once.
      if (error) return self->wait_a_little();
      self->on_socket(std::move(socket));
      self->accept();
    });
  }

  void wait_a_little() {
    pause.expires_after(std::chrono::milliseconds(50));
    pause.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->accept();
    });
  }

  void on_socket(tcp::socket socket) {
    error_code error;
    const NetworkInfo remote = network_info(socket.remote_endpoint(error));
    if (error) return;  // gone already
    set_up_socket(socket);
    if (!net.tls) return callbacks.accepted(ConnectionPtr(new Connection(std::move(socket), nullptr)), remote);
    auto done = [self = shared_from_this(), remote](TlsHandshake* which, Result<ConnectionPtr> result) {
      std::erase_if(self->handshakes, [which](const auto& known) { return known.get() == which; });
      if (self->closed) return;
      if (!result) return self->callbacks.failed(remote, result.error());
      self->callbacks.accepted(std::move(*result), remote);
    };
    auto slot = std::make_shared<TlsHandshake*>();
    auto tls = std::make_shared<TlsHandshake>(
        net, std::move(socket), true, [slot, done](Result<ConnectionPtr> result) { done(*slot, std::move(result)); });
    *slot = tls.get();
    handshakes.insert(tls);
    tls->start();
  }

  void close() {
    closed = true;
    error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    for (const auto& tls : handshakes) tls->cancel();
    handshakes.clear();
  }

  NetContext& net;
  Callbacks callbacks;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::set<std::shared_ptr<TlsHandshake>> handshakes;
  bool closed = false;
};

Result<std::unique_ptr<Listener>> Listener::open(NetContext& net, const std::string& address, uint16_t port,
                                                 Callbacks callbacks) {
  auto impl = std::make_shared<Impl>(net, std::move(callbacks));
  const auto candidates = listen_candidates(address);
  std::string why = "it is neither an address of this machine nor the name of one of its network interfaces";
  for (const auto& candidate : candidates) {
    const error_code error = impl->bind(candidate, port);
    if (!error) {
      impl->accept();
      return std::unique_ptr<Listener>(new Listener(std::move(impl)));
    }
    why = error.message();
  }
  return Error(ErrorCode::CannotListen,
               fmt::format("cannot listen on {}:{}: {}", address.empty() ? "INADDR_ANY" : address, port, why));
}

Listener::Listener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() { impl_->close(); }

uint16_t Listener::port() const {
  error_code ignored;
  return impl_->acceptor.local_endpoint(ignored).port();
}

}  // namespace whimbrel
