#include "codec/binary/compare.h"

#include <algorithm>

#include "codec/binary/value_cursor.h"
#include "data/order.h"

namespace whimbrel {

namespace {

/// Both cursors stand behind a tag of this kind, which is no container's. They pass the payload if it is equal.
std::weak_ordering compare_scalars(Kind kind, ValueCursor& a, ValueCursor& b) {
  switch (kind) {
    case Kind::Boolean:
      return a.boolean() <=> b.boolean();
    case Kind::Count:
      return a.count() <=> b.count();
    case Kind::Integer:
    case Kind::Timestamp:
    case Kind::Timespan:
      return a.integer() <=> b.integer();
    case Kind::Real:
      return order_of_reals(a.real(), b.real());
    case Kind::String:
    case Kind::EnumValue:
      return a.string() <=> b.string();
    case Kind::Address:
      return a.address() <=> b.address();
    case Kind::Subnet:
      return a.subnet() <=> b.subnet();
    case Kind::Port:
      return a.port() <=> b.port();
    default:
      return std::weak_ordering::equivalent;  // none
  }
}

}  // namespace

std::weak_ordering compare_encoded(const std::byte* at_a, const std::byte* at_b) {
  ValueCursor a(at_a), b(at_b);
  // As long as all is equal, both cursors pass the same kinds in step, so a count of the values still to come replaces
  // a stack. Once two containers differ in size, nothing after the shorter one matters: should its elements all be
  // equal, the sizes decide.
  auto otherwise = std::weak_ordering::equivalent;
  for (size_t left = 1; left > 0; --left) {
    const Kind kind = a.kind();
    if (const Kind other = b.kind(); kind != other) return kind <=> other;
    if (kind < Kind::Set) {
      if (const auto order = compare_scalars(kind, a, b); order != 0) return order;
      continue;
    }
    const size_t n = a.size(), m = b.size();
    const size_t common = std::min(n, m) * (kind == Kind::Table ? 2 : 1);
    if (n == m) {
      left += common;
    } else {
      left = common + 1;
      otherwise = n <=> m;
    }
  }
  return otherwise;
}

}  // namespace whimbrel
