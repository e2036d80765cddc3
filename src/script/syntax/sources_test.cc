#include "script/syntax/sources.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "script/syntax/dump.h"

namespace whimbrel::script::syntax {
namespace {

namespace fs = std::filesystem;

/// A folder of scripts that is the current one while a test runs.
class SourcesTest : public testing::Test {
 protected:
  SourcesTest()
      : folder_(fs::temp_directory_path() / ("whimbrel-sources-" + std::to_string(getpid()))),
        before_(fs::current_path()) {
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  ~SourcesTest() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  void write(const fs::path& path, std::string_view text) {
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  std::string parse(const std::string& name, std::vector<std::string> prefixes = {}) {
    Sources sources({"."}, [](std::string_view path) -> std::optional<std::string_view> {
      if (path == "base/a.zeek") return "@load ./b\nglobal base_a;";
      if (path == "base/b.zeek") return "global base_b;";
      if (path == "base/dir/__load__.zeek") return "@load ../b";
      if (path == "policy/c.zeek") return "global policy_c;";
      return std::nullopt;
    });
    sources.prefixes = std::move(prefixes);
    Recorder recorder;
    recorder.files = true;
    Parser parser(sources, recorder);
    try {
      parser.parse({sources.find(name, "").value(), {"<command line>", "<command line>", "print 1;\n"}});
    } catch (const Recorder::Fatal&) {
    }
    return recorder.text();
  }

 private:
  fs::path folder_, before_;
};

TEST_F(SourcesTest, AFileIsReadOnceWhereItIsLoaded) {
  write("x.zeek", "@load ./one\n@load one.zeek\n@load dir\nglobal x;");
  write("one.zeek", "global one;");
  write("dir/__load__.zeek", "@load ./two\n@load ../one\n");
  write("dir/two.zeek", "global two;");
  EXPECT_EQ(
      parse("x"),
      "> ./x.zeek 0\n> ./one.zeek 1\n(global one)\n<\n> ./dir/__load__.zeek 1\n> ./dir/two.zeek 2\n(global two)\n<\n<\n"
      "(global x)\n<\n> <command line> 0\n(print 1)\n<\n");
}

TEST_F(SourcesTest, BaseScriptsNeedNoFiles) {
  write("x.zeek", "@load base/a\n@load base/dir\n@load base/b.zeek\n");
  EXPECT_EQ(parse("./x.zeek"),
            "> ./x.zeek 0\n> base/a.zeek 1\n> base/b.zeek 2\n(global base_b)\n<\n(global base_a)\n<\n"
            "> base/dir/__load__.zeek 1\n<\n<\n> <command line> 0\n(print 1)\n<\n");
}

TEST_F(SourcesTest, PolicyScriptsMayBeNamedWithoutTheirFolder) {
  write("x.zeek", "@load c\n@load policy/c\n");
  EXPECT_EQ(parse("./x.zeek"),
            "> ./x.zeek 0\n> policy/c.zeek 1\n(global policy_c)\n<\n<\n> <command line> 0\n(print 1)\n<\n");
}

TEST_F(SourcesTest, PrefixedScriptsComeAfterAllOthersAndBeforeTheCommandLine) {
  write("x.zeek", "@prefixes += more\n@load ./sub/part\n");
  write("sub/part.zeek", "");
  write("pre.sub.part.zeek", "global pre;");
  write("more.x.zeek", "global more;");
  EXPECT_EQ(parse("x", {"pre"}),
            "> ./x.zeek 0\n> ./sub/part.zeek 1\n<\n<\n> ./more.x.zeek 0\n(global more)\n<\n> ./pre.sub.part.zeek "
            "0\n(global pre)\n<\n"
            "> <command line> 0\n(print 1)\n<\n");
}

TEST_F(SourcesTest, UnloadedFilesAreSkippedAndMissingOnesReported) {
  write("x.zeek", "@unload ./skipped\n@load ./skipped\n@unload nope\n@load-sigs nope\n@load ./not-there");
  write("skipped.zeek", "global skipped;");
  EXPECT_EQ(parse("x"),
            "> ./x.zeek 0\nerror in ./x.zeek, line 3: failed find file associated with @unload nope\n"
            "fatal error in ./x.zeek, line 5: can't find ./not-there\n");
}

TEST_F(SourcesTest, SignaturesMustExist) {
  write("x.zeek", "@load-sigs nope\nglobal x;");
  EXPECT_EQ(parse("x"),
            "> ./x.zeek 0\n(global x)\n<\n> <command line> 0\n(print 1)\n<\n"
            "error: failed to find file associated with @load-sigs nope\n");
}

TEST_F(SourcesTest, DeprecatedScriptsNameTheirLoader) {
  write("x.zeek", "\n@load ./old\n");
  write("old.zeek", "@deprecated \"Use new\"\nglobal d = @FILENAME;");
  EXPECT_EQ(parse("x"),
            "> ./x.zeek 0\n> ./old.zeek 1\nwarning in ./old.zeek, line 1: deprecated script loaded from ./x.zeek:2 "
            "\"Use new\"\n"
            "(global d = old.zeek)\n<\n<\n> <command line> 0\n(print 1)\n<\n");
}

TEST_F(SourcesTest, AFileThatEndsTooEarlyIsNamed) {
  write("x.zeek", "@load ./open\nmodule M;");
  write("open.zeek", "global a = 1");
  EXPECT_EQ(parse("x"),
            "> ./x.zeek 0\n> ./open.zeek 1\nerror in ./x.zeek, line 2: syntax error, at or near \"module\" or end of "
            "file ./open.zeek\n");
}

TEST_F(SourcesTest, AFileEndsForTheClientAfterItsLastStatement) {
  // To know whether there is an "else", the parser must look into the loading file.
  write("x.zeek", "@load ./inner\nprint 2;");
  write("inner.zeek", "if ( T ) print 1;");
  EXPECT_EQ(
      parse("x"),
      "> ./x.zeek 0\n> ./inner.zeek 1\n(if T (print 1) null)\n<\n(print 2)\n<\n> <command line> 0\n(print 1)\n<\n");
}

}  // namespace
}  // namespace whimbrel::script::syntax
