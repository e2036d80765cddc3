// Whether a log for Certificate Transparency has promised to take in a certificate (RFC 6962, 3.2).
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <climits>
#include <optional>

#include "script/builtins/certificates.h"
#include "script/builtins/openssl.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

void free_bytes(void* bytes) { OPENSSL_free(bytes); }
using Bytes = Freed<unsigned char, free_bytes>;
using CertificatePointer = Freed<X509, X509_free>;
using Extension = Freed<X509_EXTENSION, X509_EXTENSION_free>;
using Key = Freed<EVP_PKEY, EVP_PKEY_free>;
using Digest = Freed<EVP_MD_CTX, EVP_MD_CTX_free>;

constexpr size_t kKeyHashSize = 32;                // SHA-256
constexpr size_t kLongestEntry = (1U << 24U) - 1;  // the length has three bytes
enum : uint8_t { kVersion1 = 0, kCertificateTimestamp = 0 };
enum EntryType : uint8_t { kCertificate = 0, kCertificateToBe = 1 };

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void put_big_endian(std::string& to, uint64_t number, int size) {
  for (int i = size - 1; i >= 0; --i) to += static_cast<char>(number >> (8 * i));
}

/// What the log saw if its promise stands in the certificate itself: all that is signed, but the promises.
std::optional<std::string> without_promises(const CertificateObject& certificate) {
  const CertificatePointer copy(X509_dup(certificate.get()));
  if (!copy) return std::nullopt;
  const int at = X509_get_ext_by_NID(copy.get(), NID_ct_precert_scts, -1);
  if (at >= 0) const Extension removed(X509_delete_ext(copy.get(), at));
  unsigned char* der = nullptr;
  const int size = i2d_re_X509_tbs(copy.get(), &der);
  const Bytes owner(der);
  if (size <= 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
}

/// The bytes that the log has signed; none if the certificate is none that a log can take.
std::optional<std::string> signed_bytes(const CertificateObject& certificate, uint64_t time,
                                        const std::string& issuer_key_hash) {
  const bool is_inside = !issuer_key_hash.empty();
  const std::optional<std::string> entry = is_inside ? without_promises(certificate) : der_of(certificate);
  if (!entry || entry->empty() || entry->size() > kLongestEntry) return std::nullopt;
  std::string bytes{kVersion1, kCertificateTimestamp};
  put_big_endian(bytes, time, 8);
  put_big_endian(bytes, is_inside ? kCertificateToBe : kCertificate, 2);
  bytes += issuer_key_hash;
  put_big_endian(bytes, entry->size(), 3);
  bytes += *entry;
  put_big_endian(bytes, 0, 2);  // no extensions
  return bytes;
}

Key read_key(const std::string& der) {
  const unsigned char* bytes = bytes_of(der);
  return der.size() > LONG_MAX ? nullptr : Key(d2i_PUBKEY(nullptr, &bytes, static_cast<long>(der.size())));
}

bool is_signature(const std::string& signature, const std::string& bytes, EVP_PKEY* key, const EVP_MD* hash) {
  const Digest digest(EVP_MD_CTX_new());
  return digest && EVP_DigestVerifyInit(digest.get(), nullptr, hash, nullptr, key) > 0 &&
         EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) > 0;
}

/// The name of the log, `logid`, is not among what it signs: who asks has found the key by it.
Cell sct_verify(BuiltinCall& call) {
  const ErrorsForgotten forget;
  const auto refuse = [&](const char* why) {
    builtin_error(call, why);
    return Cell::boolean(false);
  };
  const std::string& issuer_key_hash = string_argument(call, 6);
  if (!issuer_key_hash.empty() && issuer_key_hash.size() != kKeyHashSize)
    return refuse("issuer_key_hash must have 32 bytes");
  const EVP_MD* const hash = tls_hash_algorithm(call.arguments[5].as_count());
  if (!hash) return refuse("unknown hash algorithm");
  const Key key = read_key(string_argument(call, 2));
  if (!key) return refuse("log_key is no public key in DER");
  const auto bytes =
      signed_bytes(call.arguments[0].as<CertificateObject>(), call.arguments[4].as_count(), issuer_key_hash);
  if (!bytes) return refuse("the certificate cannot be in a log");
  return Cell::boolean(is_signature(string_argument(call, 3), *bytes, key.get(), hash));
}

}  // namespace

void add_certificate_log_builtins(Registry& registry) {
  registry.add(
      "sct_verify(cert: opaque of x509, logid: string, log_key: string, signature: string, timestamp: count, "
      "hash_algorithm: count, issuer_key_hash: string &default=\"\"): bool",
      sct_verify);
}

}  // namespace whimbrel::script
