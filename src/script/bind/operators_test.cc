// Operators and assignments, in scripts of a few lines that are checked and run.
#include <gtest/gtest.h>

#include "script/bind/binder.h"
#include "script/run/fake_host.h"

namespace whimbrel::script {
namespace {

/// Runs top-level statements.
struct Script {
  FakeHost host;

  explicit Script(const std::string& text) {
    Runtime runtime(host);
    Binder binder(runtime);
    syntax::Sources sources({}, [](std::string_view) { return std::nullopt; });
    syntax::Parser parser(sources, binder);
    try {
      parser.parse({{"./t.zeek", "t", text}});
    } catch (const StopParsing&) {
    }
    binder.finish();
    if (runtime.reporter.errors() > 0) return;
    Frame frame(runtime, nullptr, nullptr, static_cast<size_t>(binder.top_level_frame_size()), nullptr);
    for (const StmtPtr& statement : binder.statements) {
      try {
        statement->exec(frame);
      } catch (const NoValue&) {
        // That statement is left out.
      } catch (const Interrupt&) {
        return;
      }
    }
  }
};

std::string output(const std::string& text) {
  const Script script(text);
  return script.host.output + script.host.errors;
}

std::string messages(const std::string& text) { return Script(text).host.errors; }

TEST(Operators, ComputeOnEveryKindOfNumber) {
  EXPECT_EQ(output("print 7 / 2, -7 / 2, 7.0 / 2, 7 % 4, 2 * 3 - 1, 1 << 4, 0xff >> 4;"), "3, -3, 3.5, 3, 5, 16, 15\n");
  EXPECT_EQ(output("print 12 & 10, 12 | 10, 12 ^ 10, ~0;"), "8, 14, 6, 18446744073709551615\n");
  EXPECT_EQ(output("print 1min + 30sec, 1min * 3, 2.5 * 1min, 1min / 4, 1min / 1sec;"),
            "1.0 min 30.0 secs, 3.0 mins, 2.0 mins 30.0 secs, 15.0 secs, 60.0\n");
}

TEST(Operators, SmallestIntDividedByMinusOneWrapsAround) {
  EXPECT_EQ(output("local i = -9223372036854775808; print i / -1, i % -1;"), "-9223372036854775808, 0\n");
}

TEST(Operators, CompareNumbersByValueAndOthersByTheirOwnOrder) {
  EXPECT_EQ(output("print 1 == 1.0, -1 < 1, 18446744073709551615 > 1, \"a\" < \"aa\", 80/tcp < 1/udp;"),
            "T, T, T, T, T\n");
  EXPECT_EQ(output("print 9.0.0.0 < 10.0.0.0, 10.0.0.0/8 == 10.1.0.0/8, /a+/ == \"aa\", \"b\" != /a+/;"),
            "T, T, T, T\n");
  EXPECT_EQ(output("print set(2) < set(1, 2), set(1) <= set(1), set(1, 2) == set(2, 1);"), "T, T, T\n");
}

TEST(Operators, WorkOnVectorsElementByElement) {
  EXPECT_EQ(output("local v = vector(1, 2); v[3] = 4; print v + v, v == v, -v;"),
            "[2, 4, , 8], [T, T, , T], [-1, -2, , -4]\n");
  EXPECT_EQ(
      output("print vector(1, 2) + vector(1);"),
      "expression error in ./t.zeek, line 1: vector operands are of different sizes (vector(1, 2) + vector(1))\n");
}

TEST(Operators, InMeansWhatTheTypesSay) {
  EXPECT_EQ(output("print \"b\" in \"abc\", /b$/ in \"ab\", 1.2.3.4 in 1.0.0.0/8, 2 !in set(1), 0 in vector(5);"),
            "T, T, T, T, T\n");
  EXPECT_EQ(output("local t = table([1, \"a\"] = T); print [1, \"a\"] in t, [2, \"a\"] in t;"), "T, F\n");
}

TEST(Operators, ShowOperandsInCanonicalOrder) {
  EXPECT_EQ(messages("local a = 1; a == 2; a > 2; a * 2; 2 + a;"),
            "warning in ./t.zeek, line 1: expression value ignored (2 == a)\n"
            "warning in ./t.zeek, line 1: expression value ignored (2 < a)\n"
            "warning in ./t.zeek, line 1: expression value ignored (2 * a)\n"
            "warning in ./t.zeek, line 1: expression value ignored (2 + a)\n");
}

TEST(Operators, RefuseWrongOperandsInTheReferencesWords) {
  EXPECT_EQ(messages("print 1 + \"a\";\nprint set(1) | set(\"a\");\nprint \"a\" in set(1);\nprint T ? 1 : \"a\";"),
            "error in ./t.zeek, line 1: requires arithmetic operands (1 + a)\n"
            "error in ./t.zeek, line 2: incompatible \"set\" operands (set(1) | set(a))\n"
            "error in count and ./t.zeek, line 3: arithmetic mixed with non-arithmetic (count and a)\n"
            "error in ./t.zeek, line 3 and count: type mismatch (a and count)\n"
            "error in ./t.zeek, line 3: not an index type (a in set(1))\n"
            "error in ./t.zeek, line 4: operands must be of the same type (T ? 1 : a)\n");
  EXPECT_EQ(messages("print -9223372036854775809;"),
            "error in ./t.zeek, line 1: literal is outside range of 'int' values (-9223372036854775809)\n");
}

TEST(Operators, ReportWhatGoesWrongWhileRunning) {
  EXPECT_EQ(messages("local n = 0; print 1 / n;"), "expression error in ./t.zeek, line 1: division by zero (1 / n)\n");
  EXPECT_EQ(output("local n = 0; n -= 1; print n;"),
            "18446744073709551615\nexpression warning in ./t.zeek, line 1: count underflow (n - 1)\n");
  EXPECT_EQ(messages("local n: count; print n + 1;"),
            "expression error in ./t.zeek, line 1: value used but not set (n)\n");
}

TEST(Assignment, OfANumberThatDoesNotFitLeavesTheVariable) {
  EXPECT_EQ(output("local c = 5; local i = -1; c = i; print c;"),
            "5\n"
            "warning in ./t.zeek, line 1: dangerous assignment of integer to count (c = i)\n"
            "error in count and ./t.zeek, line 1: overflow promoting from signed/double to unsigned arithmetic value "
            "(count and -1)\n");
}

TEST(Assignment, NeedsAPlaceOnTheLeft) {
  EXPECT_EQ(messages("local n = 1; 5 = n; n + 1 = 2;"),
            "error in ./t.zeek, line 1: can't be assigned to (5)\n"
            "error in ./t.zeek, line 1: can't be assigned to (n + 1)\n");
}

TEST(Assignment, AppendsInPlaceOnlyWhereNobodyElseSeesIt) {
  EXPECT_EQ(output("local s = \"a\"; local t = s; s += \"b\"; s += s; print s, t;"), "abab, a\n");
  EXPECT_EQ(output("local v = vector(1); local w = v; v += 2; v += v; print w;"), "[1, 2, 1, 2]\n");
}

}  // namespace
}  // namespace whimbrel::script
