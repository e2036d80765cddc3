// The n-th allocation fails, for every n until there are fewer. Decoders of foreign bytes must pass that on as
// std::bad_alloc, leave nothing behind, and work the next time.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <new>

#include "codec/binary/handshake.h"
#include "engine/core.h"
#include "proto/frame_reader.h"
#include "whimbrel/codec.h"

namespace {
int64_t allocations_left = -1;  // before the one that fails; negative: none will
}

// All forms that are in use here: a block of one that is not replaced must not come to the others.
[[gnu::noinline]] void* operator new(size_t size, const std::nothrow_t&) noexcept {
  if (allocations_left >= 0 && allocations_left-- == 0) return nullptr;
  return std::malloc(size ? size : 1);
}
[[gnu::noinline]] void* operator new(size_t size) {
  if (void* const block = operator new(size, std::nothrow)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, size_t) noexcept { std::free(block); }

namespace whimbrel {
namespace {

/// Runs the work with its first, second, third ... allocation failing, until there is no such. Returns how many there
/// are.
int64_t fail_each_allocation(const std::function<void()>& work) {
  for (int64_t n = 0;; ++n) {
    allocations_left = n;
    try {
      work();
      if (std::exchange(allocations_left, -1) >= 0) return n;
    } catch (const std::bad_alloc&) {
      allocations_left = -1;
    }
    if (n > 10000) return -1;
  }
}

Value some_value() {
  return Vector{Value::count(1), Set{"b", "a", "c"},
                Table{{Value::count(1), Vector{"x", Value()}}, {Value::count(0), "a longer text"}}};
}

TEST(Allocations, MayFailInDecoders) {
  const Value want = some_value();
  const auto bytes = encode(want);
  const std::string json = *to_json(want);
  EXPECT_GT(fail_each_allocation([&] { EXPECT_EQ(*decode(bytes), want); }), 3);
  EXPECT_EQ(fail_each_allocation([&] { (void)validate(bytes).ok(); }), 0)
      << "well-formed bytes are checked without allocating";
  ASSERT_EQ(*from_json(json), want);  // what is set up once, is now
  EXPECT_GT(fail_each_allocation([&] {
              const auto value = from_json(json);
              EXPECT_TRUE(!value || *value == want);  // the parser reports some as errors
            }),
            3);
  EXPECT_GT(fail_each_allocation([&] { EXPECT_EQ(*to_json(want), json); }), 0);
  EXPECT_GT(fail_each_allocation([&] { (void)parse_literal("[1, {a::b, 2}, \"x\"]").ok(); }), 0);
}

TEST(Allocations, MayFailInTheHandshake) {
  ByteBuffer out;
  put_handshake(out, OriginatorSyn{{"a longer topic than fits inside", "b"}});
  EXPECT_GT(fail_each_allocation([&] { EXPECT_TRUE(parse_handshake(out.bytes().subspan(4)).ok()); }), 1);
}

}  // namespace
}  // namespace whimbrel
