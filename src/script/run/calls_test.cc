#include <gtest/gtest.h>

#include "script/run/fake_host.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct CallsTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};
  const TypePtr count = base_type(Tag::Count);
  std::string trace;

  TestExpr::Eval argument(size_t slot) {
    return [slot](Frame& frame) { return frame.cells[slot]; };
  }
};

TEST_F(CallsTest, BothFormsOfACallGiveTheResult) {
  FuncObject& f = define(runtime, "f", test_signature(Flavour::Function, {count, count}, count), [](Frame& frame) {
    frame.result = Cell::count(frame.cells[0].as_count() - frame.cells[1].as_count());
    return Flow::Return;
  });
  const std::vector<ExprPtr> arguments{test_constant(Cell::count(9)), test_constant(Cell::count(2))};
  const auto call = test_expr("f(9, 2)", Tag::Count, nullptr);
  EXPECT_EQ(runtime.call(f, {Cell::count(9), Cell::count(2)}, nullptr).as_count(), 7u);
  EXPECT_EQ(runtime.call(f, {*call, arguments}, runtime.top_frame()).as_count(), 7u);
  EXPECT_EQ(f.function->calls, 2u);
}

TEST_F(CallsTest, NothingIsCalledWithAnArgumentThatHasNoValue) {
  FuncObject& f = define(runtime, "f", test_signature(Flavour::Function, {count}), [&](Frame&) {
    trace += "called";
    return Flow::Next;
  });
  const std::vector<ExprPtr> arguments{test_expr("missing", Tag::Count, [](Frame&) { return Cell(); })};
  runtime.call(f, {*arguments[0], arguments}, runtime.top_frame());
  EXPECT_EQ(trace, "");
}

TEST_F(CallsTest, FallingOffTheEndOfAFunctionWithAResultWarns) {
  FuncObject& f = define(runtime, "f", test_signature(Flavour::Function, {}, count), [](Frame&) { return Flow::Next; });
  EXPECT_FALSE(runtime.call(f, std::vector<Cell>(), nullptr).is_set());
  EXPECT_EQ(host.errors, "warning: non-void function returning without a value: f\n");
}

TEST_F(CallsTest, TooManyArgumentsAreAnError) {
  FuncObject& f =
      define(runtime, "f", test_signature(Flavour::Function, {base_type(Tag::Any)}), [](Frame&) { return Flow::Next; });
  const std::vector<ExprPtr> arguments{test_constant(Cell::count(1)), test_constant(Cell::count(2))};
  const auto call = test_expr("f(1, 2)", Tag::Void, nullptr, 4);
  EXPECT_THROW(runtime.call(f, {*call, arguments}, runtime.top_frame()), Interrupt);
  EXPECT_EQ(host.errors, "expression error in ./test.zeek, line 4: too many arguments for function call (f(1, 2))\n");
}

TEST_F(CallsTest, HookBodiesRunByPriorityAndEachSeesTheFirstArguments) {
  const auto type = test_signature(Flavour::Hook, {count}, base_type(Tag::Bool));
  define(runtime, "h", type, [&](Frame& frame) {
    trace += "middle" + std::to_string(frame.cells[0].as_count()) + " ";
    return Flow::Break;
  });
  define(
      runtime, "h", type,
      [&](Frame&) {
        trace += "never";
        return Flow::Next;
      },
      -5);
  FuncObject& h = define(
      runtime, "h", type,
      [&](Frame& frame) {
        trace += "high ";
        frame.cells[0] = Cell::count(77);
        return Flow::Return;
      },
      10);
  EXPECT_FALSE(runtime.call(h, {Cell::count(1)}, nullptr).as_bool());
  EXPECT_EQ(trace, "high middle1 ");
}

TEST_F(CallsTest, AnErrorEndsOneBodyOfAHook) {
  const auto type = test_signature(Flavour::Hook, {}, base_type(Tag::Bool));
  define(
      runtime, "h", type, [&](Frame&) -> Flow { throw Interrupt{}; }, 1);
  FuncObject& h = define(runtime, "h", type, [&](Frame&) {
    trace += "second";
    return Flow::Next;
  });
  EXPECT_TRUE(runtime.call(h, std::vector<Cell>(), nullptr).as_bool());
  EXPECT_EQ(trace, "second");
}

TEST_F(CallsTest, EndlessRecursionIsAnErrorAndNotACrash) {
  const auto call = test_expr("f()", Tag::Void, nullptr, 2);
  FuncObject* f = nullptr;
  size_t calls = 0;
  f = &define(runtime, "f", test_signature(Flavour::Function, {}), [&](Frame& frame) {
    ++calls;
    runtime.call(*f, std::vector<Cell>(), &frame, call.get());
    return Flow::Next;
  });
  EXPECT_FALSE(runtime.call_safely(*f, {}).is_set());
  EXPECT_GT(calls, 1000u);
  EXPECT_TRUE(
      host.errors.starts_with("runtime error in ./test.zeek, line 2: too many nested calls, expression: f(), "
                              "call stack: | #0 f() at ./test.zeek:2 | #1 f()"))
      << host.errors.substr(0, 200);
  EXPECT_LT(host.errors.size(), 2000u);
}

TEST_F(CallsTest, AlternatePrototypesPickTheirArguments) {
  const auto type = test_signature(Flavour::Event, {count, count});
  FuncObject& e = define(runtime, "e", type, [&](Frame& frame) {
    trace += std::to_string(frame.cells[0].as_count());
    return Flow::Next;
  });
  e.function->bodies[0].parameters = 1;
  e.function->bodies[0].places = {1};
  runtime.call(e, {Cell::count(1), Cell::count(2)}, nullptr);
  EXPECT_EQ(trace, "2");
}

TEST_F(CallsTest, LoopsCanBeBrokenOffFromOutside) {
  EXPECT_THROW(runtime.break_off(test_place(3)), ExitProcess);
  EXPECT_EQ(host.errors, "fatal error in ./test.zeek, line 3: interrupted\n");
}

}  // namespace
}  // namespace whimbrel::script
