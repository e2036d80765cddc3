#include "script/run/trigger.h"

#include <gtest/gtest.h>

#include "script/model/objects.h"
#include "script/model/table.h"
#include "script/run/fake_host.h"
#include "script/run/records.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct TriggerTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};
  Triggers& triggers = runtime.triggers();
  std::string trace;

  Ref<Trigger> when(TestExpr::Eval condition, std::vector<Symbol*> globals = {}) {
    auto trigger = make<Trigger>();
    trigger->condition = test_expr("condition", Tag::Bool, std::move(condition));
    trigger->body = test_stmt([this](Frame&) {
      trace += "body ";
      return Flow::Next;
    });
    trigger->timeout_body = test_stmt([this](Frame&) {
      trace += "timeout ";
      return Flow::Next;
    });
    trigger->globals = std::move(globals);
    trigger->frame = std::make_unique<Frame>(runtime, nullptr, nullptr, 2, nullptr);
    return trigger;
  }

  void assign(Symbol& symbol, Cell value) {
    symbol.value = std::move(value);
    if (symbol.watched) runtime.modified(&symbol);
  }
};

TEST_F(TriggerTest, AConditionThatHoldsRunsTheBodyAtOnce) {
  auto trigger = when([](Frame&) { return Cell::boolean(true); });
  trigger->timeout = 1;
  triggers.start(trigger);
  EXPECT_EQ(trace, "body ");
  EXPECT_FALSE(runtime.next_timer());
}

TEST_F(TriggerTest, AChangeOfAGlobalWakesItAfterTheDrain) {
  Symbol& flag = define_variable(runtime, "flag", Cell::boolean(false));
  triggers.start(when([&](Frame&) { return flag.value; }, {&flag}));
  EXPECT_TRUE(flag.watched);
  assign(flag, Cell::boolean(true));
  EXPECT_EQ(trace, "");
  runtime.drain();
  EXPECT_EQ(trace, "body ");
  EXPECT_FALSE(flag.watched);
  assign(flag, Cell::boolean(true));
  runtime.drain();
  EXPECT_EQ(trace, "body ");
}

TEST_F(TriggerTest, AChangeOfAContainerWakesIt) {
  auto table = make<TableObject>(test_table_type(Tag::Count, Tag::Count));
  auto trigger = when([&](Frame& frame) { return Cell::boolean(frame.cells[0].as<TableObject>().size() > 0); });
  trigger->frame->cells[0] = table;
  triggers.start(trigger);
  table_put(runtime.top_frame(), *table, std::vector<Cell>{Cell::count(1)}, Cell::count(2));
  runtime.drain();
  EXPECT_EQ(trace, "body ");
  EXPECT_FALSE(table->watched);
}

TEST_F(TriggerTest, ContainersThatTheConditionFindsAreWatched) {
  const TypePtr type = make<RecordType>(std::vector<Field>{{"a", base_type(Tag::Count), nullptr, {}}});
  auto record = make<RecordObject>(Ref<RecordType>(type->as_record()));
  record->cells = {Cell::count(0)};
  triggers.start(when([&](Frame& frame) {
    if (frame.trigger) triggers.watch(*frame.trigger, record);
    return Cell::boolean(record->cells[0].as_count() == 1);
  }));
  set_record_field(runtime.top_frame(), *record, 0, Cell::count(1));
  runtime.drain();
  EXPECT_EQ(trace, "body ");
}

TEST_F(TriggerTest, EvaluationsDoNotSeeEachOthersVariables) {
  Symbol& flag = define_variable(runtime, "flag", Cell::boolean(false));
  triggers.start(when(
      [&](Frame& frame) {
        EXPECT_FALSE(frame.cells[1].is_set());
        frame.cells[1] = Cell::count(1);
        return flag.value;
      },
      {&flag}));
  assign(flag, Cell::boolean(false));
  runtime.drain();
  assign(flag, Cell::boolean(true));
  runtime.drain();
  EXPECT_EQ(trace, "body ");
}

