#include "script/builtins/files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "script/model/objects.h"
#include "script/run/fake_host.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

class Files : public testing::Test {
 protected:
  Files() { std::filesystem::create_directory(folder_); }
  ~Files() override { std::filesystem::remove_all(folder_); }

  Cell call(std::string_view name, std::vector<Cell> arguments) {
    BuiltinCall made{runtime_, runtime_.top_frame(), arguments, nullptr};
    return builtins().find(name)(made);
  }
  std::string compressed(std::string path) { return call("compress_path", {string_cell(std::move(path))}).string(); }
  Cell path(const std::string& name) const { return string_cell(folder_ + "/" + name); }

  const std::string folder_ =
      testing::TempDir() + "files_test." + testing::UnitTest::GetInstance()->current_test_info()->name();
  FakeHost host_;
  Runtime runtime_{host_};
};

TEST_F(Files, AppendKeepsWhatIsThere) {
  for (const char* text : {"a", "bc"}) {
    const Cell file = call("open_for_append", {path("x")});
    EXPECT_TRUE(call("write_file", {file, string_cell(text)}).as_bool());
    EXPECT_TRUE(call("close", {file}).as_bool());
    EXPECT_FALSE(call("write_file", {file, string_cell("lost")}).as_bool());
  }
  EXPECT_EQ(call("file_size", {path("x")}).as_double(), 3);
}

TEST_F(Files, OneThatCannotBeOpenedCanStillBeUsed) {
  const Cell file = call("open", {path("no/x")});
  EXPECT_FALSE(call("active_file", {file}).as_bool());
  EXPECT_TRUE(call("close", {file}).as_bool());
  EXPECT_EQ(host_.errors, "error: cannot open " + folder_ + "/no/x: No such file or directory\n");
}

TEST_F(Files, StandardOutputIsTheHosts) {
  const Cell file = call("open", {string_cell("/dev/stdout")});
  call("write_file", {file, string_cell("text")});
  EXPECT_EQ(host_.output, "text");
  EXPECT_FALSE(call("close", {file}).as_bool());
  EXPECT_TRUE(call("active_file", {file}).as_bool());
}

TEST_F(Files, CompressesPaths) {
  EXPECT_EQ(compressed("/a/b/../c/./d"), "/a/c/d");
  EXPECT_EQ(compressed("a/../../b"), "../b");
  EXPECT_EQ(compressed("./../a"), "../a");
  EXPECT_EQ(compressed("./a/./b"), "./a/b");
  EXPECT_EQ(compressed("//x//y/"), "/x/y");
  EXPECT_EQ(compressed("/.."), "/..");
  EXPECT_EQ(compressed("~/../x"), "~/../x");
}

TEST_F(Files, ShowsModes) {
  EXPECT_EQ(call("file_mode", {Cell::count(0100644)}).string(), "rw-r--r--");
  EXPECT_EQ(call("file_mode", {Cell::count(04644)}).string(), "rwSr--r--");
  EXPECT_EQ(call("file_mode", {Cell::count(01777)}).string(), "rwxrwxrwt");
}

}  // namespace
}  // namespace whimbrel::script
