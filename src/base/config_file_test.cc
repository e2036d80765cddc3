#include "base/config_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace whimbrel {
namespace {

using Entries = std::vector<ConfigEntry>;

Entries parse(std::string_view text) {
  auto entries = parse_config(text, "test.conf");
  EXPECT_TRUE(entries) << entries.error().message();
  return entries.value_or({});
}

std::string error_of(std::string_view text) {
  const auto entries = parse_config(text, "test.conf");
  EXPECT_EQ(entries.error().code(), ErrorCode::InvalidArgument) << text;
  return entries.error().message();
}

std::string value_of(std::string_view line) {
  const Entries entries = parse(line);
  return entries.size() == 1 ? entries[0].value : "<no single entry>";
}

TEST(ConfigFile, ListsEntriesWithSectionAndLine) {
  EXPECT_EQ(parse("# what runs here\n"
                  "\n"
                  "[endpoint]\n"
                  "max_threads = 2\n"
                  "  [ node ]  # its part\n"
                  "\tlisten=127.0.0.1:9999\n"),
            (Entries{{"endpoint", "max_threads", "2", 4}, {"node", "listen", "127.0.0.1:9999", 6}}));
}

TEST(ConfigFile, WithoutASectionEntriesBelongToTheEndpoint) {
  EXPECT_EQ(parse("ttl = 3"), (Entries{{"endpoint", "ttl", "3", 1}}));
}

TEST(ConfigFile, AnEmptyTextHasNoEntries) {
  EXPECT_EQ(parse(""), Entries{});
  EXPECT_EQ(parse("\n\n # nothing\n[node]\n"), Entries{});
}

TEST(ConfigFile, ListenPeerSubscribeAndForwardMayBeRepeatedInNode) {
  for (const std::string key : {"listen", "peer", "subscribe", "forward"}) {
    EXPECT_EQ(parse("[node]\n" + key + " = a\n" + key + " = b\n"),
              (Entries{{"node", key, "a", 2}, {"node", key, "b", 3}}));
  }
}

TEST(ConfigFile, OtherKeysMayNotBeRepeatedInASection) {
  EXPECT_EQ(error_of("ttl = 1\n[node]\nname = x\n[endpoint]\nttl = 2\n"), "test.conf:5: ttl is set already in line 1");
  EXPECT_EQ(error_of("[node]\nname = x\nname = x"), "test.conf:3: name is set already in line 2");
  EXPECT_EQ(error_of("peer = a\npeer = b"), "test.conf:2: peer is set already in line 1");
  EXPECT_EQ(parse("name = x\n[node]\nname = y").size(), 2u);
}

TEST(ConfigFile, ValuesLoseBlanksAndCommentsAround) {
  EXPECT_EQ(value_of("a =  b c \t"), "b c");
  EXPECT_EQ(value_of("a = b # comment"), "b");
  EXPECT_EQ(value_of("a = b#c"), "b#c");
  EXPECT_EQ(value_of("a = # comment"), "");
  EXPECT_EQ(value_of("a ="), "");
  EXPECT_EQ(value_of("a = b = c"), "b = c");
  EXPECT_EQ(value_of("a = b\r\n"), "b");
}

TEST(ConfigFile, QuotesKeepWhatIsBetweenThem) {
  EXPECT_EQ(value_of(R"(a = " b # c ")"), " b # c ");
  EXPECT_EQ(value_of(R"(a = 'say "x"' # comment)"), R"(say "x")");
  EXPECT_EQ(value_of(R"(a = "")"), "");
  EXPECT_EQ(value_of(R"(a = b"c)"), R"(b"c)");
}

TEST(ConfigFile, ErrorsSayFileAndLine) {
  EXPECT_EQ(error_of("\nttl 3"), "test.conf:2: a line looks like name = value");
  EXPECT_EQ(error_of("= 3"), "test.conf:1: a line looks like name = value");
  EXPECT_EQ(error_of("two words = 3"), "test.conf:1: a line looks like name = value");
  EXPECT_EQ(error_of("name # = 3"), "test.conf:1: a line looks like name = value");
  EXPECT_EQ(error_of("\n\n[node"), "test.conf:3: a section looks like [endpoint]");
  EXPECT_EQ(error_of("["), "test.conf:1: a section looks like [endpoint]");
  EXPECT_EQ(error_of("[cluster]"), "test.conf:1: there is no section [cluster]; it can be [endpoint] or [node]");
  EXPECT_EQ(error_of("[]"), "test.conf:1: there is no section []; it can be [endpoint] or [node]");
  EXPECT_EQ(error_of("a = \"b"), "test.conf:1: the quote is not closed");
  EXPECT_EQ(error_of("a = \""), "test.conf:1: the quote is not closed");
  EXPECT_EQ(error_of("a = \"b\" c"), "test.conf:1: only a comment can follow a quoted value");
}

class ConfigFileOnDiskTest : public testing::Test {
 protected:
  ConfigFileOnDiskTest() {
    std::string pattern = testing::TempDir() + "config_file_XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~ConfigFileOnDiskTest() override { std::filesystem::remove_all(folder); }
  std::string write(std::string_view text) {
    const std::string path = folder + "/node.conf";
    std::ofstream(path) << text;
    return path;
  }

  std::string folder;
};

TEST_F(ConfigFileOnDiskTest, IsReadAsItsTextIs) {
  EXPECT_EQ(*read_config_file(write("ttl = 3\n")), (Entries{{"endpoint", "ttl", "3", 1}}));
}

TEST_F(ConfigFileOnDiskTest, ErrorsNameItsPath) {
  const std::string path = write("\nx");
  EXPECT_EQ(read_config_file(path).error().message(), path + ":2: a line looks like name = value");
}

TEST_F(ConfigFileOnDiskTest, AMissingFileIsAnError) {
  const auto entries = read_config_file(folder + "/missing.conf");
  EXPECT_EQ(entries.error().code(), ErrorCode::CannotOpenFile);
  EXPECT_EQ(entries.error().message(), folder + "/missing.conf: No such file or directory");
}

TEST_F(ConfigFileOnDiskTest, AFolderIsAnError) {
  const auto entries = read_config_file(folder);
  EXPECT_EQ(entries.error().code(), ErrorCode::CannotOpenFile);
  EXPECT_EQ(entries.error().message(), folder + ": Is a directory");
}

TEST_F(ConfigFileOnDiskTest, AFileOfMoreThanAMegabyteIsAnError) {
  std::string text(1 << 20, '#');
  EXPECT_TRUE(read_config_file(write(text)));
  text += '#';
  EXPECT_EQ(read_config_file(write(text)).error().code(), ErrorCode::TooLarge);
}

}  // namespace
}  // namespace whimbrel
