#include "script/builtins/strings.h"

#include <gtest/gtest.h>

#include "script/builtins/random.h"
#include "script/builtins/smith_waterman.h"

namespace whimbrel::script {
namespace {

TEST(Levenshtein, CountsEdits) {
  EXPECT_EQ(levenshtein_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(levenshtein_distance("", "abc"), 3u);
  EXPECT_EQ(levenshtein_distance("abc", ""), 3u);
  EXPECT_EQ(levenshtein_distance("ab", "ba"), 2u);
}

TEST(SmithWaterman, FindsTheLongestCommonPart) {
  const auto parts = common_substrings("the quick brown fox", "a quick brown dog", 3, false);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].a, 3u);
  EXPECT_EQ(parts[0].b, 1u);
  EXPECT_EQ(parts[0].size, 13u);
  EXPECT_TRUE(parts[0].begins_alignment);
}

TEST(SmithWaterman, RunsThroughGaps) {
  const auto parts = common_substrings("abcdefXghijkl", "abcdefghijkl", 3, false);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].size, 6u);
  EXPECT_EQ(parts[1].a, 7u);
  EXPECT_EQ(parts[1].b, 6u);
  EXPECT_FALSE(parts[1].begins_alignment);
}

TEST(SmithWaterman, GoesOnWithWorseAlignments) {
  const auto parts = common_substrings("12345---abc", "abc+++++12345", 3, true);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].size, 5u);
  EXPECT_EQ(parts[1].size, 3u);
  EXPECT_TRUE(parts[1].begins_alignment);
  EXPECT_TRUE(common_substrings("", "abc", 3, true).empty());
}

TEST(LehmerGenerator, IsTheMinimalStandard) {
  LehmerGenerator generator(1);
  for (int i = 0; i < 9999; ++i) generator.next();
  EXPECT_EQ(generator.next(), 1043618065u);  // Park and Miller's check value
}

TEST(LehmerGenerator, GivesTheNumbersOfASeed) {
  LehmerGenerator generator(42);
  EXPECT_EQ(generator.below(1000), 0u);
  EXPECT_EQ(generator.below(1000), 524u);
  EXPECT_EQ(generator.below(1000), 735u);
  LehmerGenerator zero(0), one(1);
  EXPECT_EQ(zero.next(), one.next());
}

}  // namespace
}  // namespace whimbrel::script
