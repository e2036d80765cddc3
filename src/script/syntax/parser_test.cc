#include "script/syntax/parser.h"

#include <gtest/gtest.h>

#include "script/syntax/dump.h"

namespace whimbrel::script::syntax {
namespace {

std::string parse(std::string_view text, Recorder recorder = {}) {
  Sources sources({}, nullptr);
  Parser parser(sources, recorder);
  try {
    parser.parse({{"./x.zeek", "x", std::string(text)}});
  } catch (const Recorder::Fatal&) {
  }
  return recorder.text();
}

/// Of an expression: its tree, without what is around it.
std::string expr(const std::string& text) {
  const std::string statement = parse("print " + text + ";");
  constexpr std::string_view kBegin = "(print ";
  if (!statement.starts_with(kBegin)) return statement;
  return statement.substr(kBegin.size(), statement.size() - kBegin.size() - 2);
}

// -- literals

TEST(Literals, NumbersAreReadAsTheLongestFormThatFits) {
  EXPECT_EQ(expr("42, 007, 0xFf, 99999999999999999999"), "42 7 255 18446744073709551615");
  EXPECT_EQ(expr("1.5, .5, 5., 1e3, 1.5e-3, 1e+4"), "1.5 0.5 5.0 1000.0 0.0015 10000.0");
  EXPECT_EQ(expr("1 day, 2.5mins, 3secs, 10 usec, 1hr"), "1.0 day 2.0 mins 30.0 secs 3.0 secs 10.0 usecs 1.0 hr");
  EXPECT_EQ(expr("80/tcp, 080/udp, 8/icmp, 0/unknown"), "80/tcp 80/udp 8/icmp 0/unknown");
  EXPECT_EQ(expr("1.2.3.4, 10.1.2.3/8, 10.0.0.0 / 16, 1.2.3.4 / n"), "1.2.3.4 10.0.0.0/8 10.0.0.0/16 (/ 1.2.3.4 n)");
  EXPECT_EQ(expr("[::1], [2001:db8::]/32, [1:2:3:4:5:6:7:8], [::ffff:1.2.3.4]"),
            "::1 2001:db8::/32 1:2:3:4:5:6:7:8 1.2.3.4");
  EXPECT_EQ(expr("3com.com, www.example.com, a-b.c"), "host:3com.com host:www.example.com host:a-b.c");
  EXPECT_EQ(expr("a-b, 5-3, v[1:2]"), "(- a b) (- 5 3) (slice v 1 2)");
}

TEST(Literals, WhatIsOutOfRangeIsReportedAndReadAsZero) {
  EXPECT_EQ(parse("global a = 70000/tcp;"),
            "error in ./x.zeek, line 1: bad port number - 70000/tcp\n(global a = 0/unknown)\n");
  EXPECT_EQ(parse("global a = 1.2.3.4/33;"),
            "error in ./x.zeek, line 1: Bad IPAddr(v4) IPPrefix length : 33\n(global a = 0.0.0.0/0)\n");
  EXPECT_EQ(parse("global a = [::1]/129;"),
            "error in ./x.zeek, line 1: Bad IPAddr(v6) IPPrefix length : 129\n(global a = ::/0)\n");
}

TEST(Literals, StringsHaveEscapes) {
  EXPECT_EQ(expr(R"("a\tb\"\\")"), "a\tb\"\\");
  EXPECT_EQ(expr(R"("\x414\1012\q\400")"), std::string("A4A2q\0", 6));
  EXPECT_EQ(expr(R"(T, F)"), "T F");
}

TEST(Literals, ASlashBeginsAPatternOnlyWhereAnOperandMayStand) {
  EXPECT_EQ(expr(R"(/a\/b/is in s, a / b / c)"), R"((in /a\/b/is s) (/ (/ a b) c))");
  EXPECT_EQ(parse("global a = /x/ii;"), "error in ./x.zeek, line 1: pattern has duplicate mode i\n(global a = /x/i)\n");
  EXPECT_EQ(parse("\nglobal a = /x\n/;"),
            "error in ./x.zeek, line 2: pattern not terminated before end of line\n(global a = /x/)\n");
}

TEST(Literals, NotInIsOneTokenEvenWithBlanks) {
  EXPECT_EQ(expr("a !in b, a !  in b, !inside"), "(!in a b) (!in a b) (! inside)");
}

// -- precedence

TEST(Precedence, FollowsTheTable) {
  EXPECT_EQ(expr("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(expr("! x in y, -a$b, !r?$x"), "(in (! x) y) (- ($ b a)) (! (?$ x r))");
  EXPECT_EQ(expr("x as U == y, -a as count, a$b is string"), "(== (as x U) y) (- (as a count)) (is ($ b a) string)");
  EXPECT_EQ(expr("1 + 2 in s, a & b == c, a | b ^ c & d << e"),
            "(in (+ 1 2) s) (== (& a b) c) (| a (^ b (& c (<< d e))))");
  EXPECT_EQ(expr("a = b = c, a ? b : c ? d : e"), "(= a (= b c)) (? a b (? c d e))");
  EXPECT_EQ(expr("a || b && c == d"), "(or a (&& b (== c d)))");
  EXPECT_EQ(expr("++a * b, hook h(1) && b, ! hook h(1)"),
            "(* (++ a) b) (&& (hook (call h 1)) b) (! (hook (call h 1)))");
}

TEST(Precedence, ComparisonsDoNotChain) {
  EXPECT_EQ(parse("event e() { print 1 < 2 < 3; }"),
            "(function... (function e () (block...)))\n"
            "error in ./x.zeek, line 1: syntax error, at or near \"<\"\n");
}

TEST(Precedence, ABarMayEndASizeOrJoinTwoOperands) {
  EXPECT_EQ(expr("|v| + 1, |a + b| - |c|, |(1 | 6)|, |-5|"),
            "(+ (|| v) 1) (- (|| (+ a b)) (|| c)) (|| (() (| 1 6))) (|| (- 5))");
  EXPECT_EQ(expr("|a|b|"), "(|| (| a b))");
}

// -- other expressions

TEST(Expressions, AreOfManyForms) {
  EXPECT_EQ(
      expr("f(), f(1, x)$y[0], v[:b], v[a:], v[:], t[1, 2]"),
      "(call f) (index ($ y (call f 1 x)) 0) (slice v null b) (slice v a null) (slice v null null) (index t 1 2)");
  EXPECT_EQ(expr("[], [$a=1], [1, x], record($a=1), table([1]=2) &ordered, set(), vector(1)"),
            "(record) (record ($= a 1)) (list 1 x) (record ($= a 1)) (table (= (list 1) 2) &ordered) (set) (vector 1)");
  EXPECT_EQ(expr("copy(x), schedule 1sec { M::e(1) }, ::x, x is set[count]"),
            "(copy x) (schedule M::e 1.0 sec 1) ::x (is x (set count))");
  EXPECT_EQ(expr("function [a, copy b](x: count): U { return x; }"),
            "(function [a,copy b,] (x:count,):U (block (return x)))");
  EXPECT_EQ(expr("[$f(x: count) = { print x; }]"), "(record ($= f (function (x:count,) (block (print x)))))");
  EXPECT_EQ(parse("[a, b,] = x;"), "(expr (= (list a b ,) x))\n");
}

// -- statements

TEST(Statements, HaveTheirParts) {
  EXPECT_EQ(parse("if ( a ) if ( b ) x(); else y();"), "(if a (if b (expr (call x)) (expr (call y))) null)\n");
  EXPECT_EQ(parse("for ( [a, b], v in t ) next;"), "(for a b v t (next))\n");
  EXPECT_EQ(parse("for ( k, v in t ) { # @no-test\n break; # @no-test\n }"), "(for k v t (block (break)))\n");
  EXPECT_EQ(parse("when [a] ( local r = f(x) ) { } timeout 1sec { print r; }"),
            "(when [a,] (local r (call f x)) 1.0 sec (block) (block (print r)))\n");
  EXPECT_EQ(parse("switch ( x ) { case 1, 2: break; case type U as y, type V: return; default: fallthrough; }"),
            "(switch (() x) (case 1 2 (block (break))) (case type U as y type V (block (return null)))"
            " (default (block (fallthrough))))\n");
  EXPECT_EQ(parse("local x: count = 1; const y = 2; assert x, \"m\"; event M::e(1); ;"),
            "(local x:count 1)\n(local const y 2)\n(assert x m)\n(event M::e 1)\n(empty)\n");
  EXPECT_EQ(parse("s += { 1, 2, };"), "(expr (+= s (braces 1 2)))\n");
}

// -- declarations

TEST(Declarations, HaveTheirParts) {
  EXPECT_EQ(parse("module M::N; export { global x: table[count, addr] of set[string] = { } &redef; }"),
            "(module M::N)\n(export)\n(global x:(table count addr (set string)) = (braces) &redef)\n(end-export)\n");
  EXPECT_EQ(parse("type E: enum { A, B = 2, C = -1 &deprecated=\"x\", };"), "(type E:(enum A B=2 C=-1))\n");
  EXPECT_EQ(parse("type R: record { a: opaque of X::Y &optional; f: function(a: count; b: any): bool; };"),
            "(type R:(record a:(opaqueX::Y) f:(function bool a:count b:any)))\n");
  EXPECT_EQ(parse("type R: record { type: string; }; print r$type, r?$type, [$type=1];"),
            "(type R:(record type:string))\n(print ($ type r) (?$ type r) (record ($= type 1)))\n");
  EXPECT_EQ(
      parse("redef record R += { x: count &default=1; } &log; redef record R$x -= { &log }; redef enum E += { Z };"),
      "(redef-record R x:count &default=1 &log)\n(redef-field R$x &log)\n(redef-enum E Z)\n");
  EXPECT_EQ(parse("redef event e(a: count, b: string &default=\"\") &priority=-5 { }"),
            "(function redef (function e (a:count,b:string &default=,) &priority=(- 5) (block)))\n");
}

TEST(Declarations, CannotFollowAStatement) {
  EXPECT_EQ(parse("print 1;\nglobal x = 1;"),
            "(print 1)\nerror in ./x.zeek, line 2: syntax error, at or near \"global\"\n");
}

TEST(Declarations, MustNotUseTheGlobalPrefixInExportBlocks) {
  EXPECT_EQ(parse("export { global ::x = 1; }"),
            "(export)\nerror in ./x.zeek, line 1: cannot use :: prefix in export section: ::x\n(global ::x = "
            "1)\n(end-export)\n");
}

// -- directives

TEST(Conditionals, ChooseWhatIsRead) {
  EXPECT_EQ(parse("@if ( T )\nglobal a;\n@else\nglobal b;\n@endif\n"), "@if T\n(global a)\n");
  EXPECT_EQ(parse("@if ( F )\n@if ( T ) odd ' text \"\n@else\n@endif\n@else\nglobal b;\n@endif\nglobal c;"),
            "@if F\n(global b)\n(global c)\n");
  EXPECT_EQ(parse("@ifdef ( x )\nglobal a;\n@endif\n@ifndef ( x )\nglobal b;\n@endif"), "(global b)\n");
  EXPECT_EQ(parse("function f()\n@if ( F )\n{ print 1; }\n@else\n{ print 2; }\n@endif\n"),
            "@if F\n(function (function f () (block (print 2))))\n");
}

TEST(Conditionals, KnowTheLocalsOfTheirFunction) {
  EXPECT_EQ(parse("event e(p: count) { local l = 1;\n@if ( l == p + g )\n@endif\n@ifdef ( l )\nprint 1;\n@endif\n}"),
            "@if (== l@local (+ p@local g))\n(function (function e (p:count,) (block (local l 1) (print 1))))\n");
}

TEST(Conditionals, MayEndARecordButOnlyOnce) {
  EXPECT_EQ(parse("type R: record {\n@if ( T )\na: count;\n@endif\n};"), "@if T\n(type R:(record a:count))\n");
  EXPECT_EQ(parse("type R: record { a: count;\n@if ( F )\nb: count;\n@endif\n};"),
            "@if F\nerror in ./x.zeek, line 5: syntax error, at or near \"}\"\n");
}

TEST(Conditionals, MustBalance) {
  EXPECT_EQ(parse("@else\n\n@endif\n"),
            "error in ./x.zeek, line 1: @else without @if...\nerror in ./x.zeek, line 3: unbalanced @if... @endif\n");
  EXPECT_EQ(parse("@if ( T )\nglobal a;\n"),
            "@if T\n(global a)\nfatal error in ./x.zeek, line 3: unbalanced @if... @endif\n");
  EXPECT_EQ(parse("event e()\n{ if ( T )\n@if ( T )\nprint 1;\n@endif\n}"),
            "@if T\nerror in ./x.zeek, line 4: incorrect use of directive\n(function (function e () (block (if T "
            "(empty) null) (print 1))))\n");
}

TEST(Pragmas, ArePushedAndPopped) {
  EXPECT_EQ(parse("@pragma push ignore-deprecations\n@pragma pop\n"), "ignore\nheed\n");
  EXPECT_EQ(parse("@pragma push nonsense\n@pragma pop other\n@pragma whatever\n"),
            "warning in ./x.zeek, line 1: pushing unknown @pragma value 'nonsense'\nheed\n"
            "error in ./x.zeek, line 2: @pragma pop with unexpected 'other', expected 'nonsense'\nheed\n"
            "warning in ./x.zeek, line 3: Ignoring unknown pragma: 'whatever'\n");
  EXPECT_EQ(parse("@pragma\n"), "fatal error in ./x.zeek, line 1: @pragma without value\n");
  EXPECT_EQ(parse("@pragma push x\n\n"),
            "warning in ./x.zeek, line 1: pushing unknown @pragma value 'x'\nheed\n"
            "fatal error in ./x.zeek, line 3: unbalanced @pragma push pop in file\n");
}

// -- what is wrong

TEST(SyntaxErrors, NameThePlaceAndTheToken) {
  EXPECT_EQ(parse("global a = 1\nglobal b = 2;"), "error in ./x.zeek, line 2: syntax error, at or near \"global\"\n");
  EXPECT_EQ(
      parse("event e() { print 1; } }"),
      "(function (function e () (block (print 1))))\nerror in ./x.zeek, line 1: syntax error, at or near \"}\"\n");
  EXPECT_EQ(parse("event e()\n{ print \"a\"; local x: record { list: count; }; }"),
            "(function... (function e () (block... (print a))))\n"
            "error in ./x.zeek, line 2: syntax error, at or near \"list\"\n");
  EXPECT_EQ(parse("global x = 1 \"two\";"), "error in ./x.zeek, line 1: syntax error, at or near \"\"two\"\"\n");
  EXPECT_EQ(parse("event e() {"),
            "(function... (function e () (block...)))\nerror: syntax error, at end of file ./x.zeek\n");
}

TEST(SyntaxErrors, ComeAfterWhatWasReadBefore) {
  // The second statement is unfinished: of it remain the names and the complete expressions.
  EXPECT_EQ(parse("event e() { print a; local x = b + c d; }"),
            "(function... (function e () (block... (print a) (block... (expr... (+ b c))))))\n"
            "error in ./x.zeek, line 1: syntax error, at or near \"d\"\n");
  EXPECT_EQ(parse("event e() { if ( a ) { for ( k in t ) print k, n +; } }"),
            "(function... (function e () (block... (if... a (block... (for... k t (block... (expr... k) (expr... n)))) "
            "null))))\n"
            "error in ./x.zeek, line 1: syntax error, at or near \";\"\n");
  EXPECT_EQ(parse("f(function(x: count) { print x, y z });"),
            "(block... (expr... f) (expr... (function (x:count,) (block... (block... (expr... x) (expr... y))))))\n"
            "error in ./x.zeek, line 1: syntax error, at or near \"z\"\n");
  EXPECT_EQ(parse("redef R += { b: count &optional; };"),
            "(redef... R +=)\n(block... (expr... b))\nerror in ./x.zeek, line 1: syntax error, at or near \":\"\n");
}

TEST(SyntaxErrors, OfStrayCharactersGoBeforeTheNamesAfterThem) {
  EXPECT_EQ(parse("global s = \"abc\n\";"),
            "error in ./x.zeek, line 1: unrecognized character: '\"'\n(global s = abc)\n"
            "error in ./x.zeek, line 2: unrecognized character: '\"'\n");
}

TEST(Nesting, HasALimitAndNoEffectOnTheStack) {
  const auto repeat = [](std::string_view text, size_t times) {
    std::string all;
    for (size_t i = 0; i < times; ++i) all += text;
    return all;
  };
  constexpr size_t kMany = 100'000;
  for (const std::string& text :
       {repeat("(", kMany), repeat("-", kMany), repeat("[", kMany), repeat("{", kMany), repeat("| ", kMany),
        repeat("a[", kMany), repeat("if ( T ) ", kMany), repeat("f(", kMany), "a" + repeat("+a", kMany) + ";",
        "a" + repeat("$a", kMany) + ";", "a" + repeat("=a", kMany) + ";", "a" + repeat("?a:a", kMany) + ";",
        "|" + repeat("a|", kMany), repeat("x = function() {", kMany), repeat("[$f() = {", kMany),
        "global x: " + repeat("vector of ", kMany), "x is " + repeat("record { a:", kMany)}) {
    const std::string said = parse(text);
    EXPECT_NE(said.find("syntax error, nested too deeply, at or near"), said.npos) << text.substr(0, 20);
  }
  EXPECT_EQ(expr(repeat("(", 500) + "1" + repeat(")", 500)), repeat("(() ", 500) + "1" + repeat(")", 500));
  EXPECT_EQ(parse(repeat("global a;", 3)).size() / 3 * kMany, parse(repeat("global a;", kMany)).size());
}

}  // namespace
}  // namespace whimbrel::script::syntax
