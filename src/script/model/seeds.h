// Seeds: what makes hashes and random numbers of a run (docs/formats/iteration-order.md). From a file of 21 numbers,
// all zero (-D), or random.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "whimbrel/result.h"

namespace whimbrel::script {

struct Seeds {
  uint32_t random = 0;               ///< for rand()
  std::array<uint32_t, 20> words{};  ///< buf[0..19]
  bool fixed = false;                ///< given, not random: unique_id() and so on are deterministic then

  static Seeds make_random();
  static Result<Seeds> from_file(const std::string& path);
  static Result<Seeds> from_text(const std::string& numbers);
  std::string to_text() const;

  std::array<uint64_t, 2> siphash_key() const;      ///< words 16..19, little endian
  std::array<uint64_t, 4> highwayhash_key() const;  ///< SHA-256 of words 0..15
  std::array<uint8_t, 16> hmac_key() const;         ///< MD5 of words 0..15
};

/// The seeds of the interpreter that runs in this thread; tables hash their keys with them.
const Seeds& seeds();
void set_seeds(const Seeds& seeds);

/// SipHash-2-4 of the bytes, with the key of seeds().
uint64_t siphash(const void* bytes, size_t size);
/// The same with another key.
uint64_t siphash(const std::array<uint64_t, 2>& key, const void* bytes, size_t size);

}  // namespace whimbrel::script
