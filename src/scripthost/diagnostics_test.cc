#include "scripthost/diagnostics.h"

#include <gtest/gtest.h>

#include <fstream>

namespace whimbrel::script {
namespace {

class DiagnosticsTest : public testing::Test {
 protected:
  DiagnosticsTest() { std::ofstream(path_) << "event zeek_init()\n\t{\n\tprint index, x;\n\t}\n"; }
  Diagnostic error(std::string text, int line) const {
    return {Severity::Error, {file_name(path_), line, line}, {}, std::move(text), ""};
  }

  const std::string path_ = testing::TempDir() + "diagnostics_test.zeek";
};

TEST_F(DiagnosticsTest, TheCaretStandsUnderWhatTheMessageNames) {
  EXPECT_EQ(excerpt(error("unknown identifier x, at or near \"x\"", 3)),
            "    3 |     print index, x;\n      |                  ^\n");
  EXPECT_EQ(excerpt(error("no such thing (index)", 3)), "    3 |     print index, x;\n      |           ^~~~~\n");
  EXPECT_EQ(excerpt(error("elsewhere", 3)), "    3 |     print index, x;\n      |     ^\n");
  EXPECT_EQ(excerpt(error("beyond", 9)), "");
  EXPECT_EQ(excerpt({Severity::Error, {}, {}, "nowhere", ""}), "");
}

TEST_F(DiagnosticsTest, EditorsGetJson) {
  const Diagnostic nowhere{Severity::ExpressionWarning, {}, {}, "a \"b\" \xff", ""};
  EXPECT_EQ(as_json(nowhere, "./x.zeek"),
            R"({"file":"./x.zeek","line":0,"severity":"warning","message":"a \"b\" \\xff"})");
}

}  // namespace
}  // namespace whimbrel::script
