#include "script/model/highwayhash.h"

#include "script/model/seeds.h"

namespace whimbrel::script {
namespace {

using Lanes = std::array<uint64_t, 4>;

constexpr Lanes kInit0 = {0xdbe6d5d5fe4cce2f, 0xa4093822299f31d0, 0x13198a2e03707344, 0x243f6a8885a308d3};
constexpr Lanes kInit1 = {0x3bd39e10cb0ef593, 0xc0acf169b5f18a8c, 0xbe5466cf34e90c6c, 0x452821e638d01377};
constexpr size_t kPacket = 32;

uint64_t swap_halves(uint64_t x) { return x >> 32 | x << 32; }

uint32_t rotate_left(uint32_t x, size_t count) { return count == 0 ? x : x << count | x >> (32 - count); }

uint64_t byte_of(uint64_t x, int byte) { return x >> (8 * byte) & 0xff; }

/// Sixteen bytes, of which `low` has the first eight, in another order: byte i of the result is byte kOrder[i].
uint64_t pick(uint64_t low, uint64_t high, const std::array<int, 8>& order) {
  uint64_t result = 0;
  for (int i = 0; i < 8; ++i)
    result |= (order[i] < 8 ? byte_of(low, order[i]) : byte_of(high, order[i] - 8)) << (8 * i);
  return result;
}

constexpr std::array<int, 8> kLowOrder = {3, 12, 2, 5, 14, 1, 15, 0};
constexpr std::array<int, 8> kHighOrder = {11, 4, 10, 13, 9, 6, 8, 7};

class Hasher {
 public:
  explicit Hasher(const HighwayKey& key) {
    for (size_t i = 0; i < 4; ++i) {
      a_[i] = kInit0[i] ^ key[i];
      b_[i] = kInit1[i] ^ swap_halves(key[i]);
    }
  }

  void add(std::string_view bytes) {
    for (; bytes.size() >= kPacket; bytes.remove_prefix(kPacket)) update(lanes_of(bytes));
    if (!bytes.empty()) add_rest(bytes);
  }

  std::array<uint64_t, 2> finish() {
    for (int round = 0; round < 6; ++round)
      update({swap_halves(a_[2]), swap_halves(a_[3]), swap_halves(a_[0]), swap_halves(a_[1])});
    return {a_[0] + mul_a_[0] + b_[2] + mul_b_[2], a_[1] + mul_a_[1] + b_[3] + mul_b_[3]};
  }

 private:
  static Lanes lanes_of(std::string_view packet) {
    Lanes lanes{};
    for (size_t i = 0; i < kPacket; ++i)
      lanes[i / 8] |= uint64_t{static_cast<unsigned char>(packet[i])} << (8 * (i % 8));
    return lanes;
  }

  static void mix(const Lanes& from, Lanes& to) {
    for (size_t i = 0; i < 4; i += 2) {
      to[i] += pick(from[i], from[i + 1], kLowOrder);
      to[i + 1] += pick(from[i], from[i + 1], kHighOrder);
    }
  }

  void update(const Lanes& lanes) {
    for (size_t i = 0; i < 4; ++i) {
      b_[i] += mul_a_[i] + lanes[i];
      mul_a_[i] ^= (b_[i] & 0xffffffff) * (a_[i] >> 32);
      a_[i] += mul_b_[i];
      mul_b_[i] ^= (a_[i] & 0xffffffff) * (b_[i] >> 32);
    }
    mix(b_, a_);
    mix(a_, b_);
  }

  void add_rest(std::string_view bytes) {
    const size_t size = bytes.size(), odd = size & 3;
    const std::string_view rest = bytes.substr(size - odd);
    for (uint64_t& lane : a_) lane += (uint64_t{size} << 32) + size;
    for (uint64_t& lane : b_)
      lane = rotate_left(static_cast<uint32_t>(lane), size) |
             uint64_t{rotate_left(static_cast<uint32_t>(lane >> 32), size)} << 32;
    char packet[kPacket] = {};
    bytes.copy(packet, size - odd);
    if (size & 16) {
      bytes.copy(packet + 28, 4, size - 4);
    } else if (odd) {
      packet[16] = rest[0];
      packet[17] = rest[odd >> 1];
      packet[18] = rest[odd - 1];
    }
    update(lanes_of({packet, kPacket}));
  }

  Lanes a_{}, b_{}, mul_a_ = kInit0, mul_b_ = kInit1;
};

}  // namespace

std::array<uint64_t, 2> highwayhash128(const HighwayKey& key, std::string_view bytes) {
  Hasher hasher(key);
  hasher.add(bytes);
  return hasher.finish();
}

uint64_t highwayhash(std::string_view bytes) { return highwayhash128(seeds().highwayhash_key(), bytes)[0]; }

}  // namespace whimbrel::script
