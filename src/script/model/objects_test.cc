#include "script/model/objects.h"

#include <gtest/gtest.h>

#include "script/model/function.h"
#include "script/model/pattern.h"
#include "script/model/seeds.h"
#include "script/model/table.h"

namespace whimbrel::script {
namespace {

Ref<VectorObject> vector_of(std::vector<Cell> cells) {
  auto vector = make<VectorObject>(make<VectorType>(base_type(Tag::Any)));
  vector->cells = std::move(cells);
  return vector;
}

Ref<TableObject> set_of(std::vector<uint64_t> numbers) {
  auto type = make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(Tag::Count)}), nullptr);
  auto set = make<TableObject>(type);
  for (uint64_t x : numbers) set->assign({Cell::count(x)}, {});
  return set;
}

TEST(Equal, SetsByContentVectorsByIdentity) {
  EXPECT_TRUE(equal(set_of({1, 2, 3}), set_of({3, 2, 1})));
  EXPECT_FALSE(equal(set_of({1, 2}), set_of({1, 3})));
  const auto vector = vector_of({Cell::count(1)});
  EXPECT_TRUE(equal(vector, vector));
  EXPECT_FALSE(equal(vector, vector_of({Cell::count(1)})));
  EXPECT_TRUE(equal(string_cell("x"), string_cell("x")));
  EnumType a, b;
  EXPECT_TRUE(equal(Cell::enumeration(1, &a), Cell::enumeration(1, &b)));
}

TEST(Compare, StringsByBytesPortsByProtocolFirst) {
  EXPECT_LT(compare(string_cell("a"), string_cell(std::string("a\0", 2))), 0);
  EXPECT_GT(compare(string_cell("\xff"), string_cell("z")), 0);
  EXPECT_LT(compare(Cell::port(65535, kTcpPort), Cell::port(0, kUdpPort)), 0);
  EXPECT_LT(compare(Cell::port(100, kUnknownPort), Cell::port(1, kTcpPort)), 0);
  EXPECT_LT(compare(Cell::integer(-1), Cell::integer(1)), 0);
  EXPECT_GT(compare(Cell::count(UINT64_MAX), Cell::count(1)), 0);
}

TEST(Copy, SharedPartsStayShared) {
  const auto part = vector_of({Cell::count(1)});
  const Cell copy = deep_copy(vector_of({part, part}));
  const auto& cells = copy.as<VectorObject>().cells;
  EXPECT_NE(cells[0].object(), part.get());
  EXPECT_EQ(cells[0].object(), cells[1].object());
}

TEST(Copy, CirclesEnd) {
  const auto record = make<RecordObject>(make<RecordType>(std::vector<Field>{{"next", base_type(Tag::Any), {}, {}}}));
  record->cells.push_back(record);
  const Cell copy = deep_copy(record);
  EXPECT_NE(copy.object(), record.get());
  EXPECT_EQ(copy.as<RecordObject>().cells[0].object(), copy.object());
  record->cells.clear();
  copy.as<RecordObject>().cells.clear();
}

TEST(Copy, FunctionsCopyTheirCaptures) {
  const auto captured = vector_of({});
  const auto function =
      make<Function>("lambda", make<FuncType>(Flavour::Function, make<RecordType>(), base_type(Tag::Void)));
  const auto lambda = make<FuncObject>(function, std::vector<Cell>{captured});
  const Cell copy = deep_copy(lambda);
  EXPECT_EQ(copy.as<FuncObject>().function, function);
  EXPECT_NE(copy.as<FuncObject>().captures[0].object(), captured.get());
  const auto plain = make<FuncObject>(function);
  EXPECT_EQ(deep_copy(plain).object(), plain.get());
}

struct Uncopyable : OpaqueObject {
  Uncopyable() : OpaqueObject(make<OpaqueType>("topk")) {}
  std::string text() const override { return "<opaque of TopkVal>"; }
};

TEST(Copy, SaysWhyNot) {
  std::string why;
  EXPECT_FALSE(deep_copy(vector_of({make<Uncopyable>()}), &why).is_set());
  EXPECT_EQ(why, "cannot clone value");
}

TEST(Copy, PatternsNoLongerChangeTogether) {
  const Ref<PatternObject> pattern = *PatternObject::compile("a");
  const Cell copy = deep_copy(pattern);
  pattern->add(**PatternObject::compile("b"));
  EXPECT_FALSE(copy.as<PatternObject>().matches_exactly("b"));
}

TEST(Seeds, TwentyOneNumbers) {
  EXPECT_FALSE(Seeds::from_text("1 2 3").ok());
  std::string numbers;
  for (int i = 0; i < 21; ++i) numbers += std::to_string(i) + "\n";
  const Seeds seeds = *Seeds::from_text(numbers);
  EXPECT_TRUE(seeds.fixed);
  EXPECT_EQ(seeds.to_text(), numbers);
  EXPECT_EQ(seeds.siphash_key()[0], 17u | uint64_t{18} << 32);
  EXPECT_EQ(Seeds::from_file("./not-there").error().message(),
            "Could not open seed file './not-there': No such file or directory");
}

TEST(Seeds, SipHashAsItsAuthorsHaveIt) {
  Seeds seeds;
  for (uint32_t i = 0; i < 4; ++i) seeds.words[16 + i] = 0x03020100 + i * 0x04040404;
  set_seeds(seeds);
  uint8_t bytes[15];
  for (uint8_t i = 0; i < sizeof bytes; ++i) bytes[i] = i;
  EXPECT_EQ(siphash(bytes, sizeof bytes), 0xa129ca6149be45e5u);
  EXPECT_EQ(siphash(bytes, 0), 0x726fdb47dd0e0e31u);
  set_seeds({});
}

}  // namespace
}  // namespace whimbrel::script
