#include "route/routing_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace whimbrel {
namespace {

std::set<void*> matched(RoutingTable& table, std::string_view topic) {
  const auto sinks = table.match(topic);
  EXPECT_EQ(std::set<void*>(sinks.begin(), sinks.end()).size(), sinks.size()) << "somebody twice";
  return {sinks.begin(), sinks.end()};
}

TEST(RoutingTable, MatchesByPrefixByteByByte) {
  int a, b, c;
  RoutingTable table;
  table.set(&a, {"zeek/", "x"});
  table.set(&b, {""});
  table.set(&c, {"zeek/events", "zeek/events/a"});
  EXPECT_EQ(matched(table, "zeek/events/a"), (std::set<void*>{&a, &b, &c}));
  EXPECT_EQ(matched(table, "zeek/event"), (std::set<void*>{&a, &b}));
  EXPECT_EQ(matched(table, "zeek"), std::set<void*>{&b});
  EXPECT_EQ(matched(table, ""), std::set<void*>{&b});
}

TEST(RoutingTable, ForgetsWhatIsTakenBack) {
  int a, b;
  RoutingTable table;
  table.set(&a, {"t/"});
  table.set(&b, {"t/x"});
  EXPECT_EQ(matched(table, "t/x"), (std::set<void*>{&a, &b}));
  table.set(&a, {});
  EXPECT_EQ(matched(table, "t/x"), std::set<void*>{&b});
  table.set(&b, {"u"});
  EXPECT_EQ(matched(table, "t/x"), std::set<void*>{});
}

TEST(RoutingTable, AnswersInTheOrderInWhichSinksCame) {
  int sinks[3];
  RoutingTable table;
  for (int i : {1, 2, 0}) table.set(&sinks[i], {"t/", "t/x"});
  const auto found = table.match("t/x");
  EXPECT_EQ(std::vector<void*>(found.begin(), found.end()), (std::vector<void*>{&sinks[1], &sinks[2], &sinks[0]}));
}

// Against the plain definition, with prefixes over few letters so that they share, split and contain each other.
TEST(RoutingTable, AgreesWithTheDefinitionUnderRandomChanges) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto word = [&random] {
      std::string text(random() % 6, 'a');
      for (char& c : text) c = "ab/"[random() % 3];
      return text;
    };
    int sinks[8];
    std::map<void*, std::vector<std::string>> known;
    RoutingTable table;
    for (int change = 0; change < 100; ++change) {
      void* const sink = &sinks[random() % 8];
      std::set<std::string> prefixes;
      for (size_t n = random() % 4; n > 0; --n) prefixes.insert(word());
      known[sink] = {prefixes.begin(), prefixes.end()};
      table.set(sink, known[sink]);
      for (int i = 0; i < 20; ++i) {
        const std::string topic = word() + word();
        std::set<void*> want;
        for (const auto& [who, wanted] : known)
          if (std::ranges::any_of(wanted, [&](const std::string& prefix) { return topic.starts_with(prefix); }))
            want.insert(who);
        EXPECT_EQ(matched(table, topic), want) << topic;
      }
    }
  }
}

}  // namespace
}  // namespace whimbrel
