// What arithmetic and bit operators do with numbers: one struct for each operation, as number_nodes.h wants them.
#pragma once

#include "script/bind/number_nodes.h"

namespace whimbrel::script {

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_at(Frame& frame, const Expr& expr, const char* text) {
  frame.runtime.reporter.expression_error(expr, text);
}

[[gnu::cold, gnu::noinline]] inline void warn_at(Frame& frame, const Expr& expr, const char* text) {
  frame.runtime.reporter.expression_warning(expr, text);
}

// Ints wrap around as counts do, so both use the arithmetic of counts where that gives the same bits.

struct AddWord {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a + b; }
};
struct SubtractInt {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a - b; }
};
struct SubtractCount {
  using Number = uint64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (a < b) [[unlikely]]
      warn_at(frame, expr, "count underflow");
    return a - b;
  }
};
struct MultiplyWord {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a * b; }
};
struct DivideCount {
  using Number = uint64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (b == 0) [[unlikely]]
      fail_at(frame, expr, "division by zero");
    return a / b;
  }
};
struct DivideInt {
  using Number = int64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (b == 0) [[unlikely]]
      fail_at(frame, expr, "division by zero");
    if (b == -1) return static_cast<Number>(-static_cast<uint64_t>(a));  // of the smallest int, too
    return a / b;
  }
};
struct RemainderCount {
  using Number = uint64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (b == 0) [[unlikely]]
      fail_at(frame, expr, "modulo by zero");
    return a % b;
  }
};
struct RemainderInt {
  using Number = int64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (b == 0) [[unlikely]]
      fail_at(frame, expr, "modulo by zero");
    return b == -1 ? 0 : a % b;
  }
};

struct AndWord {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a & b; }
};
struct OrWord {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a | b; }
};
struct XorWord {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a ^ b; }
};

// What the processor does with more bits than a word has.
inline constexpr uint64_t kShiftMask = 63;

struct ShiftLeftCount {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a << (b & kShiftMask); }
};
struct ShiftLeftInt {
  using Number = uint64_t;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (static_cast<int64_t>(a) < 0) [[unlikely]]
      fail_at(frame, expr, "left shifting a negative number is undefined");
    return a << (b & kShiftMask);
  }
};
struct ShiftRightCount {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a >> (b & kShiftMask); }
};
struct ShiftRightInt {
  using Number = uint64_t;
  static Number apply(Frame&, const Expr&, Number a, Number b) {
    return static_cast<Number>(static_cast<int64_t>(a) >> (b & kShiftMask));
  }
};

struct AddReal {
  using Number = double;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a + b; }
};
struct SubtractReal {
  using Number = double;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a - b; }
};
struct MultiplyReal {
  using Number = double;
  static Number apply(Frame&, const Expr&, Number a, Number b) { return a * b; }
};
struct DivideReal {
  using Number = double;
  static Number apply(Frame& frame, const Expr& expr, Number a, Number b) {
    if (b == 0) [[unlikely]]
      fail_at(frame, expr, "division by zero");
    return a / b;
  }
};

/// One operator for each kind of number that both operands have been promoted to.
struct NumberOperation {
  Operation count, integer, real;
  const Operation& of(Tag tag) const { return tag == Tag::Count ? count : tag == Tag::Int ? integer : real; }
};
inline constexpr NumberOperation kSum = {arithmetic<AddWord>, arithmetic<AddWord>, arithmetic<AddReal>};
inline constexpr NumberOperation kDifference = {arithmetic<SubtractCount>, arithmetic<SubtractInt>,
                                                arithmetic<SubtractReal>};
inline constexpr NumberOperation kProduct = {arithmetic<MultiplyWord>, arithmetic<MultiplyWord>,
                                             arithmetic<MultiplyReal>};
inline constexpr NumberOperation kQuotient = {plain_arithmetic<DivideCount>, plain_arithmetic<DivideInt>,
                                              plain_arithmetic<DivideReal>};
inline constexpr NumberOperation kRemainder = {plain_arithmetic<RemainderCount>, plain_arithmetic<RemainderInt>, {}};

}  // namespace whimbrel::script
