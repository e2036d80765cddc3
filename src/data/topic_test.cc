#include "whimbrel/topic.h"

#include <gtest/gtest.h>

#include <random>

namespace whimbrel {
namespace {

using Prefixes = std::vector<std::string>;

TEST(Topic, IsJoinedWithOneSlash) {
  EXPECT_EQ(join_topics("a", "b"), "a/b");
  EXPECT_EQ(join_topics("a", "/b"), "a/b");
  EXPECT_EQ(join_topics("", "b"), "b");
  EXPECT_EQ(join_topics("a", ""), "a");
  EXPECT_EQ(join_topics("", ""), "");
}

TEST(Topic, LosesOneSlashAtTheEndWhenJoined) {
  EXPECT_EQ(join_topics("a", "b/"), "a/b");
  EXPECT_EQ(join_topics("a/", ""), "a");
  EXPECT_EQ(join_topics("a", "/"), "a");
  EXPECT_EQ(join_topics("a", "b//"), "a/b/");
}

TEST(Filter, MatchesBytewisePrefixes) {
  const Filter filter({"zeek/ev", "b"});
  EXPECT_TRUE(filter.matches("zeek/event/x"));
  EXPECT_TRUE(filter.matches("zeek/ev"));
  EXPECT_TRUE(filter.matches("bcd"));
  EXPECT_FALSE(filter.matches("zeek/e"));
  EXPECT_FALSE(filter.matches("a"));
  EXPECT_FALSE(filter.matches("zz"));
  EXPECT_FALSE(filter.matches(""));
}

TEST(Filter, WithTheEmptyPrefixMatchesEverything) {
  const Filter filter({"", "a"});
  EXPECT_EQ(filter.prefixes(), Prefixes{""});
  EXPECT_TRUE(filter.matches(""));
  EXPECT_TRUE(filter.matches("zeek"));
}

TEST(Filter, WithoutPrefixesMatchesNothing) { EXPECT_FALSE(Filter().matches("")); }

TEST(Filter, StaysSortedAndMinimalWhenPrefixesAreAdded) {
  Filter filter({"zeek/c", "zeek/a/b", "zeek/a/c"});
  EXPECT_TRUE(filter.add("zeek/a"));
  EXPECT_EQ(filter.prefixes(), (Prefixes{"zeek/a", "zeek/c"}));
  EXPECT_FALSE(filter.add("zeek/a"));
  EXPECT_FALSE(filter.add("zeek/a/d"));
  EXPECT_TRUE(filter.add("zeek/b"));
  EXPECT_EQ(filter.prefixes(), (Prefixes{"zeek/a", "zeek/b", "zeek/c"}));
  EXPECT_TRUE(filter.add(""));
  EXPECT_EQ(filter.prefixes(), Prefixes{""});
}

TEST(Filter, ComparesBytesWithoutSigns) {
  Filter filter({"\xff", "a"});
  EXPECT_EQ(filter.prefixes(), (Prefixes{"a", "\xff"}));
  EXPECT_TRUE(filter.matches("\xff\x01"));
}

TEST(Filter, AgreesWithTryingEveryPrefix) {
  std::mt19937 random(7);
  const auto word = [&] {
    std::string text;
    for (size_t n = random() % 5; n > 0; --n) text += "ab\xfe"[random() % 3];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    Prefixes prefixes;
    for (size_t n = random() % 6; n > 0; --n) prefixes.push_back(word());
    const Filter at_once(prefixes);
    Filter one_by_one;
    for (const auto& prefix : prefixes) one_by_one.add(prefix);
    EXPECT_EQ(at_once, one_by_one);
    for (int i = 0; i < 20; ++i) {
      const std::string topic = word();
      bool want = false;
      for (const auto& prefix : prefixes) want |= topic.starts_with(prefix);
      EXPECT_EQ(at_once.matches(topic), want) << topic;
    }
  }
}

}  // namespace
}  // namespace whimbrel
