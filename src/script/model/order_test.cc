// The order in which tables are walked. What is expected here was recorded with Zeek 7.0.11 and these seeds.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "script/model/attributes.h"
#include "script/model/describe.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/seeds.h"
#include "script/model/table.h"

namespace whimbrel::script {
namespace {

constexpr char kSeeds[] =
    "3661540410 2453449372 2363969543 4293907015 771113272 1511941510 3805354093 759898233 4113805126 209742912 "
    "2606008419 1350608635 3311630180 501459914 3884746985 3137575629 1689856658 3463110948 3654914815 986022127 "
    "4153436624";

class Order : public testing::Test {
 protected:
  Order() { set_seeds(*Seeds::from_text(kSeeds)); }
  ~Order() override { set_seeds({}); }
};

Ref<TableObject> make_set(std::vector<Tag> tags) {
  std::vector<TypePtr> types;
  for (Tag tag : tags) types.push_back(base_type(tag));
  return make<TableObject>(make<TableType>(make<ListType>(std::move(types)), nullptr));
}

Ref<TableObject> set_of(const std::vector<Cell>& cells) {
  auto set = make_set({cells[0].tag()});
  for (const Cell& cell : cells) set->assign({cell}, {});
  return set;
}

Ref<TableObject> set_of_tuples(const std::vector<std::vector<Cell>>& tuples) {
  auto set = make_set(std::vector<Tag>(tuples[0].size(), Tag::Any));
  for (const std::vector<Cell>& tuple : tuples) set->assign(tuple, {});
  return set;
}

void add(TableObject& set, uint64_t x) { set.assign({Cell::count(x)}, {}); }
void erase(TableObject& set, uint64_t x) {
  const Cell key = Cell::count(x);
  set.erase({&key, 1});
}

/// What a script's loop with fmt("%d ", x) builds; of tables "%d=%d ".
std::string counts(TableObject& table) {
  std::string text;
  TableObject::Walk walk(table);
  while (const TableObject::Entry* entry = walk.next()) {
    text += fmt::format("{}", entry->index[0].as_count());
    if (entry->value.is_set()) text += fmt::format("={}", entry->value.as_count());
    text += " ";
  }
  return text;
}

/// The elements of a set as print shows them, in one line.
std::string elements(const Ref<TableObject>& set) {
  std::string text = text_of(set, Description::Style::Print);
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text.substr(2, text.size() - 4);
}

Cell str(std::string text) { return string_cell(std::move(text)); }
Cell addr(std::string_view text) { return addr_cell(*Address::parse(text)); }
Cell subnet(std::string_view text) { return subnet_cell(*Subnet::parse(text)); }
Cell pattern(std::string_view text, std::string_view flags = "") { return *PatternObject::compile(text, flags); }

TEST_F(Order, KeysOfBasicTypes) {
  EXPECT_EQ(elements(set_of({Cell::boolean(true), Cell::boolean(false)})), "T, F");
  EXPECT_EQ(
      elements(set_of({Cell::integer(-1), Cell::integer(-2), Cell::integer(3), Cell::integer(4), Cell::integer(-100)})),
      "-2, 3, 4, -100, -1");
  EXPECT_EQ(elements(set_of({Cell::real(0.5), Cell::real(1.5), Cell::real(-2.5), Cell::real(1e10), Cell::real(0.0)})),
            "1.5, 0.5, 0.0, -2.5, 1e+10");
  EXPECT_EQ(elements(set_of({Cell::interval(1), Cell::interval(60), Cell::interval(3600), Cell::interval(86400),
                             Cell::interval(0.001)})),
            "1.0 day, 1.0 min, 1.0 msec, 1.0 sec, 1.0 hr");
  EXPECT_EQ(elements(set_of({Cell::port(80, kTcpPort), Cell::port(80, kUdpPort), Cell::port(443, kTcpPort),
                             Cell::port(8, kIcmpPort), Cell::port(22, kTcpPort), Cell::port(0, kUnknownPort)})),
            "80/tcp, 80/udp, 0/unknown, 22/tcp, 443/tcp, 8/icmp");
  EXPECT_EQ(elements(set_of({addr("1.2.3.4"), addr("10.0.0.1"), addr("::1"), addr("2001:db8::1"), addr("192.168.1.1"),
                             addr("255.255.255.255")})),
            "192.168.1.1, 10.0.0.1, 2001:db8::1, 255.255.255.255, 1.2.3.4, ::1");
  EXPECT_EQ(elements(set_of({subnet("10.0.0.0/8"), subnet("10.0.0.0/16"), subnet("192.168.0.0/24"),
                             subnet("2001:db8::/32"), subnet("0.0.0.0/0")})),
            "0.0.0.0/0, 10.0.0.0/8, 10.0.0.0/16, 2001:db8::/32, 192.168.0.0/24");
}

TEST_F(Order, Strings) {
  EXPECT_EQ(
      elements(set_of({str(""), str("a"), str("b"), str("ab"), str("abc"), str("hello"), str("world"),
                       str("a longer string with blanks"), str("0"), str(std::string(1, '\0')), str("\xff\xfe")})),
      "\\x00, \\xff\\xfe, world, a, hello, , a longer string with blanks, b, 0, abc, ab");
}

TEST_F(Order, CompositeKeys) {
  const auto number = [](uint64_t x) { return Cell::count(x); };
  EXPECT_EQ(elements(set_of_tuples({{number(1), str("a")},
                                    {number(1), str("b")},
                                    {number(2), str("a")},
                                    {number(2), str("abc")},
                                    {number(30), str("")},
                                    {number(7), str("seven")}})),
            "[1, b] , [30, ] , [2, a] , [1, a] , [2, abc] , [7, seven] ");
  EXPECT_EQ(elements(set_of_tuples({{addr("1.2.3.4"), Cell::port(80, kTcpPort)},
                                    {addr("1.2.3.4"), Cell::port(81, kTcpPort)},
                                    {addr("::1"), Cell::port(80, kTcpPort)},
                                    {addr("5.6.7.8"), Cell::port(53, kUdpPort)}})),
            "[1.2.3.4, 80/tcp] , [5.6.7.8, 53/udp] , [1.2.3.4, 81/tcp] , [::1, 80/tcp] ");
  EXPECT_EQ(elements(set_of_tuples({{str("a"), str("bc")},
                                    {str("ab"), str("c")},
                                    {str(""), str("abc")},
                                    {str("abc"), str("")},
                                    {str("x"), str("y")}})),
            "[x, y] , [, abc] , [a, bc] , [abc, ] , [ab, c] ");
  EXPECT_EQ(elements(set_of_tuples({{Cell::boolean(true), Cell::integer(-1), Cell::real(1.5), Cell::interval(1)},
                                    {Cell::boolean(false), Cell::integer(-1), Cell::real(1.5), Cell::interval(1)},
                                    {Cell::boolean(true), Cell::integer(2), Cell::real(0), Cell::interval(0)}})),
            "[T, -1, 1.5, 1.0 sec] , [F, -1, 1.5, 1.0 sec] , [T, 2, 0.0, 0 secs] ");
  EXPECT_EQ(elements(set_of_tuples({{subnet("10.0.0.0/8"), str("x"), addr("1.1.1.1")},
                                    {subnet("10.0.0.0/8"), str("yy"), addr("1.1.1.1")},
                                    {subnet("::/0"), str("x"), addr("1.1.1.1")}})),
            "[10.0.0.0/8, x, 1.1.1.1] , [10.0.0.0/8, yy, 1.1.1.1] , [::/0, x, 1.1.1.1] ");
  EXPECT_EQ(elements(set_of_tuples({{str("a"), number(1), str("b")},
                                    {str("abcde"), number(2), str("b")},
                                    {str("abcdefghi"), number(3), str("bcd")}})),
            "[abcdefghi, 3, bcd] , [abcde, 2, b] , [a, 1, b] ");
}

TEST_F(Order, KeysThatAreContainers) {
  const auto type = make<VectorType>(base_type(Tag::Count));
  const auto vector = [&](std::vector<uint64_t> numbers) {
    auto result = make<VectorObject>(type);
    for (uint64_t x : numbers) result->cells.push_back(Cell::count(x));
    return Cell(result);
  };
  EXPECT_EQ(elements(set_of({vector({1}), vector({1, 2}), vector({2, 1}), vector({})})), "[1], [], [2, 1], [1, 2]");
  EXPECT_EQ(elements(set_of({set_of({str("a"), str("b")}), set_of({str("c")}), make_set({Tag::String}),
                             set_of({str("b"), str("a")})})),
            "{ b, a }, {  }, { c }");
  EXPECT_EQ(elements(set_of({pattern("a"), pattern("b"), pattern("abc", "i"), pattern("x|y"), pattern(".")})),
            "/(?i:^?(abc)$?)/, /^?(x|y)$?/, /^?(.)$?/, /^?(a)$?/, /^?(b)$?/");
}

Ref<Attributes> optional() {
  auto attributes = make<Attributes>();
  attributes->all.push_back({AttributeKind::Optional, {}, {}});
  return attributes;
}

struct RecordKeys : Order {
  const Ref<RecordType> inner = make<RecordType>(
      std::vector<Field>{{"s", base_type(Tag::String), {}, {}}, {"p", base_type(Tag::Port), optional(), {}}});
  const Ref<RecordType> outer = make<RecordType>(std::vector<Field>{{"a", base_type(Tag::Count), {}, {}},
                                                                    {"o", base_type(Tag::String), optional(), {}},
                                                                    {"inner", inner, optional(), {}}});
  static Cell record(const Ref<RecordType>& type, std::vector<Cell> cells) {
    auto result = make<RecordObject>(type);
    result->cells = std::move(cells);
    return result;
  }
};

TEST_F(RecordKeys, WithOptionalAndNestedFields) {
  const Cell none;
  const auto set =
      set_of({record(outer, {Cell::count(1), none, none}), record(outer, {Cell::count(2), none, none}),
              record(outer, {Cell::count(1), str("x"), none}), record(outer, {Cell::count(1), str("xyz"), none}),
              record(outer, {Cell::count(3), none, record(inner, {str("in"), none})}),
              record(outer, {Cell::count(3), none, record(inner, {str("in"), Cell::port(80, kTcpPort)})}),
              record(outer, {Cell::count(4), str("o"), record(inner, {str(""), none})})});
  EXPECT_EQ(elements(set),
            "[a=3, o=<uninitialized>, inner=[s=in, p=80/tcp]], [a=2, o=<uninitialized>, inner=<uninitialized>], "
            "[a=4, o=o, inner=[s=, p=<uninitialized>]], [a=3, o=<uninitialized>, inner=[s=in, p=<uninitialized>]], "
            "[a=1, o=xyz, inner=<uninitialized>], [a=1, o=x, inner=<uninitialized>], "
            "[a=1, o=<uninitialized>, inner=<uninitialized>]");
}

TEST_F(Order, GrowsAndShrinks) {
  auto set = make_set({Tag::Count});
  for (uint64_t i = 0; i < 12; ++i) add(*set, 7 * i);
  EXPECT_EQ(counts(*set), "42 56 28 35 77 63 0 49 70 7 21 14 ");
  for (uint64_t x : {0, 21, 42}) erase(*set, x);
  EXPECT_EQ(counts(*set), "56 28 77 35 63 49 70 7 14 ");
  for (uint64_t x : {1000, 2000}) add(*set, x);
  EXPECT_EQ(counts(*set), "56 28 1000 35 77 63 49 70 2000 7 14 ");
  EXPECT_EQ(counts(deep_copy(set).as<TableObject>()), "56 28 1000 35 77 63 49 2000 70 7 14 ");
}

TEST_F(Order, DependsOnWhatWasInsertedAndErasedBefore) {
  auto a = make_set({Tag::Count}), b = make_set({Tag::Count});
  for (uint64_t i = 0; i < 20; ++i) {
    add(*a, i);
    add(*b, 19 - i);
  }
  EXPECT_EQ(counts(*a), "15 12 1 3 18 8 6 10 13 14 17 9 4 16 19 0 5 11 2 7 ");
  EXPECT_EQ(counts(*b), "15 12 1 18 3 8 6 10 13 14 17 4 16 9 19 0 11 5 2 7 ");
  for (uint64_t i = 0; i < 100; ++i) add(*a, 1000 + i);
  for (uint64_t i = 0; i < 100; ++i) erase(*a, 1000 + i);
  EXPECT_EQ(counts(*a), "1 6 4 12 2 13 17 9 18 3 10 16 5 15 19 0 11 8 14 7 ");
  EXPECT_EQ(counts(deep_copy(a).as<TableObject>()), "15 12 1 3 18 8 6 10 13 14 17 9 4 16 19 0 5 11 2 7 ");
}

TEST_F(Order, ClearedTablesStartAgain) {
  auto set = make_set({Tag::Count});
  for (uint64_t i = 0; i < 50; ++i) add(*set, i);
  set->clear();
  for (uint64_t i = 0; i < 6; ++i) add(*set, i);
  EXPECT_EQ(counts(*set), "3 2 4 0 1 5 ");
}

TEST_F(Order, ReplacedValuesAndInsertionsAfterALoop) {
  auto table = make_set({Tag::Count});
  const auto put = [&](uint64_t key, uint64_t value) { table->assign({Cell::count(key)}, Cell::count(value)); };
  for (uint64_t i = 0; i < 9; ++i) put(i, i);
  {
    TableObject::Walk walk(*table);
    while (const TableObject::Entry* entry = walk.next()) put(entry->index[0].as_count(), entry->value.as_count() * 2);
  }
  for (uint64_t i = 9; i < 30; ++i) put(i, i);
  EXPECT_EQ(counts(*table),
            "1=2 28=28 3=6 18=18 8=16 6=12 10=10 16=16 4=8 29=29 5=10 2=4 27=27 20=20 15=15 25=25 12=12 22=22 24=24 "
            "13=13 26=26 21=21 14=14 17=17 23=23 9=9 19=19 0=0 11=11 7=14 ");
}

TEST_F(Order, InsertionsMixedWithDeletions) {
  auto table = make_set({Tag::Count});
  for (uint64_t i = 0; i < 300; ++i) {
    table->assign({Cell::count(i * 7919 % 101)}, Cell::count(i));
    if (i % 3 == 0) erase(*table, i * 104729 % 101);
  }
  EXPECT_EQ(
      counts(*table),
      "1=271 18=232 3=207 77=263 55=260 6=212 92=288 93=256 10=286 68=248 85=209 53=223 94=224 30=252 87=246 58=265 "
      "16=296 4=276 50=218 40=235 34=225 5=244 98=298 20=269 69=216 15=227 59=233 12=222 22=205 24=242 44=208 86=278 "
      "26=279 61=270 39=267 45=277 23=274 79=199 0=202 11=254 70=285 71=253 52=255 89=283 83=273 36=262 8=249 54=292 "
      "95=293 60=201 97=229 32=289 31=220 84=241 42=272 90=251 35=294 51=287 82=204 63=206 29=284 65=243 88=214 2=239 "
      "27=247 41=203 25=210 56=228 80=268 75=226 64=275 13=291 57=297 99=266 37=230 46=245 21=237 17=264 38=299 "
      "49=250 74=258 78=231 7=281 73=290 76=295 ");
}

std::string md5_of_lines(TableObject& set) {
  std::string text;
  TableObject::Walk walk(set);
  while (const TableObject::Entry* entry = walk.next()) text += entry->index[0].string() + "\n";
  unsigned char digest[16];
  unsigned size = sizeof digest;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

TEST_F(Order, FiveThousandStrings) {
  auto set = make_set({Tag::String});
  const auto key = [](int i) { return str(fmt::format("key-{}", i)); };
  for (int i = 0; i < 5000; ++i) set->assign({key(i)}, {});
  EXPECT_EQ(md5_of_lines(*set), "db95d7b8f29d3aafb86fed44583be9f9");
  for (int i = 0; i < 5000; ++i) {
    const Cell cell = key(i);
    if (i % 3 != 0) set->erase({&cell, 1});
  }
  EXPECT_EQ(set->size(), 1667u);
  EXPECT_EQ(md5_of_lines(*set), "795ef2dd81a339e48567541f0477039b");
  for (int i = 5000; i < 6000; ++i) set->assign({key(i)}, {});
  EXPECT_EQ(md5_of_lines(*set), "7e5da3239b8b1e32b0a4f514ac46c9c2");
}

// More than may wait for their place.
TEST_F(Order, AMillionEntriesThatNobodyHasLookedAt) {
  auto set = make_set({Tag::Count}), walked = make_set({Tag::Count});
  for (uint64_t i = 0; i < 1'100'000; ++i) {
    add(*set, i);
    add(*walked, i);
    if (i % 50'000 == 0) TableObject::Walk(*walked).next();
  }
  TableObject::Walk walk(*set), other(*walked);
  size_t seen = 0;
  for (const TableObject::Entry* entry = walk.next(); entry; entry = walk.next(), ++seen)
    ASSERT_EQ(entry->index[0].as_count(), other.next()->index[0].as_count()) << "entry " << seen;
  EXPECT_EQ(seen, set->size());
}

TEST(OrderWithoutSeeds, Strings) {
  set_seeds({});
  EXPECT_EQ(
      elements(set_of({str("one"), str("two"), str("three"), str("four"), str("five"), str("six"), str("seven")})),
      "two, four, three, seven, five, six, one");
}

}  // namespace
}  // namespace whimbrel::script
