// Index, fields, calls and constructors, in scripts of a few lines that are checked and run.
#include <gtest/gtest.h>

#include "script/bind/binder.h"
#include "script/run/fake_host.h"

namespace whimbrel::script {
namespace {

/// What the statements print, and what is wrong with them.
std::string run(const std::string& text) {
  FakeHost host;
  Runtime runtime(host);
  Binder binder(runtime);
  syntax::Sources sources({}, [](std::string_view) { return std::nullopt; });
  syntax::Parser parser(sources, binder);
  try {
    parser.parse({{"./t.zeek", "t", text}});
  } catch (const StopParsing&) {
  }
  binder.finish();
  if (runtime.reporter.errors() > 0) return host.errors;
  Frame frame(runtime, nullptr, nullptr, static_cast<size_t>(binder.top_level_frame_size()), nullptr);
  for (const StmtPtr& statement : binder.statements) {
    try {
      statement->exec(frame);
    } catch (const NoValue&) {
      // That statement is left out.
    } catch (const Interrupt&) {
      break;
    }
  }
  return host.output + host.errors;
}

TEST(Index, NegativeNumbersCountFromTheEnd) {
  EXPECT_EQ(run("local v = vector(1, 2, 3); local s = \"abc\"; print v[-1], v[-2:], s[-1], s[:-2];"),
            "3, [2, 3], c, a\n");
}

TEST(Index, StringsEndQuietlyVectorsDoNot) {
  EXPECT_EQ(run("print |\"abc\"[7]|, \"abc\"[1:9];"), "0, bc\n");
  EXPECT_EQ(run("local v = vector(1); print v[7];"), "expression error in ./t.zeek, line 1: no such index (v[7])\n");
}

TEST(Index, AssignmentBehindTheEndLeavesHoles) {
  EXPECT_EQ(run("local v = vector(1); v[3] = 4; print v, |v|; print v[1];"),
            "[1, , , 4], 4\nexpression error in ./t.zeek, line 1: no such index (v[1])\n");
}

TEST(Index, SliceAssignmentReplacesTheRange) {
  EXPECT_EQ(run("local v = vector(0, 1, 2, 3); v[1:3] = vector(9); print v; v[:] = v; print v;"),
            "[0, 9, 3]\n[0, 9, 3]\n");
}

TEST(Index, LongestPrefixAndPatterns) {
  EXPECT_EQ(run("local t = table([10.0.0.0/8] = 1, [10.1.0.0/16] = 2); print t[10.1.2.3], t[10.2.0.0];"), "2, 1\n");
  EXPECT_EQ(run("local t = table([/a+/] = 1, [/b/] = 2); print t[\"aa\"], t[\"c\"];"), "[1], []\n");
}

TEST(Index, TellsWhatDoesNotFit) {
  EXPECT_EQ(run("local s: set[count]; add s[1, 2];"),
            "error in ./t.zeek, line 1: indexing mismatch (list of count and 1, 2)\n"
            "error in ./t.zeek, line 1: expression with type 'table' is not a type that can be indexed (s[1, 2])\n");
}

TEST(Fields, WithoutAValueAreAnErrorUnlessThereIsADefault) {
  const std::string type = "type R: record { a: count &optional; b: count &default=7; };\n";
  EXPECT_EQ(run(type + "local r = R(); print r$b, r?$a, r?$b; print r$a;"),
            "7, F, T\nexpression error in ./t.zeek, line 2: field value missing (r$a)\n");
  EXPECT_EQ(run(type + "local r = R($b=1); delete r$b; print r$b;"), "7\n");
}

TEST(Constructors, BraceListsTakeTheTypeOfTheirVariable) {
  EXPECT_EQ(run("local v: vector of double = { 1, 2 }; local s: set[int] = { 1 }; print v, -1 in s, 1 in s;"),
            "[1.0, 2.0], F, T\n");
  EXPECT_EQ(run("global t = { [1] = \"a\", [2] = \"b\" };\nprint t[2], |t|;"), "b, 2\n");
}

TEST(Constructors, ListsAndSetsInAnIndexStandForTheirElements) {
  EXPECT_EQ(run("global ports = { 80/tcp, 443/tcp };\n"
                "global s: set[string, port] = { [[\"a\", \"b\"], ports] };\n"
                "print |s|, [\"b\", 443/tcp] in s;"),
            "4, T\n");
}

TEST(Constructors, RecordsInATableMayHaveDifferentFields) {
  EXPECT_EQ(run("type R: record { a: count; b: string &optional; };\n"
                "local t: table[R] of count = table([[$a=1]] = 1, [[$a=1, $b=\"x\"]] = 2);\n"
                "print t[[$a=1]], t[[$a=1, $b=\"x\"]];"),
            "1, 2\n");
}

TEST(Constructors, RecordKeysFollowAnExtensionOfTheirType) {
  EXPECT_EQ(run("type K: record { a: count; };\n"
                "global t: table[K] of string = { [[$a=1]] = \"one\" };\n"
                "redef record K += { b: count &optional; };\n"
                "print [$a=1] in t, [$a=1, $b=2] in t;"),
            "T, F\n");
}

TEST(Constructors, OfWordsKeepTheTypeOfTheirElements) {
  EXPECT_EQ(run("local v: vector of double = vector(1, 2);"),
            "error in ./t.zeek, line 1: type clash in assignment (v = vector(1, 2))\n");
  EXPECT_EQ(run("global t = table([1] = \"a\", [2] = 5);"),
            "error in string and count: incompatible types (string and count)\n");
}

TEST(Records, AConstructorByNameChecksAtOnce) {
  const std::string type = "type R: record { a: count; b: string &optional; };\n";
  EXPECT_EQ(run(type + "local r = R($c=1);"),
            "error in ./t.zeek, line 2: no such field in record (R($c=1) and $c=1)\n");
  EXPECT_EQ(run(type + "local r = R();"), "error in ./t.zeek, line 2: mandatory field \"a\" missing (R())\n");
}

TEST(Calls, FillInDefaultsAndShowThemInMessages) {
  const std::string function = "function f(a: count, b: string &default=\"x\"): string { return b; }\n";
  EXPECT_EQ(run(function + "print f(1), f(1, \"y\");"), "x, y\n");
  EXPECT_EQ(run(function + "f(\"t\");"),
            "error in count and ./t.zeek, line 2: arithmetic mixed with non-arithmetic (count and t)\n"
            "error in ./t.zeek, line 2 and count: type mismatch (t and count)\n"
            "error in ./t.zeek, line 2: argument type mismatch in function call (f(t, x))\n");
}

TEST(Calls, HooksNeedTheirKeyword) {
  const std::string hook = "global h: hook(a: count);\nhook h(a: count) { if ( a > 1 ) break; }\n";
  EXPECT_EQ(run(hook + "print hook h(1), hook h(2);"), "T, F\n");
  EXPECT_EQ(run(hook + "h(1);"), "error in ./t.zeek, line 3: hook cannot be called directly, use hook operator (h)\n");
}

TEST(Casts, BetweenSetsAndVectorsAndOutOfAny) {
  EXPECT_EQ(run("print |vector(3, 1, 3) as set[count]|, set(\"a\") as vector of string;"), "2, [a]\n");
  EXPECT_EQ(run("local x: any = 1.5; print x is double, x is count; print x as count;"),
            "T, F\nexpression error in ./t.zeek, line 1: invalid cast of value with type 'double' to type 'count' "
            "(x as count)\n");
}

}  // namespace
}  // namespace whimbrel::script
