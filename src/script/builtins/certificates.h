// Certificates (X.509) as scripts have them: an opaque value that never changes once it is read. OpenSSL does the work;
// its headers are named in the .cc files only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "script/builtins/registry.h"
#include "script/model/objects.h"

struct evp_md_st;  // OpenSSL's EVP_MD
struct x509_st;    // OpenSSL's X509

namespace whimbrel::script {

struct CertificateObject final : OpaqueObject {
  explicit CertificateObject(std::shared_ptr<x509_st> certificate_)
      : OpaqueObject(make<OpaqueType>("x509")), certificate(std::move(certificate_)) {}
  std::string text() const override { return "<opaque of X509Val>"; }
  Ref<OpaqueObject> clone() const override { return make<CertificateObject>(certificate); }
  x509_st* get() const { return certificate.get(); }

  const std::shared_ptr<x509_st> certificate;  ///< never null
};

/// Null if the bytes do not begin with a certificate in DER.
Ref<CertificateObject> read_certificate(std::string_view der);
std::string der_of(const CertificateObject& certificate);

/// By its number in TLS (RFC 5246, 7.4.1.4.1); null if there is none.
const evp_md_st* tls_hash_algorithm(uint64_t number);

/// Whether the name of a certificate stands for a host. A wildcard stands for one label or its end: it is the last
/// character of the first label, and at least two more labels follow.
bool is_name_of_host(std::string_view host, std::string_view name);

void add_certificate_builtins(Registry& registry);
void add_certificate_check_builtins(Registry& registry);  // certificates_check.cc: verification
void add_certificate_log_builtins(Registry& registry);    // certificates_logged.cc: promises of logs

}  // namespace whimbrel::script