TEST_F(TriggerTest, TimeOutsEndIt) {
  runtime.set_network_time(100);
  Symbol& flag = define_variable(runtime, "flag", Cell::boolean(false));
  auto trigger = when([&](Frame&) { return flag.value; }, {&flag});
  trigger->timeout = 5;
  triggers.start(trigger);
  runtime.set_network_time(105);
  runtime.expire_timers(10);
  assign(flag, Cell::boolean(true));
  runtime.drain();
  EXPECT_EQ(trace, "timeout ");
}

TEST_F(TriggerTest, WhileTheClockStandsTimeOutsBeginAnew) {
  auto trigger = when([](Frame&) { return Cell::boolean(false); });
  trigger->timeout = 5;
  triggers.start(trigger);
  runtime.set_network_time(100);
  runtime.expire_timers(10);
  EXPECT_EQ(trace, "");
  EXPECT_EQ(runtime.next_timer(), 105);
  runtime.expire_all_timers();
  EXPECT_EQ(trace, "timeout ");
}

TEST_F(TriggerTest, ACallThatWaitsIsNotMadeAgain) {
  const auto call = test_expr("lookup()", Tag::Count, nullptr);
  int calls = 0;
  Ref<Trigger> waiting;
  triggers.start(when([&](Frame& frame) {
    if (const Cell* result = Triggers::result_of(&frame, call.get())) return Cell::boolean(result->as_count() == 7);
    // result_of() looks at the trigger of the caller's frame, which this one is.
    ++calls;
    waiting = Ref<Trigger>(frame.trigger);
    throw Suspended{};
  }));
  runtime.drain();
  EXPECT_EQ(trace, "");
  triggers.deliver(*waiting, call.get(), Cell::count(7));
  EXPECT_EQ(trace, "");
  runtime.drain();
  EXPECT_EQ(trace, "body ");
  EXPECT_EQ(calls, 1);
}

TEST_F(TriggerTest, ReturnWhenGivesItsResultToTheCaller) {
  Symbol& flag = define_variable(runtime, "flag", Cell::boolean(false));
  const auto call = test_expr("f()", Tag::Count, nullptr);
  FuncObject& f = define(runtime, "f", test_signature(Flavour::Function, {}, base_type(Tag::Count)), [&](Frame& frame) {
    auto inner = when([&](Frame&) { return flag.value; }, {&flag});
    inner->body = test_stmt([](Frame& own) {
      own.result = Cell::count(42);
      return Flow::Return;
    });
    inner->is_return = true;
    inner->caller = Ref<Trigger>(frame.trigger);
    inner->caller_call = frame.call;
    frame.delayed = true;
    triggers.start(inner);
    return Flow::Return;
  });
  triggers.start(when([&](Frame& frame) {
    const Cell result = runtime.call(f, std::vector<Cell>(), &frame, call.get());
    trace += std::to_string(result.as_count()) + " ";
    return Cell::boolean(true);
  }));
  EXPECT_EQ(trace, "");
  assign(flag, Cell::boolean(true));
  runtime.drain();  // the inner one fires; the outer one has been woken by that, and waits for the next time
  EXPECT_EQ(trace, "");
  runtime.drain();
  EXPECT_EQ(trace, "42 body ");
  EXPECT_EQ(host.errors, "");
}

TEST_F(TriggerTest, ReturnWhenNeedsACallerThatCanWait) {
  auto trigger = when([](Frame&) { return Cell::boolean(true); });
  trigger->is_return = true;
  trigger->where = test_place(4);
  triggers.start(trigger);
  EXPECT_EQ(host.errors,
            "error in ./test.zeek, line 4: return trigger in context which does not allow delaying result\n");
  EXPECT_EQ(trace, "");
}

}  // namespace
}  // namespace whimbrel::script
