// Digests in steps: MD5, SHA-1, SHA-256.
#pragma once

// The state of a digest travels to peers as the library's structures have it, so these are used themselves.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "script/model/objects.h"

namespace whimbrel::script {

class Digest {
 public:
  enum class Algorithm : uint8_t { Md5, Sha1, Sha256 };
  explicit Digest(Algorithm algorithm);

  Algorithm algorithm() const { return static_cast<Algorithm>(state_.index()); }
  void add(std::string_view bytes);
  /// The digest's bytes. Nothing may be added after that.
  std::string finish();

  /// The memory of the state, as it is on this kind of machine.
  std::string image() const;
  /// Nothing if that is no state.
  static std::optional<Digest> from_image(Algorithm algorithm, std::string_view image);

 private:
  std::variant<MD5_CTX, SHA_CTX, SHA256_CTX> state_;
};

/// What scripts have in hand between md5_hash_init() and md5_hash_finish().
struct DigestObject final : OpaqueObject {
  explicit DigestObject(Digest digest_);
  std::string text() const override;
  Ref<OpaqueObject> clone() const override { return make<DigestObject>(*this); }
  DigestObject(const DigestObject& other) : OpaqueObject(other.type), digest(other.digest), finished(other.finished) {}

  Digest digest;
  bool finished = false;
};

}  // namespace whimbrel::script
