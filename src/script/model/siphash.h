// SipHash-2-4 (Aumasson, Bernstein) in parts, so that a table look-up by one number hashes without a call.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace whimbrel::script {

/// Of seeds(), kept apart because every look-up needs it.
extern thread_local constinit std::array<uint64_t, 2> siphash_key;

class SipHash {
 public:
  SipHash() : SipHash(siphash_key) {}
  explicit SipHash(const std::array<uint64_t, 2>& key)
      : v0_(key[0] ^ 0x736f6d6570736575),
        v1_(key[1] ^ 0x646f72616e646f6d),
        v2_(key[0] ^ 0x6c7967656e657261),
        v3_(key[1] ^ 0x7465646279746573) {}

  /// Eight bytes of the text, read as a little-endian number.
  void add(uint64_t word) {
    v3_ ^= word;
    rounds<2>();
    v0_ ^= word;
  }
  /// `last`: what is left of the text, and its size in the highest byte.
  uint64_t finish(uint64_t last) {
    add(last);
    v2_ ^= 0xff;
    rounds<4>();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  template <int kCount>
  void rounds() {
    v0_ += v1_;
    v2_ += v3_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v1_;
    v0_ += v3_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ = std::rotl(v2_, 32);
    if constexpr (kCount > 1) rounds<kCount - 1>();
  }

  uint64_t v0_, v1_, v2_, v3_;
};

/// siphash() of a number's eight bytes, little endian.
inline uint64_t siphash_word(uint64_t word) {
  SipHash hash;
  hash.add(word);
  return hash.finish(uint64_t{8} << 56);
}

}  // namespace whimbrel::script
