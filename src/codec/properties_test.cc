// What holds for all values, tried with random ones.
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/random_value.h"
#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

constexpr int kRounds = 3000;

/// Encodes a value with the elements of all sets and tables in random order, as no sender does but every receiver must
/// bear.
class Shuffler {
 public:
  Shuffler(RandomValues& random, ByteSink& sink) : random_(random), out_(sink) {}

  template <class Range>
  auto shuffled(const Range& range) {
    std::vector<std::decay_t<decltype(*range.begin())>> all(range.begin(), range.end());
    std::shuffle(all.begin(), all.end(), random_.engine());
    return all;
  }

  void write(const Value& value) {
    if (const auto* vector = value.get_if<Vector>()) {
      out_.vector(vector->size());
      for (const Value& element : *vector) write(element);
    } else if (const auto* set = value.get_if<Set>()) {
      out_.set(set->size());
      for (const Value& element : shuffled(*set)) write(element);
    } else if (const auto* table = value.get_if<Table>()) {
      out_.table(table->size());
      for (const auto& [key, element] : shuffled(*table)) {
        write(key);
        write(element);
      }
    } else {
      out_.value(value);
    }
  }

 private:
  RandomValues& random_;
  Encoder out_;
};

TEST(CodecProperties, ValuesSurviveTheirBytes) {
  RandomValues random(11);
  for (int i = 0; i < kRounds; ++i) {
    const Value value = random.any();
    SCOPED_TRACE(to_string(value));
    const auto bytes = encode(value);
    const auto again = decode(bytes);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, value);
    EXPECT_EQ(encode(*again), bytes);
    EXPECT_EQ(to_string(*view(bytes)), to_string(value));
    ByteBuffer out;
    Encoder(out).value(value);
    EXPECT_EQ(to_hex(out.bytes()), to_hex(bytes));
  }
}

TEST(CodecProperties, OrderOnTheWireMakesNoDifference) {
  RandomValues random(12);
  for (int i = 0; i < kRounds; ++i) {
    const Value value = random.any();
    ByteBuffer out;
    Shuffler(random, out).write(value);
    const auto again = decode(out.bytes());
    ASSERT_TRUE(again) << again.error().message() << ": " << to_string(value);
    EXPECT_EQ(encode(*again), encode(value)) << to_string(value);
  }
}

TEST(CodecProperties, RepeatedElementsAreRefusedInWhateverOrder) {
  RandomValues random(13);
  for (int i = 0; i < kRounds; ++i) {
    std::vector<Value> elements = {random.any()};
    for (size_t n = random.below(4); n > 0; --n)
      if (Value x = random.any(2); std::find(elements.begin(), elements.end(), x) == elements.end())
        elements.push_back(x);
    elements.push_back(elements.front());
    std::shuffle(elements.begin(), elements.end(), random.engine());
    ByteBuffer set, table;
    Shuffler into_set(random, set), into_table(random, table);
    Encoder(set).set(elements.size());
    Encoder(table).table(elements.size());
    for (const Value& element : elements) {
      into_set.write(element);
      into_table.write(element);
      into_table.write(random.any(1));
    }
    EXPECT_FALSE(validate(set.bytes())) << to_hex(set.bytes());
    EXPECT_FALSE(validate(table.bytes())) << to_hex(table.bytes());
    EXPECT_FALSE(decode(set.bytes()));
  }
}

TEST(CodecProperties, EqualValuesHaveEqualBytes) {
  RandomValues random(14);
  std::vector<Value> values;
  for (int i = 0; i < 400; ++i) values.push_back(random.any(2));
  for (const Value& a : values)
    for (const Value& b : values)
      if (a == b && to_string(a) == to_string(b)) {  // apart from the sign of zeros
        ASSERT_EQ(encode(a), encode(b)) << to_string(a);
      }
}

TEST(CodecProperties, ValuesSurviveJson) {
  RandomValues random(15);
  for (int i = 0; i < kRounds; ++i) {
    const Value value = random.for_json();
    SCOPED_TRACE(to_string(value));
    const auto json = to_json(value);
    ASSERT_TRUE(json) << json.error().message();
    const auto again = from_json(*json);
    ASSERT_TRUE(again) << again.error().message() << ": " << *json;
    EXPECT_EQ(encode(*again), encode(value)) << *json;
  }
}

TEST(CodecProperties, DamagedBytesAreRefusedOrGiveAValue) {
  RandomValues random(16);
  for (int i = 0; i < kRounds; ++i) {
    auto bytes = encode(random.any());
    for (size_t n = 1 + random.below(3); n > 0; --n)
      bytes[random.below(bytes.size())] = static_cast<std::byte>(random.below(256));
    const auto value = decode(bytes);
    EXPECT_EQ(value.ok(), validate(bytes).ok());
    EXPECT_TRUE(!value || decode(encode(*value)).value() == *value);
  }
}

}  // namespace
}  // namespace whimbrel
