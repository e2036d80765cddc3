// Integers in network byte order, at any alignment.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>

namespace whimbrel {

template <std::unsigned_integral T>
inline T byte_swapped(T x) {
  if constexpr (sizeof(T) == 2) return __builtin_bswap16(x);
  if constexpr (sizeof(T) == 4) return __builtin_bswap32(x);
  if constexpr (sizeof(T) == 8) return __builtin_bswap64(x);
  return x;
}

template <std::unsigned_integral T>
inline T load_be(const void* from) {
  T x;
  std::memcpy(&x, from, sizeof x);
  return std::endian::native == std::endian::big ? x : byte_swapped(x);
}

template <std::unsigned_integral T>
inline void store_be(void* to, T x) {
  if (std::endian::native != std::endian::big) x = byte_swapped(x);
  std::memcpy(to, &x, sizeof x);
}

}  // namespace whimbrel
