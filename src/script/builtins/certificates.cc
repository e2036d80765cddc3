#include "script/builtins/certificates.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <optional>
#include <vector>

#include "script/builtins/openssl.h"
#include "script/builtins/support.h"
#include "script/model/characters.h"
#include "whimbrel/address.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

void free_bytes(void* bytes) { OPENSSL_free(bytes); }
using Output = Freed<BIO, BIO_free_all>;
using Number = Freed<BIGNUM, BN_free>;
using Names = Freed<GENERAL_NAMES, GENERAL_NAMES_free>;
using Bytes = Freed<unsigned char, free_bytes>;
using Characters = Freed<char, free_bytes>;

const CertificateObject& certificate_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<CertificateObject>();
}

// -- parts of a certificate as text

/// What a function of OpenSSL writes.
template <class Write>
std::string written(Write write) {
  const Output output(BIO_new(BIO_s_mem()));
  if (!output) return {};
  write(output.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(output.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<size_t>(size)) : std::string();
}

std::string name_text(const X509_NAME* name) {
  return written([name](BIO* output) { X509_NAME_print_ex(output, name, 0, XN_FLAG_RFC2253); });
}

std::string string_text(const ASN1_STRING* string) {
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, string);
  const Bytes owner(bytes);
  return size > 0 ? std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)) : std::string();
}

/// The long name, or the numbers of one that has no name.
std::string object_text(const ASN1_OBJECT* object) {
  char text[256] = "";
  OBJ_obj2txt(text, sizeof text, object, 0);
  return text;
}

std::string algorithm_text(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return object ? object_text(object) : std::string();
}

/// Upper-case digits, two for each byte.
std::string serial_text(const ASN1_INTEGER* serial) {
  const std::string_view bytes(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                               static_cast<size_t>(ASN1_STRING_length(serial)));
  std::string digits = bytes.empty() ? "00" : to_hex(bytes_view(bytes));
  std::ranges::transform(digits, digits.begin(), to_upper);
  return (ASN1_STRING_type(serial) & V_ASN1_NEG ? "-" : "") + digits;
}

/// The names of hosts that a subject has: the most specific one comes last.
std::vector<std::string> common_names(const X509* certificate) {
  const X509_NAME* const subject = X509_get_subject_name(certificate);
  std::vector<std::string> names;
  for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;)
    names.push_back(string_text(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  return names;
}

/// In seconds since 1970, before that negative; 0 if it is none. An offset to UTC is taken into account.
Cell time_of(const ASN1_TIME* time) {
  tm parts{};
  if (!time || !ASN1_TIME_to_tm(time, &parts)) return Cell::time(0);
  return Cell::time(static_cast<double>(timegm(&parts)));
}

// -- keys

std::string exponent_of(const EVP_PKEY* key) {
  BIGNUM* found = nullptr;
  if (!EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &found)) return {};
  const Number exponent(found);
  const Characters text(BN_bn2dec(exponent.get()));
  return text ? text.get() : std::string();
}

std::string curve_of(const EVP_PKEY* key) {
  char name[128] = "";
  size_t size = 0;
  return EVP_PKEY_get_group_name(key, name, sizeof name, &size) ? std::string(name, size) : std::string();
}

void set_key_fields(RecordObject& record, X509* certificate) {
  const EVP_PKEY* const key = X509_get0_pubkey(certificate);
  const int kind = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
  const char* const type = kind == EVP_PKEY_RSA   ? "rsa"
                           : kind == EVP_PKEY_DSA ? "dsa"
                           : kind == EVP_PKEY_EC  ? "ecdsa"
                                                  : nullptr;
  if (!type) return;
  const auto set_unless_empty = [&](std::string_view field, std::string text) {
    if (!text.empty()) set_field(record, field, string_cell(std::move(text)));
  };
  set_unless_empty("key_type", type);
  if (const int bits = EVP_PKEY_get_bits(key); bits > 0) set_unless_empty("key_length", std::to_string(bits));
  if (kind == EVP_PKEY_RSA) set_unless_empty("exponent", exponent_of(key));
  if (kind == EVP_PKEY_EC) set_unless_empty("curve", curve_of(key));
}

