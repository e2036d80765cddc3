#include "scripthost/session.h"

#include <gtest/gtest.h>

#include "script/run/fake_host.h"

namespace whimbrel::script {
namespace {

class SessionTest : public testing::Test {
 protected:
  SessionTest() : session_(host_) {
    ScriptRun run;
    run.bare = run.deterministic = true;
    EXPECT_TRUE(session_.begin(run)) << host_.errors;
  }

  /// What it prints.
  std::string enter(const std::string& code) {
    host_.output.clear();
    status_ = session_.enter(code);
    return host_.output;
  }

  FakeHost host_;
  Session session_;
  std::optional<int> status_;
};

TEST_F(SessionTest, ShowsValuesAndKeepsDeclarations) {
  EXPECT_EQ(enter("1 + 2"), "3\n");
  EXPECT_EQ(enter("global x = 5;"), "");
  EXPECT_EQ(enter("function twice(n: count): count { return 2 * n; }"), "");
  EXPECT_EQ(enter("x = twice(x)"), "");
  EXPECT_EQ(enter("x"), "10\n");
  EXPECT_EQ(enter("local y = x + 1;"), "");
  EXPECT_EQ(enter("y * 2"), "22\n");
}

TEST_F(SessionTest, EventsComeAfterTheLineThatRaisesThem) {
  enter("global e: event(n: count); event e(n: count) { print n; }");
  EXPECT_EQ(enter("event e(7); print 1;"), "1\n7\n");
}

TEST_F(SessionTest, GoesOnAfterErrors) {
  enter("print nonsense;");
  EXPECT_NE(host_.errors.find("unknown identifier nonsense"), std::string::npos);
  enter("print 1 +;");
  enter("print vector(1)[5];");
  EXPECT_EQ(enter("\"fine\""), "fine\n");
  EXPECT_FALSE(status_);
}

TEST_F(SessionTest, EndsByExitAndTerminate) {
  enter("exit(3)");
  EXPECT_EQ(status_, 3);
  enter("event zeek_done() { print \"bye\"; }");
  EXPECT_EQ(enter("terminate();"), "T\nbye\n");
  EXPECT_EQ(status_, 0);
}

TEST(CompleteCode, WaitsForBracketsAndBodies) {
  EXPECT_TRUE(is_complete_code("1 + 2"));
  EXPECT_FALSE(is_complete_code("f(1,"));
  EXPECT_FALSE(is_complete_code("function f()"));
  EXPECT_FALSE(is_complete_code("function f()\n{\nprint \"}\"; # }"));
  EXPECT_TRUE(is_complete_code("function f()\n{\nprint \"{\";\n}"));
  EXPECT_TRUE(is_complete_code("for_all"));
}

TEST(CompleteCode, WaitsForTheOperandBehindAnOperator) {
  for (const char* code : {"1 +", "x =", "a &&", "s in", "f(x) as  # a comment", "r$", "b ?", "n /",
                           "local x: count =", "print 1,", "\"/\" +", "/a\\/b/ |", "x\n+"})
    EXPECT_FALSE(is_complete_code(code)) << code;
  for (const char* code : {"/a+/", "/a+/ in s", "s == /b-/i", "\"1 +\"", "80/tcp", "begin", "x = /-/", "print /=/;",
                           "a / b", "1 + 2  # +", "-1"})
    EXPECT_TRUE(is_complete_code(code)) << code;
}

}  // namespace
}  // namespace whimbrel::script
