#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>
#include <system_error>

namespace whimbrel {

namespace {

// The second is the only one that Broker knows. The first takes senders a third of the time for large records, and the
// handshake three quarters.
constexpr char kAnonymousCiphers[] = "ADH-AES256-GCM-SHA384:AECDH-AES256-SHA:@SECLEVEL=0";
constexpr char kAnonymousGroup[] = "secp384r1";
constexpr char kAnonymousPrime[] = "ffdhe3072";
constexpr char kAuthenticatedCiphers[] = "HIGH:!aNULL:!MD5";
constexpr long kReadBuffer = 64 * 1024;  // several records in one system call

int give_passphrase(char* buffer, int size, int, void* passphrase) {
  const auto& text = *static_cast<const std::string*>(passphrase);
  const int n = std::min(size, static_cast<int>(text.size()));
  std::memcpy(buffer, text.data(), static_cast<size_t>(n));
  return n;
}

Error cannot(std::string_view what, std::string_view option, const std::string& path) {
  return Error(ErrorCode::TlsSetup, fmt::format("cannot {} {} ({}): {}", what, path, option, take_tls_error()));
}

/// What a server needs for ciphers of the first kind.
bool set_prime(SSL_CTX* context) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* prime = nullptr;
  if (!maker || EVP_PKEY_paramgen_init(maker.get()) != 1 ||
      EVP_PKEY_CTX_set_group_name(maker.get(), kAnonymousPrime) != 1 || EVP_PKEY_paramgen(maker.get(), &prime) != 1)
    return false;
  if (SSL_CTX_set0_tmp_dh_pkey(context, prime) == 1) return true;
  EVP_PKEY_free(prime);
  return false;
}

Result<void> set_up_anonymous(SSL_CTX* context) {
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  // A server without a certificate cannot speak TLS 1.3.
  SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  if (SSL_CTX_set_cipher_list(context, kAnonymousCiphers) != 1 ||
      SSL_CTX_set1_groups_list(context, kAnonymousGroup) != 1 || !set_prime(context))
    return Error(ErrorCode::TlsSetup,
                 "this OpenSSL cannot encrypt without certificates; set disable_ssl, or configure certificates: " +
                     take_tls_error());
  return {};
}

Result<void> load_certificate(SSL_CTX* context, const std::string& certificate, const std::string& keyfile,
                              const char* certificate_option, const char* keyfile_option) {
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return cannot("load the certificate", certificate_option, certificate);
  if (SSL_CTX_use_PrivateKey_file(context, keyfile.c_str(), SSL_FILETYPE_PEM) != 1)
    return cannot("load the private key", keyfile_option, keyfile);
  if (SSL_CTX_check_private_key(context) != 1) return cannot("use the private key", keyfile_option, keyfile);
  return {};
}

Result<void> trust(SSL_CTX* context, const std::string& file, const char* option) {
  if (SSL_CTX_load_verify_file(context, file.c_str()) == 1) return {};
  return cannot("load the trusted certificates", option, file);
}

Result<void> set_up_certificates(SSL_CTX* context, const EndpointOptions& o) {
  if (SSL_CTX_set_cipher_list(context, kAuthenticatedCiphers) != 1) return Error(ErrorCode::TlsSetup, take_tls_error());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  if (auto done = load_certificate(context, o.ssl_certificate, o.ssl_keyfile, "ssl_certificate", "ssl_keyfile"); !done)
    return done;
  if (!o.ssl_cafile.empty())
    if (auto done = trust(context, o.ssl_cafile, "ssl_cafile"); !done) return done;
  if (!o.ssl_capath.empty() && SSL_CTX_load_verify_dir(context, o.ssl_capath.c_str()) != 1)
    return cannot("use the directory of trusted certificates", "ssl_capath", o.ssl_capath);
  return {};
}

Result<void> set_up_server(SSL_CTX* context, const WebSocketListener& o) {
  const std::string ciphers = o.ciphers.empty() ? kAuthenticatedCiphers : o.ciphers;
  if (SSL_CTX_set_cipher_list(context, ciphers.c_str()) != 1)
    return Error(ErrorCode::TlsSetup, fmt::format("cannot use the ciphers \"{}\": {}", ciphers, take_tls_error()));
  const int verify = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  SSL_CTX_set_verify(context, o.verifies_clients ? verify : SSL_VERIFY_NONE, nullptr);
  if (auto done = load_certificate(context, o.certificate, o.keyfile, "certificate", "keyfile"); !done) return done;
  if (!o.cafile.empty()) return trust(context, o.cafile, "cafile");
  if (o.verifies_clients) return Error(ErrorCode::TlsSetup, "verifying clients takes a cafile to verify them by");
  return {};
}

}  // namespace

void SslDeleter::operator()(ssl_st* ssl) const { SSL_free(ssl); }
void SslDeleter::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::string take_tls_error() {
  const unsigned long code = ERR_get_error();
  const char* reason = code ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
  const int alert = ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET;
  if (ERR_GET_LIB(code) == ERR_LIB_SSL && alert >= 0)
    return fmt::format("the other side refused us: {}", SSL_alert_desc_string_long(alert));
  return reason ? reason : "no reason given";
}

// What all have in common.
Result<std::unique_ptr<TlsContext>> TlsContext::make_plain(std::string passphrase) {
  auto tls = std::make_unique<TlsContext>();
  tls->context_.reset(SSL_CTX_new(TLS_method()));
  SSL_CTX* const context = tls->context_.get();
  if (!context) return Error(ErrorCode::TlsSetup, take_tls_error());
  tls->passphrase_ = std::move(passphrase);
  SSL_CTX_set_default_passwd_cb(context, give_passphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &tls->passphrase_);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  // Sessions are not resumed. Without this, clients are given tickets, and refused when they come with one.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, kReadBuffer);
  return tls;
}

Result<std::unique_ptr<TlsContext>> TlsContext::make(const EndpointOptions& o) {
  if (o.disable_ssl) return std::unique_ptr<TlsContext>();
  auto tls = make_plain(o.ssl_passphrase);
  if (!tls) return tls;
  (*tls)->authenticates_ = !(o.ssl_certificate.empty() && o.ssl_keyfile.empty() && o.ssl_passphrase.empty() &&
                             o.ssl_cafile.empty() && o.ssl_capath.empty());
  SSL_CTX* const context = (*tls)->context_.get();
  const auto done = (*tls)->authenticates_ ? set_up_certificates(context, o) : set_up_anonymous(context);
  if (!done) return done.error();
  return tls;
}

Result<std::unique_ptr<TlsContext>> TlsContext::make(const WebSocketListener& listener) {
  if (listener.certificate.empty() && listener.keyfile.empty()) {
    if (listener.verifies_clients)
      return Error(ErrorCode::TlsSetup, "verifying clients takes a certificate of one's own");
    return std::unique_ptr<TlsContext>();
  }
  auto tls = make_plain({});
  if (!tls) return tls;
  (*tls)->authenticates_ = listener.verifies_clients;
  if (const auto done = set_up_server((*tls)->context_.get(), listener); !done) return done.error();
  return tls;
}

Ssl TlsContext::open(int socket, bool server) const {
  Ssl ssl(SSL_new(context_.get()));
  SSL_set_fd(ssl.get(), socket);
  server ? SSL_set_accept_state(ssl.get()) : SSL_set_connect_state(ssl.get());
  return ssl;
}

}  // namespace whimbrel