/// The algorithm that the key says it is for.
std::string key_algorithm(const X509* certificate) {
  ASN1_OBJECT* object = nullptr;
  X509_PUBKEY_get0_param(&object, nullptr, nullptr, nullptr, X509_get_X509_PUBKEY(certificate));
  return object ? object_text(object) : std::string();
}

// -- functions

Cell x509_from_der(BuiltinCall& call) {
  if (auto certificate = read_certificate(string_argument(call, 0))) return certificate;
  builtin_error(call, "no certificate in DER");
  return {};
}

Cell x509_parse(BuiltinCall& call) {
  const ErrorsForgotten forget;
  X509* const certificate = certificate_argument(call, 0).get();
  auto record = result_record(call, "X509::Certificate");
  const auto set_text = [&](std::string_view field, std::string text) {
    set_field(*record, field, string_cell(std::move(text)));
  };
  const X509_ALGOR* signed_with = nullptr;
  X509_get0_signature(nullptr, &signed_with, certificate);
  set_field(*record, "version", Cell::count(static_cast<uint64_t>(X509_get_version(certificate) + 1)));
  set_text("serial", serial_text(X509_get0_serialNumber(certificate)));
  set_text("subject", name_text(X509_get_subject_name(certificate)));
  set_text("issuer", name_text(X509_get_issuer_name(certificate)));
  if (auto names = common_names(certificate); !names.empty()) set_text("cn", std::move(names.back()));
  set_field(*record, "not_valid_before", time_of(X509_get0_notBefore(certificate)));
  set_field(*record, "not_valid_after", time_of(X509_get0_notAfter(certificate)));
  set_text("key_alg", key_algorithm(certificate));
  set_text("sig_alg", algorithm_text(signed_with));
  set_text("tbs_sig_alg", algorithm_text(X509_get0_tbs_sigalg(certificate)));
  set_key_fields(*record, certificate);
  return record;
}

Cell x509_get_certificate_string(BuiltinCall& call) {
  const CertificateObject& certificate = certificate_argument(call, 0);
  if (!call.arguments[1].as_bool()) return string_cell(der_of(certificate));
  const ErrorsForgotten forget;
  return string_cell(written([&](BIO* output) { PEM_write_bio_X509(output, certificate.get()); }));
}

// -- hashes

using ToDer = int(const X509*, unsigned char**);
int subject_der(const X509* x, unsigned char** bytes) { return i2d_X509_NAME(X509_get_subject_name(x), bytes); }
int issuer_der(const X509* x, unsigned char** bytes) { return i2d_X509_NAME(X509_get_issuer_name(x), bytes); }
int key_der(const X509* x, unsigned char** bytes) { return i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), bytes); }

/// The bytes of the hash of a part in DER.
template <ToDer kPart>
Cell part_hash(BuiltinCall& call) {
  const EVP_MD* const algorithm = tls_hash_algorithm(call.arguments[1].as_count());
  if (!algorithm) {
    builtin_error(call, "unknown hash algorithm");
    return {};
  }
  const ErrorsForgotten forget;
  unsigned char* der = nullptr;
  const int size = kPart(certificate_argument(call, 0).get(), &der);
  const Bytes owner(der);
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int hash_size = 0;
  if (size < 0 || !EVP_Digest(der, static_cast<size_t>(size), hash, &hash_size, algorithm, nullptr)) {
    builtin_error(call, "the hash cannot be made");
    return {};
  }
  return string_cell({reinterpret_cast<const char*>(hash), hash_size});
}

// -- names of hosts

/// The names for DNS in the extension for that.
std::vector<std::string> alternative_names(const X509* certificate) {
  const Names all(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {  // of null: -1
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_DNS) names.push_back(string_text(name->d.dNSName));
  }
  return names;
}

