// HighwayHash-128: the keyed hash that names lambdas.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace whimbrel::script {

using HighwayKey = std::array<uint64_t, 4>;

/// Both words of the hash.
std::array<uint64_t, 2> highwayhash128(const HighwayKey& key, std::string_view bytes);

/// The first word, with the key of seeds().
uint64_t highwayhash(std::string_view bytes);

}  // namespace whimbrel::script
