// The order of values, told from their bytes.
#pragma once

#include <compare>
#include <cstddef>

namespace whimbrel {

/// Compares two valid values as Value's <=> does, provided that all sets and tables inside them are in ascending order.
/// Costs no more than walking over the shorter one.
std::weak_ordering compare_encoded(const std::byte* a, const std::byte* b);

}  // namespace whimbrel
