#include "store/entry_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

std::string text_of(BytesView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

TEST(EntryTable, HoldsWhatAMapWouldHold) {
  std::mt19937_64 random(7);
  EntryTable table;
  std::map<std::string, std::string> model;
  for (int i = 0; i < 200'000; ++i) {
    const std::string key = std::to_string(random() % 3000), value(random() % 4, 'v');
    switch (random() % 5) {
      case 0:
      case 1:
        EXPECT_EQ(table.put(as_bytes(key), as_bytes(value), std::nullopt), !model.contains(key));
        model[key] = value;
        break;
      case 2:
      case 3:
        EXPECT_EQ(table.erase(as_bytes(key)), model.erase(key) > 0);
        break;
      default:
        const auto entry = table.find(as_bytes(key));
        ASSERT_EQ(entry.has_value(), model.contains(key));
        EXPECT_EQ(entry ? text_of(entry->value) : "", model.contains(key) ? model[key] : "");
    }
    ASSERT_EQ(table.size(), model.size());
  }
  std::map<std::string, std::string> visited;
  EXPECT_EQ(table.visit(0,
                        [&](const EntryView& entry) {
                          visited[text_of(entry.key)] = text_of(entry.value);
                          return true;
                        }),
            0u);
  EXPECT_EQ(visited, model);
}

TEST(EntryTable, AKeyIsKnownByItsContentHoweverItIsWritten) {
  std::vector<std::byte> scratch;
  const auto canonical = [&](const char* hex) {
    const auto bytes = *from_hex(hex);
    const BytesView key = canonical_key(ValueView::over_valid(bytes), scratch);
    return to_hex(key);
  };
  EXPECT_EQ(canonical("05016b"), "05016b");
  EXPECT_EQ(canonical("0581006b"), "05016b") << "a size that is longer than it need be";
  const std::string sorted = to_hex(encode(Set{1u, 2u}));
  EXPECT_EQ(canonical("0c020200000000000000020200000000000000 01"), sorted);
  EXPECT_EQ(canonical("0c020200000000000000010200000000000000 02"), sorted);
}

}  // namespace

}  // namespace whimbrel
