#include "script/run/process.h"

#include <gtest/gtest.h>

#include "script/run/fake_host.h"
#include "script/run/test_code.h"

namespace whimbrel::script {
namespace {

struct ProcessTest : testing::Test {
  FakeHost host;
  Runtime runtime{host};

  void say(std::string_view text) { host.out(std::string(text) + (runtime.terminating ? "! " : " ")); }
  void handle(const std::string& event, std::function<void()> action, std::vector<TypePtr> parameters = {}) {
    define(runtime, event, test_signature(Flavour::Event, parameters), [this, event, action](Frame&) {
      say(event);
      if (action) action();
      return Flow::Next;
    });
  }
  void raise_at(double time, const std::string& event) {
    runtime.add_timer(time, [this, event](bool) { runtime.raise(event, {}); });
  }
  int run(const ProcessOptions& options = {}) { return run_process(runtime, {}, 0, options); }
};

TEST_F(ProcessTest, PendingTimersComeEarlyWhenNothingKeepsTheProcess) {
  handle("zeek_init", [this] { raise_at(5000, "tick"); });
  handle("tick", nullptr);
  handle("net_done", nullptr, {base_type(Tag::Time)});
  handle("zeek_done", nullptr);
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(host.output, "zeek_init net_done tick! zeek_done! ");
  EXPECT_EQ(host.errors, "");
  EXPECT_EQ(host.now, 1000);
}

TEST_F(ProcessTest, TimersFireInTimeWhileItRuns) {
  define_variable(runtime, "exit_only_after_terminate", Cell::boolean(true));
  handle("zeek_init", [this] { raise_at(1007.5, "tick"); });
  handle("tick", [this] {
    EXPECT_NEAR(runtime.network_time(), 1007.5, 0.001);
    host.request_stop();
  });
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(host.output, "zeek_init tick ");
  EXPECT_EQ(host.errors, "received termination signal\n");
}

TEST_F(ProcessTest, ErrorsWhileInitialisingAreFatalUnlessAllowed) {
  handle("zeek_init", [this] { runtime.reporter.error({}, "broken"); });
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(host.errors, "error: broken\nfatal error: errors occurred while initializing\n");
}

TEST_F(ProcessTest, AllowedErrorsAreRaisedAsEvents) {
  handle("zeek_init", [this] { runtime.reporter.error(test_place(3), "broken"); });
  const std::vector<TypePtr> parameters{base_type(Tag::Time), base_type(Tag::String), base_type(Tag::String)};
  define(runtime, "reporter_error", test_signature(Flavour::Event, parameters), [this](Frame& frame) {
    say(frame.cells[1].string() + " at " + frame.cells[2].string());
    runtime.reporter.error({}, "again");
    return Flow::Next;
  });
  runtime.event("reporter_error")->is_error_handler = true;
  ProcessOptions options;
  options.allow_init_errors = true;
  EXPECT_EQ(run(options), 0);
  EXPECT_EQ(host.output, "zeek_init broken at ./test.zeek, line 3 ");
}

TEST_F(ProcessTest, AnErrorAtTheTopLevelIsFatal) {
  handle("zeek_init", nullptr);
  const std::vector<StmtPtr> statements{test_stmt([](Frame&) -> Flow { throw Interrupt{}; })};
  EXPECT_EQ(run_process(runtime, statements, 0, {}), 1);
  EXPECT_EQ(host.errors, "fatal error: failed to execute script statements at top-level scope\n");
  EXPECT_EQ(host.output, "");
}

TEST_F(ProcessTest, ExitLeavesAtOnce) {
  handle("zeek_init", [] { throw ExitProcess{7}; });
  handle("zeek_done", nullptr);
  EXPECT_EQ(run(), 7);
  EXPECT_EQ(host.output, "zeek_init ");
}

TEST_F(ProcessTest, WithTheClockStoppedOnlyScriptsMoveIt) {
  define_variable(runtime, "allow_network_time_forward", Cell::boolean(false));
  define_variable(runtime, "exit_only_after_terminate", Cell::boolean(true));
  handle("zeek_init", [this] {
    EXPECT_EQ(runtime.network_time(), 0);
    raise_at(10, "tick");
    runtime.set_network_time(50);
  });
  handle("tick", [this] { host.request_stop(); });
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(host.output, "zeek_init tick ");
}

TEST_F(ProcessTest, SourcesKeepItAlive) {
  struct Source final : IoSource {
    explicit Source(Host& host_) : host(host_) {}
    bool counts() const override { return rounds < 3; }
    bool process(Runtime&) override { return ++rounds < 3; }
    void finish(Runtime&) override { host.out("finished"); }
    Host& host;
    int rounds = 0;
  };
  runtime.sources.push_back(std::make_unique<Source>(host));
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(host.output, "finished");
}

}  // namespace
}  // namespace whimbrel::script
