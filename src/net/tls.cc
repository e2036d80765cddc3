#include "net/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace whimbrel {

namespace {

constexpr char kAnonymousCipher[] = "AECDH-AES256-SHA:@SECLEVEL=0";
constexpr char kAnonymousGroup[] = "secp384r1";
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

Result<void> set_up_anonymous(SSL_CTX* context) {
  SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  // A server without a certificate cannot speak TLS 1.3.
  SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  if (SSL_CTX_set_cipher_list(context, kAnonymousCipher) != 1 ||
      SSL_CTX_set1_groups_list(context, kAnonymousGroup) != 1)
    return Error(ErrorCode::TlsSetup,
                 "this OpenSSL cannot encrypt without certificates; set disable_ssl, or configure certificates: " +
                     take_tls_error());
  return {};
}

Result<void> set_up_certificates(SSL_CTX* context, const EndpointOptions& o) {
  if (SSL_CTX_set_cipher_list(context, kAuthenticatedCiphers) != 1) return Error(ErrorCode::TlsSetup, take_tls_error());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context, o.ssl_certificate.c_str()) != 1)
    return cannot("load the certificate", "ssl_certificate", o.ssl_certificate);
  if (SSL_CTX_use_PrivateKey_file(context, o.ssl_keyfile.c_str(), SSL_FILETYPE_PEM) != 1)
    return cannot("load the private key", "ssl_keyfile", o.ssl_keyfile);
  if (SSL_CTX_check_private_key(context) != 1) return cannot("use the private key", "ssl_keyfile", o.ssl_keyfile);
  if (!o.ssl_cafile.empty() && SSL_CTX_load_verify_file(context, o.ssl_cafile.c_str()) != 1)
    return cannot("load the trusted certificates", "ssl_cafile", o.ssl_cafile);
  if (!o.ssl_capath.empty() && SSL_CTX_load_verify_dir(context, o.ssl_capath.c_str()) != 1)
    return cannot("use the directory of trusted certificates", "ssl_capath", o.ssl_capath);
  return {};
}

}  // namespace

void SslDeleter::operator()(ssl_st* ssl) const { SSL_free(ssl); }
void SslDeleter::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::string take_tls_error() {
  const unsigned long code = ERR_get_error();
  const char* reason = code ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  const int alert = ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET;
  if (ERR_GET_LIB(code) == ERR_LIB_SSL && alert >= 0)
    return fmt::format("the other side refused us: {}", SSL_alert_desc_string_long(alert));
  return reason ? reason : "no reason given";
}

Result<std::unique_ptr<TlsContext>> TlsContext::make(const EndpointOptions& o) {
  if (o.disable_ssl) return std::unique_ptr<TlsContext>();
  auto tls = std::make_unique<TlsContext>();
  tls->context_.reset(SSL_CTX_new(TLS_method()));
  SSL_CTX* const context = tls->context_.get();
  if (!context) return Error(ErrorCode::TlsSetup, take_tls_error());
  tls->passphrase_ = o.ssl_passphrase;
  tls->authenticates_ = !(o.ssl_certificate.empty() && o.ssl_keyfile.empty() && o.ssl_passphrase.empty() &&
                          o.ssl_cafile.empty() && o.ssl_capath.empty());
  SSL_CTX_set_default_passwd_cb(context, give_passphrase);
  SSL_CTX_set_default_passwd_cb_userdata(context, &tls->passphrase_);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, kReadBuffer);
  const auto done = tls->authenticates_ ? set_up_certificates(context, o) : set_up_anonymous(context);
  if (!done) return done.error();
  return tls;
}

Ssl TlsContext::open(int socket, bool server) const {
  Ssl ssl(SSL_new(context_.get()));
  SSL_set_fd(ssl.get(), socket);
  server ? SSL_set_accept_state(ssl.get()) : SSL_set_connect_state(ssl.get());
  return ssl;
}

}  // namespace whimbrel
