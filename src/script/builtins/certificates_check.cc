// Whether certificates are to be believed: chains up to certificates that are trusted, and what those who issued them
// say (OCSP).
#include <openssl/ocsp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>

#include "script/builtins/certificates.h"
#include "script/builtins/openssl.h"
#include "script/builtins/support.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

using Stack = STACK_OF(X509);
void free_stack(Stack* stack) { sk_X509_free(stack); }
void free_stack_and_elements(Stack* stack) { sk_X509_pop_free(stack, X509_free); }
using CertificatePointer = Freed<X509, X509_free>;
using BorrowedStack = Freed<Stack, free_stack>;
using OwnedStack = Freed<Stack, free_stack_and_elements>;
using Store = Freed<X509_STORE, X509_STORE_free>;
using StoreContext = Freed<X509_STORE_CTX, X509_STORE_CTX_free>;
using Response = Freed<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using BasicResponse = Freed<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using Id = Freed<OCSP_CERTID, OCSP_CERTID_free>;

std::string last_error() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason ? reason : "unknown error";
}

struct Answer {
  int64_t code = 0;
  std::string text;
  OwnedStack chain;  // null unless there is one
};

constexpr int64_t kNotAsked = -1;  // something is missing, so that there is no code of OpenSSL
Answer refusal(std::string text) { return {kNotAsked, std::move(text), nullptr}; }

Cell record_of(const BuiltinCall& call, const Answer& answer) {
  auto record = result_record(call, "X509::Result");
  set_field(*record, "result", Cell::integer(answer.code));
  set_field(*record, "result_string", string_cell(answer.text));
  if (!answer.chain) return record;
  auto chain = result_vector(call, "x509_opaque_vector");
  for (int i = 0; i < sk_X509_num(answer.chain.get()); ++i) {
    X509* const certificate = sk_X509_value(answer.chain.get(), i);
    X509_up_ref(certificate);
    chain->cells.emplace_back(make<CertificateObject>(std::shared_ptr<X509>(certificate, X509_free)));
  }
  set_field(*record, "chain_certs", chain);
  return record;
}

/// Times that no calendar has are as far away as calendars go.
time_t whole_seconds(double time) {
  constexpr double kFirst = -62167219200, kLast = 253402300799;  // the years 0 and 9999
  return time >= kFirst ? static_cast<time_t>(std::min(time, kLast)) : static_cast<time_t>(kFirst);
}

// -- arguments

/// Who is checked, what may stand between it and those who are trusted, and when.
struct Question {
  X509* certificate = nullptr;
  BorrowedStack others;
  Store trusted;
  time_t when = 0;
};

/// False and reported if one of them is no certificate.
bool add_trusted(const BuiltinCall& call, X509_STORE* store, TableObject& table) {
  TableObject::Walk walk(table);
  while (const TableObject::Entry* const entry = walk.next()) {
    const auto certificate = read_certificate(entry->value.string());
    if (!certificate) {
      builtin_error(call, "root certificate is no certificate in DER: " + entry->index[0].string());
      return false;
    }
    X509_STORE_add_cert(store, certificate->get());
  }
  return true;
}

/// Returns why the question cannot be put, "" if it can.
std::string read_question(const BuiltinCall& call, const Cell& roots, const Cell& when, Question& question) {
  const auto& certificates = call.arguments[0].as<VectorObject>().cells;
  if (certificates.empty()) return "no certificates";
  question.others.reset(sk_X509_new_null());
  for (const Cell& cell : certificates) {
    if (!cell.is_set()) return "undefined value in certificate vector";
    X509* const certificate = cell.as<CertificateObject>().get();
    if (!question.certificate)
      question.certificate = certificate;
    else if (!sk_X509_push(question.others.get(), certificate))
      return "out of memory";
  }
  question.trusted.reset(X509_STORE_new());
  if (!question.trusted || !add_trusted(call, question.trusted.get(), roots.as<TableObject>()))
    return "root certificates cannot be used";
  question.when = whole_seconds(when.as_double());
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(question.trusted.get()), question.when);
  return {};
}

/// The check itself; the store's time is its time.
StoreContext begin_check(const Question& question) {
  StoreContext check(X509_STORE_CTX_new());
  if (!check || !X509_STORE_CTX_init(check.get(), question.trusted.get(), question.certificate, question.others.get()))
    return nullptr;
  return check;
}

// -- chains

Answer check_chain(const Question& question) {
  const StoreContext check = begin_check(question);
  if (!check) return refusal(last_error());
  const int outcome = X509_verify_cert(check.get());
  int code = X509_STORE_CTX_get_error(check.get());
  if (outcome <= 0 && code == X509_V_OK) code = X509_V_ERR_UNSPECIFIED;
  return {code, X509_verify_cert_error_string(code),
          OwnedStack(outcome > 0 ? X509_STORE_CTX_get1_chain(check.get()) : nullptr)};
}

