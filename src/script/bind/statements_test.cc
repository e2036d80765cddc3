// Declarations and statements, in scripts of a few lines that are checked and run.
#include <gtest/gtest.h>

#include "script/bind/binder.h"
#include "script/model/highwayhash.h"
#include "script/model/seeds.h"
#include "script/run/fake_host.h"

namespace whimbrel::script {
namespace {

struct Script {
  FakeHost host;
  Runtime runtime{host};
  Binder binder{runtime};

  /// Reads all, then runs the top-level statements, then the events that they have queued.
  explicit Script(const std::string& text) {
    set_seeds({});
    syntax::Sources sources({}, [](std::string_view) { return std::nullopt; });
    syntax::Parser parser(sources, binder);
    try {
      parser.parse({{"./t.zeek", "t", text}});
      binder.finish();
      if (runtime.reporter.errors() == 0) run();
    } catch (const StopParsing&) {
    } catch (const ExitProcess&) {
    }
  }

  void run() {
    Frame frame(runtime, nullptr, nullptr, static_cast<size_t>(binder.top_level_frame_size()), nullptr);
    for (const StmtPtr& statement : binder.statements) {
      try {
        statement->exec(frame);
      } catch (const Interrupt&) {
        return;
      }
    }
    while (!runtime.queue_is_empty()) runtime.drain();
  }
};

std::string output(const std::string& text) {
  const Script script(text);
  return script.host.output + script.host.errors;
}

TEST(HighwayHash, GivesTheWordsOfItsSpecification) {
  const HighwayKey key = {0x0706050403020100, 0x0f0e0d0c0b0a0908, 0x1716151413121110, 0x1f1e1d1c1b1a1918};
  EXPECT_EQ(highwayhash128(key, "")[0], 1147615878314983111u);
  EXPECT_EQ(highwayhash128(key, "0123456789abcdef0")[0], 7569423388340129437u);
}

TEST(Lambdas, AreNamedByTheirBodies) {
  EXPECT_EQ(output("print function() { };"), "lambda_<16090814947301055197>\n;\n");
}

TEST(Lambdas, KeepTheirCapturesFromCallToCall) {
  EXPECT_EQ(output("local n = 1; local f = function[n](): count { n += 1; return n; };"
                   "local g = copy(f); print f(), f(), g(), n;"),
            "2, 3, 2, 1\n");
}

TEST(Lambdas, ComplainOfCapturesThatDoNotMatchTheBody) {
  EXPECT_EQ(
      output("local a = 1; local b = 2;\nlocal f = function[a, b](x: count): count { return x + a; };"),
      "error in ./t.zeek, line 2: b is captured but not used inside lambda (function()[a,  b]{ return (x + a)})\n");
}

TEST(Loops, LeaveHolesOutAndReadTheSizeAgain) {
  EXPECT_EQ(output("local v = vector(5); v[2] = 7; for ( i, x in v ) { print i, x; if ( |v| < 5 ) v[|v|] = i; }"),
            "0, 5\n2, 7\n3, 0\n4, 2\n");
}

TEST(Loops, BreakInASwitchLeavesTheSwitchOnly) {
  EXPECT_EQ(
      output(
          "for ( c in \"abc\" ) { switch c { case \"b\": break; default: print c; break; } if ( c == \"b\" ) next; }"),
      "a\nc\n");
}

TEST(Switch, FindsLabelsOfAllKinds) {
  const std::string text =
      "function f(x: any): string { switch x { case type count as n: return cat2(n); case type string: return \"s\"; }"
      " return \"none\"; } function g(a: addr): bool { switch a { case 1.2.3.4: return T; default: return F; } }"
      "print f(1), f(\"x\"), f(2.5), g(1.2.3.4), g([::1]);";
  EXPECT_EQ(output("function cat2(n: count): string { return n == 1 ? \"one\" : \"many\"; }" + text),
            "one, s, none, T, F\n");
}

TEST(Locals, OfAggregateTypesAreMadeWhenTheBodyStarts) {
  EXPECT_EQ(output("function f(): count { for ( i in vector(1, 2) ) { local s: set[count]; add s[i]; } return 2; } "
                   "print f(), f;"),
            "2, f\n{ \n<init> s;\n{ \nfor ([i] in vector(1, 2)) \n{ \n;\nadd s[i];\n}\n\nreturn (2);\n}\n}\n");
}

TEST(Functions, WithoutAReturnedValueSkipTheStatementThatWantsIt) {
  EXPECT_EQ(output("function f(): count { } print \"a\"; print f(); print \"b\";"),
            "a\nb\nwarning: non-void function returning without a value: f\n");
}

TEST(Events, RunTheirBodiesByPriorityAndByAlternatePrototypes) {
  EXPECT_EQ(output("global e: event(a: count, b: string);\nglobal e: event(b: string);"
                   "event e(a: count, b: string) { print a; } event e(b: string) &priority=5 { print b; } local n = 1; "
                   "event e(n, \"x\");"),
            "x\n1\n");
}

TEST(Declarations, OfRedefsChangeWhatThereIs) {
  EXPECT_EQ(output("const s: set[count] = { 1 } &redef; redef s += { 2 }; redef s -= { 1 };"
                   "type R: record { a: count; }; redef record R += { b: count &default=5; };"
                   "type E: enum { A }; redef enum E += { B }; print s, R($a=1), B;"),
            "{\n2\n}, [a=1, b=5], B\n");
}

TEST(Declarations, ComplainOnceOfANameAndThenNoMore) {
  EXPECT_EQ(output("global h = 1;\nglobal h = 2;\nglobal x = h + 1;"),
            "error in ./t.zeek, line 1 and ./t.zeek, line 2: already defined (h)\n");
}

TEST(Binder, TellsOfMisplacedJumpsInTheOrderOfNames) {
  EXPECT_EQ(
      output("event z() { break; }\nfunction f() { next; }"),
      "error in ./t.zeek, line 2: next statement used outside of for or while statement. (next )\n"
      "error in ./t.zeek, line 1: break statement used outside of for, while or switch statement and not within a "
      "hook. (break )\n");
}

TEST(Binder, WarnsOfCodeThatNothingReaches) {
  Script script(
      "module M; function helper() { }\nfunction unused() { helper(); }\nfunction used() { }\nevent nobody() { used(); "
      "}");
  script.binder.warn_of_unused();
  EXPECT_EQ(script.host.errors,
            "warning in ./t.zeek, line 4: handler for non-existing event cannot be invoked (nobody)\n"
            "warning in ./t.zeek, line 1: non-exported function does not have any callers (M::helper)\n"
            "warning in ./t.zeek, line 2: non-exported function does not have any callers (M::unused)\n");
}

TEST(When, RunsItsBodyOnceAVariableHasChanged) {
  EXPECT_EQ(
      output("global g = 0; global e: event(); event e() { g = 2; } event later() { }"
             "local n = 5; when [n] ( g == 2 ) { print \"fired\", n; } n = 6; print g; event e(); event later();"),
      "0\nfired, 5\n");
}

}  // namespace
}  // namespace whimbrel::script
