#include "script/model/pattern.h"

#include <gtest/gtest.h>

namespace whimbrel::script {
namespace {

Ref<PatternObject> pattern(std::string_view text, std::string_view flags = "") {
  return *PatternObject::compile(text, flags);
}
bool is(std::string_view text, std::string_view whole, std::string_view flags = "") {
  return pattern(text, flags)->matches_exactly(whole);
}
bool in(std::string_view text, std::string_view whole) { return pattern(text)->matches_anywhere(whole); }

TEST(Pattern, MatchesAllOfATextOrAPart) {
  EXPECT_TRUE(is("foo", "foo"));
  EXPECT_FALSE(is("foo", "foobar"));
  EXPECT_FALSE(is("foo", "foo\n"));
  EXPECT_TRUE(in("foo", "a foobar"));
  EXPECT_TRUE(in("^foo", "foobar"));
  EXPECT_FALSE(in("^bar", "foobar"));
  EXPECT_FALSE(in("^bar", "foo\nbar"));
  EXPECT_TRUE(in("bar$", "foobar"));
  EXPECT_FALSE(in("foo$", "foobar"));
  EXPECT_TRUE(in("^$", ""));
}

TEST(Pattern, TheDotTakesNoNewlineUnlessTold) {
  EXPECT_TRUE(is("a.c", "abc"));
  EXPECT_FALSE(is("a.c", "a\nc"));
  EXPECT_TRUE(is("a.c", "a\nc", "s"));
  EXPECT_TRUE(is("(?s:a.)b", "a\nb"));
  EXPECT_TRUE(is("[^x]", "\n"));
  EXPECT_TRUE(is(".", std::string_view("\0", 1)));
  EXPECT_TRUE(is(".", "\xff"));
}

TEST(Pattern, CaseIsIgnoredOnlyInItsScopeAndNotInQuotes) {
  EXPECT_TRUE(is("ABC", "aBc", "i"));
  EXPECT_TRUE(is("a(?i:b)c", "aBc"));
  EXPECT_FALSE(is("a(?i:b)c", "ABc"));
  EXPECT_FALSE(is("(?i:foo)bar", "FOOBAR"));
  EXPECT_TRUE(is("[a-c]", "B", "i"));
  EXPECT_FALSE(is("\"abc\"", "ABC", "i"));
  EXPECT_FALSE(is("\xe9", "\xc9", "i"));  // bytes, not letters of Latin-1
}

TEST(Pattern, Repetition) {
  EXPECT_TRUE(is("ab*c", "ac"));
  EXPECT_FALSE(is("ab+c", "ac"));
  EXPECT_TRUE(is("a{2,}", "aaaa"));
  EXPECT_FALSE(is("a{1,2}", "aaa"));
  EXPECT_TRUE(is("a{0}", ""));
  EXPECT_TRUE(is("a{b}", "a{b}"));
  EXPECT_TRUE(is("a**", "aaa"));
  EXPECT_TRUE(is("a+?", ""));  // not lazy: a+, or nothing
  EXPECT_TRUE(is("\"ab\"+", "abab"));
}

TEST(Pattern, ClassesAndEscapes) {
  EXPECT_TRUE(is("[[:alpha:]_]+", "a_b"));
  EXPECT_FALSE(is("[^[:space:]]", " "));
  EXPECT_TRUE(is("[\\]\\\\-]+", "]\\-"));
  EXPECT_TRUE(is("[]a]+", "]a"));
  EXPECT_TRUE(is("[-a]+", "-a"));
  EXPECT_TRUE(is("\\x41\\101", "AA"));
  EXPECT_TRUE(is("\\/", "/"));
  EXPECT_TRUE(is("a\\x00b", std::string_view("a\0b", 3)));
  EXPECT_TRUE(is("[\\x80-\\xff]+", "\xc3\xa9"));
  EXPECT_TRUE(is("\"a.c\"", "a.c"));
  EXPECT_FALSE(is("\"a.c\"", "abc"));
  EXPECT_TRUE(is("|a", ""));
  EXPECT_TRUE(is("(|a)b", "b"));
  EXPECT_TRUE(is("()", ""));
}

TEST(Pattern, ParenthesesMayCloseWhatIsPutAround) {
  EXPECT_TRUE(is("a)(b", "ab"));
  EXPECT_TRUE(in("a)(b", "xaby"));
}

TEST(Pattern, Texts) {
  EXPECT_EQ(pattern("foo")->text(), "^?(foo)$?");
  EXPECT_EQ(pattern("foo")->anywhere_text(), "^?(.|\\n)*(foo)");
  EXPECT_EQ(pattern("foo", "i")->text(), "(?i:^?(foo)$?)");
  EXPECT_EQ(pattern("foo", "si")->text(), "(?s:(?i:^?(foo)$?))");
  EXPECT_EQ(pattern("one")->alternation(*pattern("two"))->text(), "^?((^?(one)$?)|(^?(two)$?))$?");
  EXPECT_EQ(pattern("one")->concatenation(*pattern("two"))->text(), "^?((^?(one)$?)(^?(two)$?))$?");
  const auto sum = pattern("a");
  const auto before = sum->clone();
  sum->add(*pattern("b"));
  EXPECT_EQ(sum->text(), "(^?(^?(b)$?)$?)|(^?(^?(a)$?)$?)");
  sum->add(*pattern("c", "i"));
  EXPECT_EQ(sum->text(), "(^?((?i:^?(c)$?))$?)|(^?((^?(^?(b)$?)$?)|(^?(^?(a)$?)$?))$?)");
  EXPECT_TRUE(sum->matches_exactly("C"));
  EXPECT_TRUE(sum->matches_anywhere("xax"));
  EXPECT_FALSE(sum->matches_exactly("A"));
  EXPECT_EQ(before->text(), "^?(a)$?");
}

TEST(Pattern, CombinedPatternsMatch) {
  const auto either = pattern("x")->alternation(*pattern("y", "i"));
  EXPECT_TRUE(either->matches_exactly("Y"));
  EXPECT_FALSE(either->matches_exactly("X"));
  EXPECT_TRUE(either->matches_anywhere("aYa"));
  EXPECT_TRUE(pattern("a")->concatenation(*pattern("b"))->matches_exactly("ab"));
}

TEST(Pattern, FromTexts) {
  const auto copy = *PatternObject::from_texts("^?(foo)$?", "^?(.|\\n)*(foo)");
  EXPECT_TRUE(copy->matches_exactly("foo"));
  EXPECT_TRUE(copy->matches_anywhere("a\nfoo"));
  const auto odd = *PatternObject::from_texts("a", "^?(.|\\n)*(b)");
  EXPECT_TRUE(odd->matches_exactly("a"));
  EXPECT_TRUE(odd->matches_anywhere("x\nb"));
  EXPECT_FALSE(odd->matches_anywhere("a"));
}

TEST(Pattern, FindsTheLeftmostAndThenLongest) {
  size_t start, length;
  ASSERT_TRUE(pattern("b|bc")->find("abcabc", start, length));
  EXPECT_EQ(start, 1u);
  EXPECT_EQ(length, 2u);
  ASSERT_TRUE(pattern("X*")->find("aX", start, length));
  EXPECT_EQ(start, 0u);
  EXPECT_EQ(length, 0u);
  EXPECT_FALSE(pattern("z")->find("abc", start, length));
  EXPECT_EQ(pattern("a|ab")->match_prefix("abc"), 2);
  EXPECT_EQ(pattern("b")->match_prefix("abc"), -1);
  EXPECT_EQ(pattern("b*")->match_prefix(""), 0);
}

std::string error(std::string_view text) { return PatternObject::compile(text).error().message(); }

TEST(Pattern, Errors) {
  EXPECT_EQ(error("a|b|"), "error compiling pattern /^?(.|\\n)*(a|b|)/");
  EXPECT_EQ(error("(a"), "error compiling pattern /^?(.|\\n)*((a)/");
  EXPECT_EQ(error("*a"), "error compiling pattern /^?(.|\\n)*(*a)/");
  EXPECT_EQ(error("[a-z]{-}[aeiou]"), "error compiling pattern /^?(.|\\n)*([a-z]{-}[aeiou])/");
  EXPECT_EQ(error("a{3,1}"),
            "bad iteration values (compiling pattern /^?(.|\\n)*(a{3,1})/)\n"
            "error compiling pattern /^?(.|\\n)*(a{3,1})/");
  EXPECT_TRUE(
      error("[z-a]").starts_with("negative range in character class (compiling pattern /^?(.|\\n)*([z-a])/)\n"));
  EXPECT_TRUE(error("[[:nope:]]").starts_with("bad character class expression (compiling pattern"));
  EXPECT_TRUE(error("\"abc").starts_with("missing quote (compiling pattern"));
  EXPECT_TRUE(error("[abc").starts_with("unterminated character class (compiling pattern"));
  EXPECT_EQ(error("a{5000}"), "error compiling pattern /^?(.|\\n)*(a{5000})/");
}

}  // namespace
}  // namespace whimbrel::script
