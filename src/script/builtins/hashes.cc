// Digests: of values at once, and in steps.
#include "script/builtins/hashes.h"

#include "script/builtins/binary_form.h"
#include "script/builtins/digest.h"
#include "script/builtins/support.h"
#include "script/model/seeds.h"
#include "script/run/birthplaces.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

using Algorithm = Digest::Algorithm;

// -- at once

/// Strings count as their bytes, so that several are hashed as if joined; other values in their binary form.
std::string digest_of(const BuiltinCall& call, Algorithm algorithm) {
  Digest digest(algorithm);
  for (const Cell& cell : call.arguments) digest.add(cell.tag() == Tag::String ? cell.string() : binary_form(cell));
  return digest.finish();
}

template <Algorithm kAlgorithm>
Cell hash_values(BuiltinCall& call) {
  return string_cell(to_hex(bytes_view(digest_of(call, kAlgorithm))));
}

/// Nobody who does not know the seeds can make it.
Cell md5_hmac(BuiltinCall& call) {
  std::string inner = digest_of(call, Algorithm::Md5);
  const auto key = seeds().hmac_key();
  for (size_t i = 0; i < inner.size(); ++i) inner[i] = static_cast<char>(inner[i] ^ key[i]);
  Digest outer(Algorithm::Md5);
  outer.add(inner);
  return string_cell(to_hex(bytes_view(outer.finish())));
}

// -- in steps

template <Algorithm kAlgorithm>
Cell hash_init(BuiltinCall&) {
  return make<DigestObject>(Digest(kAlgorithm));
}

Cell hash_update(BuiltinCall& call) {
  auto& state = call.arguments[0].as<DigestObject>();
  if (state.finished) {
    const Location where = call.runtime.state<Birthplaces>().of(call.arguments[0]);
    call.runtime.reporter.error(Reporter::Subject(where, state.text()),
                                "attempt to update an invalid opaque hash value");
    return Cell::boolean(false);
  }
  state.digest.add(string_argument(call, 1));
  return Cell::boolean(true);
}

Cell hash_finish(BuiltinCall& call) {
  auto& state = call.arguments[0].as<DigestObject>();
  if (std::exchange(state.finished, true)) return string_cell("");
  return string_cell(to_hex(bytes_view(state.digest.finish())));
}

// -- numbers

Cell fnv1a32(BuiltinCall& call) {
  uint32_t hash = 2166136261;
  for (const char c : binary_form(call.arguments[0])) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619;
  return Cell::count(hash);
}

/// The weight of a site for a key, by the hash that the authors of rendezvous hashing proposed.
Cell hrw_weight(BuiltinCall& call) {
  constexpr uint32_t kMask = 0x7fffffff;
  const auto step = [](uint32_t x) { return 1103515245 * x + 12345; };
  const auto key = static_cast<uint32_t>(call.arguments[0].as_count()) & kMask;
  const auto site = static_cast<uint32_t>(call.arguments[1].as_count()) & kMask;
  return Cell::count(step(step(site) ^ key) & kMask);
}

}  // namespace

void add_hash_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("md5_hash(va_args: any): string", hash_values<Algorithm::Md5>);
  registry.add("sha1_hash(va_args: any): string", hash_values<Algorithm::Sha1>);
  registry.add("sha256_hash(va_args: any): string", hash_values<Algorithm::Sha256>);
  registry.add("md5_hmac(va_args: any): string", md5_hmac);
  registry.add("md5_hash_init(): opaque of md5", hash_init<Algorithm::Md5>);
  registry.add("md5_hash_update(handle: opaque of md5, data: string): bool", hash_update);
  registry.add("md5_hash_finish(handle: opaque of md5): string", hash_finish);
  registry.add("sha1_hash_init(): opaque of sha1", hash_init<Algorithm::Sha1>);
  registry.add("sha1_hash_update(handle: opaque of sha1, data: string): bool", hash_update);
  registry.add("sha1_hash_finish(handle: opaque of sha1): string", hash_finish);
  registry.add("sha256_hash_init(): opaque of sha256", hash_init<Algorithm::Sha256>);
  registry.add("sha256_hash_update(handle: opaque of sha256, data: string): bool", hash_update);
  registry.add("sha256_hash_finish(handle: opaque of sha256): string", hash_finish);
  registry.add("fnv1a32(input: any): count", fnv1a32);
  registry.add("hrw_weight(key_digest: count, site_id: count): count", hrw_weight);
  add_base64_builtins(registry);
  add_community_id_builtins(registry);
  add_unique_id_builtins(registry);
}

}  // namespace whimbrel::script
