#include "script/run/reporter.h"

#include <gtest/gtest.h>

#include "script/run/fake_host.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct ReporterTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};
  Reporter& reporter = runtime.reporter;
};

TEST_F(ReporterTest, MessagesWithoutPlaceGetTheDefaultOne) {
  reporter.info({}, "received termination signal");
  reporter.default_place = test_place(1);
  reporter.info({}, "received termination signal");
  reporter.warning({}, "odd");
  EXPECT_EQ(host.errors,
            "received termination signal\n"
            "./test.zeek, line 1: received termination signal\n"
            "warning in ./test.zeek, line 1: odd\n");
}

TEST_F(ReporterTest, BaseTypesStandWhereTheirNameIs) {
  const auto x = test_expr(
      "x", Tag::String, [](Frame&) { return Cell(); }, 3);
  reporter.error(Reporter::Subject(*base_type(Tag::Count)), *x, "arithmetic mixed with non-arithmetic");
  reporter.error(Reporter::Subject(*x), Reporter::Subject(*base_type(Tag::Count)), "type mismatch");
  reporter.error(Reporter::Subject(Location{}, "[a=1]"), *x, "index type doesn't match table");
  EXPECT_EQ(host.errors,
            "error in count and ./test.zeek, line 3: arithmetic mixed with non-arithmetic (count and x)\n"
            "error in ./test.zeek, line 3 and count: type mismatch (x and count)\n"
            "error in <no location> and ./test.zeek, line 3: index type doesn't match table ([a=1] and x)\n");
  EXPECT_EQ(reporter.errors(), 3u);
}

TEST_F(ReporterTest, TheSamePlaceIsNamedOnce) {
  const auto a = test_expr(
      "a", Tag::Count, [](Frame&) { return Cell(); }, 3);
  const auto b = test_expr(
      "b", Tag::Count, [](Frame&) { return Cell(); }, 3);
  reporter.warning(*a, *b, "odd");
  EXPECT_EQ(host.errors, "warning in ./test.zeek, line 3: odd (a and b)\n");
  EXPECT_EQ(reporter.errors(), 0u);
}

TEST_F(ReporterTest, RunTimeErrorsEndWhatRuns) {
  const auto expr = test_expr(
      "t[k]", Tag::Count, [](Frame&) { return Cell(); }, 5);
  EXPECT_THROW(reporter.expression_error(*expr, "no such index"), Interrupt);
  EXPECT_THROW(reporter.fatal({}, "the end"), ExitProcess);
  EXPECT_EQ(host.errors, "expression error in ./test.zeek, line 5: no such index (t[k])\nfatal error: the end\n");
}

TEST_F(ReporterTest, RuntimeErrorsShowTheCallStackWithTheFirstArguments) {
  const auto bad = test_expr(
      "t[r]", Tag::Count, [](Frame&) { return Cell(); }, 10);
  const auto call = test_expr(
      "f(7)", Tag::Void, [](Frame&) { return Cell(); }, 20);
  FuncObject& f =
      define(runtime, "f", test_signature(Flavour::Function, {base_type(Tag::Count)}), [&](Frame& frame) -> Flow {
        frame.cells[0] = Cell::count(8);
        reporter.runtime_error(frame, *bad, "failed");
      });
  f.function->bodies[0].assigns_parameters = true;
  FuncObject& e = define(runtime, "e", test_signature(Flavour::Event, {}), [&](Frame& frame) {
    runtime.call(f, {Cell::count(7)}, &frame, call.get());
    return Flow::Next;
  });
  runtime.call(e, {}, nullptr);
  EXPECT_EQ(host.errors,
            "runtime error in ./test.zeek, line 10: failed, expression: t[r], call stack: "
            "| #0 f(7) at ./test.zeek:20 | #1 e() |\n");
}

}  // namespace
}  // namespace whimbrel::script
