#include "script/builtins/hashes.h"

#include <gtest/gtest.h>

#include "script/builtins/binary_form.h"
#include "script/run/fake_host.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

class Hashes : public testing::Test {
 protected:
  Cell call(std::string_view name, std::vector<Cell> arguments) {
    BuiltinCall made{runtime_, runtime_.top_frame(), arguments, nullptr};
    return builtins().find(name)(made);
  }
  std::string text(std::string_view name, std::vector<Cell> arguments) {
    return call(name, std::move(arguments)).string();
  }

  FakeHost host_;
  Runtime runtime_{host_};
};

TEST_F(Hashes, SeveralStringsCountAsOne) {
  EXPECT_EQ(text("md5_hash", {string_cell("a"), string_cell("bc")}), text("md5_hash", {string_cell("abc")}));
  EXPECT_EQ(text("md5_hash", {Cell::count(1), Cell::boolean(true)}), "cc2685c6f93a2330768ac96188d87f94");
}

TEST_F(Hashes, CopiesOfAStateGoOnByThemselves) {
  const Cell state = call("sha1_hash_init", {});
  call("sha1_hash_update", {state, string_cell("a")});
  const Cell copy = deep_copy(state);
  call("sha1_hash_update", {copy, string_cell("bc")});
  EXPECT_EQ(text("sha1_hash_finish", {copy}), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(text("sha1_hash_finish", {state}), text("sha1_hash", {string_cell("a")}));
  EXPECT_EQ(text("sha1_hash_finish", {state}), "");
  EXPECT_FALSE(call("sha1_hash_update", {state, string_cell("b")}).as_bool());
  EXPECT_EQ(host_.errors,
            "error in <no location>: attempt to update an invalid opaque hash value (<opaque of SHA1Val>)\n");
}

TEST_F(Hashes, BinaryFormTellsKindsApart) {
  EXPECT_NE(binary_form(Cell::count(1)), binary_form(Cell::integer(1)));
  EXPECT_EQ(binary_form(string_cell("ab")), std::string("\7\0\0\0\2\0\0\0ab", 10));
  EXPECT_EQ(binary_form(Cell::port(80, kTcpPort)), std::string("\12\0\0\0\120\0\0\0/\0tcp", 13));
}

TEST_F(Hashes, Base64ReportsOnlyTheFirstWrongCharacter) {
  EXPECT_EQ(text("decode_base64", {string_cell("aGVsbG8="), string_cell("")}), "hello");
  EXPECT_EQ(text("decode_base64", {string_cell("a!G?V"), string_cell("")}), "");
  EXPECT_EQ(host_.errors,
            "error: character 33 ignored by Base64 decoding\n"
            "error: incomplete base64 group, padding with 6 bits of 0\n"
            "error: error in decoding string a!G?V\n");
}

TEST_F(Hashes, Base64EndsAtThePadding) {
  EXPECT_EQ(text("decode_base64", {string_cell("YQ==YQ=="), string_cell("")}), "");
  EXPECT_EQ(host_.errors,
            "error: extra base64 groups after '=' padding are ignored\n"
            "error: error in decoding string YQ==YQ==\n");
}

TEST_F(Hashes, Base64OfAllLengths) {
  const std::string bytes("\0\xff\x10z~", 5);
  for (size_t size = 0; size <= bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    const std::string encoded = encode_base64(part, kBase64Alphabet);
    EXPECT_EQ(text("decode_base64", {string_cell(encoded), string_cell("")}), part);
  }
  EXPECT_EQ(host_.errors, "");
}

}  // namespace
}  // namespace whimbrel::script
