#include "script/input/text_file.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace whimbrel::script::input {
namespace {

struct TextFileTest : testing::Test {
  const std::string path = testing::TempDir() + "whimbrel_text_file_test";
  TextFileTest() { write(""); }
  ~TextFileTest() override { std::filesystem::remove(path); }

  void write(const std::string& text) const { std::ofstream(path, std::ios::trunc) << text; }
  void append(const std::string& text) const { std::ofstream(path, std::ios::app) << text; }
  static std::vector<std::string> pieces(TextFile& file, bool is_growing) {
    std::vector<std::string> all;
    while (auto piece = file.next(is_growing)) all.push_back(*piece);
    return all;
  }
};
using Pieces = std::vector<std::string>;

TEST_F(TextFileTest, AnUnfinishedLineWaits) {
  write("one\ntw");
  TextFile file(path);
  ASSERT_TRUE(file.open());
  EXPECT_EQ(pieces(file, true), Pieces{"one"});
  append("o\nthree");
  EXPECT_EQ(pieces(file, true), Pieces{"two"});
  EXPECT_EQ(pieces(file, false), Pieces{"three"});
  EXPECT_EQ(pieces(file, false), Pieces{});
}

TEST_F(TextFileTest, AnUnfinishedLineWaitsNoLongerThanARound) {
  write("one\ntwo\nthr");
  TextFile file(path);
  file.begin_round();
  ASSERT_TRUE(file.open());
  EXPECT_EQ(pieces(file, true), (Pieces{"one", "two"}));
  file.begin_round();
  append("e");
  EXPECT_EQ(pieces(file, true), Pieces{});
  file.begin_round();
  EXPECT_EQ(pieces(file, true), Pieces{});
  file.begin_round();
  EXPECT_EQ(pieces(file, true), Pieces{"thre"});
}

TEST_F(TextFileTest, ASeparatorMayComeInTwoParts) {
  write("one<");
  TextFile file(path, "<>");
  ASSERT_TRUE(file.open());
  EXPECT_EQ(pieces(file, true), Pieces{});
  append(">two<>");
  EXPECT_EQ(pieces(file, true), (Pieces{"one", "two"}));
}

TEST_F(TextFileTest, AFileMayBeReplaced) {
  write("old\n");
  TextFile file(path);
  ASSERT_TRUE(file.open());
  EXPECT_EQ(file.look(), TextFile::Change::Changed);
  EXPECT_EQ(file.look(), TextFile::Change::None);
  EXPECT_FALSE(file.is_replaced());
  std::filesystem::rename(path, path + ".old");
  EXPECT_EQ(file.look(), TextFile::Change::Missing);
  write("new\n");
  EXPECT_EQ(file.look(), TextFile::Change::Changed);
  EXPECT_TRUE(file.is_replaced());
  std::filesystem::remove(path + ".old");
}

TEST_F(TextFileTest, ReadingBeginsWhereItIsWanted) {
  write("0123456789");
  TextFile file(path);
  ASSERT_TRUE(file.open());
  file.seek(4);
  EXPECT_EQ(pieces(file, false), Pieces{"456789"});
  file.seek(-4);
  EXPECT_EQ(pieces(file, false), Pieces{"789"});
  file.seek(-1);
  EXPECT_EQ(pieces(file, false), Pieces{});
}

TEST_F(TextFileTest, AFolderIsNoFile) { EXPECT_FALSE(TextFile(testing::TempDir()).open()); }

}  // namespace
}  // namespace whimbrel::script::input
