// TLS as Broker speaks it, over OpenSSL. Two modes: without any of the five ssl_* options the connection is encrypted
// with an anonymous key exchange and nobody is authenticated; with them both sides must show a certificate that the
// other trusts. docs/formats/tls.md.
#pragma once

#include <memory>
#include <string>

#include "whimbrel/options.h"

struct ssl_st;
struct ssl_ctx_st;

namespace whimbrel {

struct SslDeleter {
  void operator()(ssl_st* ssl) const;
  void operator()(ssl_ctx_st* context) const;
};
using Ssl = std::unique_ptr<ssl_st, SslDeleter>;

/// Settings of all TLS connections of an endpoint. Immutable after make(); any thread.
class TlsContext {
 public:
  /// Loads the files that the options name. Null if TLS is disabled.
  static Result<std::unique_ptr<TlsContext>> make(const EndpointOptions& options);
  /// Of a listener whose clients need no certificates, unless it says so. Null: plain TCP.
  static Result<std::unique_ptr<TlsContext>> make(const WebSocketListener& listener);
  /// A connection's state over a connected socket.
  Ssl open(int socket, bool server) const;
  bool authenticates() const { return authenticates_; }

 private:
  static Result<std::unique_ptr<TlsContext>> make_plain(std::string passphrase);
  std::unique_ptr<ssl_ctx_st, SslDeleter> context_;
  std::string passphrase_;
  bool authenticates_ = false;
};

/// The oldest error that OpenSSL has noted on this thread, in words; the rest is forgotten.
std::string take_tls_error();

}  // namespace whimbrel
