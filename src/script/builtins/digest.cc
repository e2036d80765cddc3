#include "script/builtins/digest.h"

#include <cstring>

namespace whimbrel::script {

namespace {

// Each algorithm by its structure.
int begin(MD5_CTX& state) { return MD5_Init(&state); }
int begin(SHA_CTX& state) { return SHA1_Init(&state); }
int begin(SHA256_CTX& state) { return SHA256_Init(&state); }
int update(MD5_CTX& state, const void* bytes, size_t size) { return MD5_Update(&state, bytes, size); }
int update(SHA_CTX& state, const void* bytes, size_t size) { return SHA1_Update(&state, bytes, size); }
int update(SHA256_CTX& state, const void* bytes, size_t size) { return SHA256_Update(&state, bytes, size); }
int end(MD5_CTX& state, unsigned char* digest) { return MD5_Final(digest, &state); }
int end(SHA_CTX& state, unsigned char* digest) { return SHA1_Final(digest, &state); }
int end(SHA256_CTX& state, unsigned char* digest) { return SHA256_Final(digest, &state); }

constexpr size_t kSizes[] = {MD5_DIGEST_LENGTH, SHA_DIGEST_LENGTH, SHA256_DIGEST_LENGTH};
constexpr const char* kTypes[] = {"md5", "sha1", "sha256"};
constexpr const char* kTexts[] = {"<opaque of MD5Val>", "<opaque of SHA1Val>", "<opaque of SHA256Val>"};

size_t index_of(Digest::Algorithm algorithm) { return static_cast<size_t>(algorithm); }

/// How far a block is filled: what else would let the library write beyond it.
bool makes_sense(const MD5_CTX& state) { return state.num < MD5_CBLOCK; }
bool makes_sense(const SHA_CTX& state) { return state.num < SHA_CBLOCK; }
bool makes_sense(const SHA256_CTX& state) { return state.num < SHA256_CBLOCK && state.md_len == SHA256_DIGEST_LENGTH; }

}  // namespace

Digest::Digest(Algorithm algorithm) {
  if (algorithm == Algorithm::Sha1) state_.emplace<SHA_CTX>();
  if (algorithm == Algorithm::Sha256) state_.emplace<SHA256_CTX>();
  std::visit([](auto& state) { begin(state); }, state_);
}

void Digest::add(std::string_view bytes) {
  std::visit([&](auto& state) { update(state, bytes.data(), bytes.size()); }, state_);
}

std::string Digest::finish() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  std::visit([&](auto& state) { end(state, digest); }, state_);
  return {reinterpret_cast<const char*>(digest), kSizes[state_.index()]};
}

std::string Digest::image() const {
  return std::visit([](const auto& state) { return std::string(reinterpret_cast<const char*>(&state), sizeof state); },
                    state_);
}

std::optional<Digest> Digest::from_image(Algorithm algorithm, std::string_view image) {
  Digest digest(algorithm);
  const bool fits = std::visit(
      [&](auto& state) {
        if (image.size() != sizeof state) return false;
        std::memcpy(&state, image.data(), sizeof state);
        return makes_sense(state);
      },
      digest.state_);
  if (!fits) return std::nullopt;
  return digest;
}

DigestObject::DigestObject(Digest digest_)
    : OpaqueObject(make<OpaqueType>(kTypes[index_of(digest_.algorithm())])), digest(std::move(digest_)) {}

std::string DigestObject::text() const { return kTexts[index_of(digest.algorithm())]; }

}  // namespace whimbrel::script