Cell x509_check_hostname(BuiltinCall& call) {
  return Cell::boolean(is_name_of_host(string_argument(call, 0), string_argument(call, 1)));
}

Cell x509_check_cert_hostname(BuiltinCall& call) {
  const ErrorsForgotten forget;
  const X509* const certificate = certificate_argument(call, 0).get();
  std::vector<std::string> names = alternative_names(certificate);
  for (std::string& name : common_names(certificate)) names.push_back(std::move(name));
  for (const std::string& name : names)
    if (is_name_of_host(string_argument(call, 1), name)) return string_cell(name);
  return string_cell("");
}

/// For certificates on the network, of which there are none.
Cell yes(BuiltinCall&) { return Cell::boolean(true); }

}  // namespace

Ref<CertificateObject> read_certificate(std::string_view der) {
  const ErrorsForgotten forget;
  if (der.size() > LONG_MAX) return nullptr;
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  std::shared_ptr<X509> certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), X509_free);
  if (!certificate) return nullptr;
  return make<CertificateObject>(std::move(certificate));
}

std::string der_of(const CertificateObject& certificate) {
  const ErrorsForgotten forget;
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate.get(), &bytes);
  const Bytes owner(bytes);
  return size > 0 ? std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)) : std::string();
}

const EVP_MD* tls_hash_algorithm(uint64_t number) {
  using Algorithm = const EVP_MD*();
  constexpr Algorithm* kAlgorithms[] = {EVP_md5, EVP_sha1, EVP_sha224, EVP_sha256, EVP_sha384, EVP_sha512};
  return number >= 1 && number <= std::size(kAlgorithms) ? kAlgorithms[number - 1]() : nullptr;
}

bool is_name_of_host(std::string_view host_as_written, std::string_view name_as_written) {
  const std::string host = lower_case(host_as_written), name = lower_case(name_as_written);
  if (name.empty() || name.find('\0') != std::string::npos) return false;
  const size_t star = name.find('*');
  if (star == std::string::npos) return host == name;
  const size_t name_dot = name.find('.'), host_dot = host.find('.');
  const std::string_view begin = std::string_view(name).substr(0, star);
  const bool may_be_wild = name_dot == star + 1 && name.find('.', name_dot + 1) != std::string::npos &&
                           name.find('*', star + 1) == std::string::npos;
  if (!may_be_wild || host_dot == std::string::npos || host_dot == 0 || Address::parse(host)) return false;
  return std::string_view(host).substr(0, host_dot).starts_with(begin) &&
         std::string_view(host).substr(host_dot) == std::string_view(name).substr(name_dot);
}

void add_certificate_builtins(Registry& registry) {
  registry.begin("plugins/Zeek_X509.functions.bif");
  registry.add("x509_from_der(der: string): opaque of x509", x509_from_der);
  registry.add("x509_parse(cert: opaque of x509): X509::Certificate", x509_parse);
  registry.add("x509_get_certificate_string(cert: opaque of x509, pem: bool &default=F): string",
               x509_get_certificate_string);
  registry.add("x509_subject_name_hash(cert: opaque of x509, hash_alg: count): string", part_hash<subject_der>);
  registry.add("x509_issuer_name_hash(cert: opaque of x509, hash_alg: count): string", part_hash<issuer_der>);
  registry.add("x509_spki_hash(cert: opaque of x509, hash_alg: count): string", part_hash<key_der>);
  registry.add("x509_check_hostname(hostname: string, certname: string): bool", x509_check_hostname);
  registry.add("x509_check_cert_hostname(cert_opaque: opaque of x509, hostname: string): string",
               x509_check_cert_hostname);
  registry.add("x509_set_certificate_cache(tbl: string_any_table): bool", yes);
  registry.add("x509_set_certificate_cache_hit_callback(f: string_any_file_hook): bool", yes);
  add_certificate_check_builtins(registry);
  add_certificate_log_builtins(registry);
}

}  // namespace whimbrel::script