Cell x509_verify(BuiltinCall& call) {
  const ErrorsForgotten forget;
  Question question;
  const std::string wrong = read_question(call, call.arguments[1], call.arguments[2], question);
  return record_of(call, wrong.empty() ? check_chain(question) : refusal(wrong));
}

// -- OCSP

/// Null if neither the others nor the trusted ones have it.
CertificatePointer issuer_of(const Question& question) {
  for (int i = 0; i < sk_X509_num(question.others.get()); ++i) {
    X509* const candidate = sk_X509_value(question.others.get(), i);
    if (X509_check_issued(candidate, question.certificate) != X509_V_OK) continue;
    X509_up_ref(candidate);
    return CertificatePointer(candidate);
  }
  const StoreContext check = begin_check(question);
  X509* found = nullptr;
  if (!check || X509_STORE_CTX_get1_issuer(&found, check.get(), question.certificate) <= 0) return nullptr;
  return CertificatePointer(found);
}

/// What is said about the certificate; null if nothing is.
OCSP_SINGLERESP* find_single(OCSP_BASICRESP* response, X509* certificate, X509* issuer) {
  for (int i = 0; i < OCSP_resp_count(response); ++i) {
    OCSP_SINGLERESP* const single = OCSP_resp_get0(response, i);
    auto* const id = const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(single));
    ASN1_OBJECT* algorithm = nullptr;
    OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, id);
    const EVP_MD* const hash = algorithm ? EVP_get_digestbyobj(algorithm) : nullptr;
    const Id wanted(hash ? OCSP_cert_to_id(hash, certificate, issuer) : nullptr);
    if (wanted && OCSP_id_cmp(wanted.get(), id) == 0) return single;
  }
  return nullptr;
}

Answer answer_of(OCSP_SINGLERESP* single, time_t when) {
  int reason = 0;
  ASN1_GENERALIZEDTIME *revoked = nullptr, *from = nullptr, *until = nullptr;
  const int status = OCSP_single_get0_status(single, &reason, &revoked, &from, &until);
  // 0: not a time
  const int since = from ? X509_cmp_time(from, &when) : 0, to = until ? X509_cmp_time(until, &when) : 1;
  if (since == 0 || to == 0) return refusal("OCSP reply has an invalid time");
  if (since > 0) return refusal("OCSP reply not yet valid");
  if (to < 0) return refusal("OCSP reply expired");
  return {status, OCSP_cert_status_str(status), nullptr};
}

Answer check_reply(const Question& question, const std::string& reply) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(reply.data());
  const Response response(
      d2i_OCSP_RESPONSE(nullptr, &bytes, static_cast<long>(std::min<size_t>(reply.size(), LONG_MAX))));
  if (!response) return refusal("OCSP parsing failed");
  if (const int status = OCSP_response_status(response.get()); status != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    return refusal(OCSP_response_status_str(status));
  const BasicResponse basic(OCSP_response_get1_basic(response.get()));
  if (!basic) return refusal("OCSP response parsing failed");
  const CertificatePointer issuer = issuer_of(question);
  if (!issuer) return refusal("issuer certificate not found");
  const BorrowedStack signers(sk_X509_dup(question.others.get()));
  if (!signers || !sk_X509_push(signers.get(), issuer.get())) return refusal("out of memory");
  if (OCSP_basic_verify(basic.get(), signers.get(), question.trusted.get(), 0) <= 0) return refusal(last_error());
  OCSP_SINGLERESP* const single = find_single(basic.get(), question.certificate, issuer.get());
  return single ? answer_of(single, question.when) : refusal("OCSP reply is about other certificates");
}

Cell x509_ocsp_verify(BuiltinCall& call) {
  const ErrorsForgotten forget;
  Question question;
  const std::string wrong = read_question(call, call.arguments[2], call.arguments[3], question);
  return record_of(call, wrong.empty() ? check_reply(question, string_argument(call, 1)) : refusal(wrong));
}

}  // namespace

void add_certificate_check_builtins(Registry& registry) {
  registry.add(
      "x509_verify(certs: x509_opaque_vector, root_certs: table_string_of_string, "
      "verify_time: time &default=network_time()): X509::Result",
      x509_verify);
  registry.add(
      "x509_ocsp_verify(certs: x509_opaque_vector, ocsp_reply: string, root_certs: table_string_of_string, "
      "verify_time: time &default=network_time()): X509::Result",
      x509_ocsp_verify);
}

}  // namespace whimbrel::script
