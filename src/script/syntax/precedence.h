// How strongly operators bind, from weak to strong.
#pragma once

#include <cstdint>

namespace whimbrel::script::syntax {

enum Level : uint8_t {
  kNone = 0,
  kAssign = 2,
  kConditional,
  kOr,
  kAnd,
  kHook,  // prefix
  kComparison,
  kIn,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kSum,
  kProduct,
  kIncrement,  // prefix
  kUnary,      // prefix
  kPostfix,
  kCast,
};

}  // namespace whimbrel::script::syntax
