// Common substrings of two strings, by the local alignment of Smith and Waterman.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace whimbrel::script {

struct CommonSubstring {
  size_t a, b;  ///< where it begins in the two strings
  size_t size;
  bool begins_alignment;  ///< the first of an alignment
};

/// The substrings of at least `min_size` bytes that the best alignment runs through; with `repeat`, those of further
/// alignments, too, which touch none of the bytes of better ones. An alignment costs a point for each byte that is
/// skipped or differs, and gains one for each that agrees.
std::vector<CommonSubstring> common_substrings(std::string_view a, std::string_view b, size_t min_size, bool repeat);

}  // namespace whimbrel::script
