#include "script/model/seeds.h"

#include <openssl/evp.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

#include "script/model/siphash.h"

namespace whimbrel::script {

namespace {

thread_local Seeds current;

/// Words 0 to 15 as bytes, little endian.
std::array<uint8_t, 64> first_bytes(const std::array<uint32_t, 20>& words) {
  std::array<uint8_t, 64> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(words[i / 4] >> (8 * (i % 4)));
  return bytes;
}

template <size_t kSize>
std::array<uint8_t, kSize> digest(const EVP_MD* algorithm, const std::array<uint8_t, 64>& bytes) {
  std::array<uint8_t, kSize> result{};
  unsigned size = kSize;
  EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, algorithm, nullptr);
  return result;
}

uint64_t read_little_endian(const uint8_t* bytes) {
  uint64_t x = 0;
  std::memcpy(&x, bytes, sizeof x);
  return std::endian::native == std::endian::little ? x : __builtin_bswap64(x);
}

}  // namespace

Seeds Seeds::make_random() {
  std::random_device device;
  Seeds seeds;
  seeds.random = device();
  for (uint32_t& word : seeds.words) word = device();
  return seeds;
}

Result<Seeds> Seeds::from_file(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    return Error(ErrorCode::CannotOpenFile, "Could not open seed file '" + path + "': " + std::strerror(errno));
  std::stringstream text;
  text << file.rdbuf();
  Result<Seeds> seeds = from_text(text.str());
  if (!seeds) return Error(ErrorCode::InvalidData, "Could not read seeds from file '" + path + "'");
  return seeds;
}

Result<Seeds> Seeds::from_text(const std::string& numbers) {
  std::istringstream in(numbers);
  Seeds seeds;
  seeds.fixed = true;
  bool complete = static_cast<bool>(in >> seeds.random);
  for (uint32_t& word : seeds.words) complete = complete && in >> word;
  if (!complete) return Error(ErrorCode::InvalidData, "seeds are 21 numbers below 2^32");
  return seeds;
}

std::string Seeds::to_text() const {
  std::string text = std::to_string(random) + "\n";
  for (uint32_t word : words) text += std::to_string(word) + "\n";
  return text;
}

std::array<uint64_t, 2> Seeds::siphash_key() const {
  return {words[16] | uint64_t{words[17]} << 32, words[18] | uint64_t{words[19]} << 32};
}

std::array<uint64_t, 4> Seeds::highwayhash_key() const {
  const auto bytes = digest<32>(EVP_sha256(), first_bytes(words));
  std::array<uint64_t, 4> key;
  for (size_t i = 0; i < key.size(); ++i) key[i] = read_little_endian(&bytes[8 * i]);
  return key;
}

std::array<uint8_t, 16> Seeds::hmac_key() const { return digest<16>(EVP_md5(), first_bytes(words)); }

const Seeds& seeds() { return current; }

void set_seeds(const Seeds& seeds) {
  current = seeds;
  siphash_key = seeds.siphash_key();
}

thread_local constinit std::array<uint64_t, 2> siphash_key{};

uint64_t siphash(const void* bytes, size_t size) { return siphash(siphash_key, bytes, size); }

uint64_t siphash(const std::array<uint64_t, 2>& key, const void* bytes, size_t size) {
  const auto* at = static_cast<const uint8_t*>(bytes);
  SipHash hash(key);
  for (size_t rest = size; rest >= 8; rest -= 8, at += 8) hash.add(read_little_endian(at));
  uint64_t last = uint64_t{size} << 56;
  for (size_t i = 0; i < size % 8; ++i) last |= uint64_t{at[i]} << (8 * i);
  return hash.finish(last);
}

}  // namespace whimbrel::script
