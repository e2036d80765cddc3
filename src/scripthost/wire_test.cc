// Script values on their way to peers and back.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "script/broker/data_value.h"
#include "script/broker/node.h"
#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/run/fake_host.h"
#include "scripthost/interpreter.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {
namespace {

/// Variables with the values to be tried. Their names begin with "v_".
constexpr const char* kVariables = R"(
module W;
type Color: enum { Red, Green };
type Inner: record { x: count &default = 9; y: string &optional; };
type Outer: record { a: int; b: string &optional; c: Inner; d: set[addr]; e: vector of Inner; };
type Node: record { n: count; };
redef record Node += { link: Node &optional; };
function named(n: count): count { return n; }
hook a_hook(n: count) { }
global an_event: event(n: count);
function adder(k: count): function(n: count): count { return function[k](n: count): count { return n + k; }; }

global v_bool = T; global v_int = -5; global v_count = 18446744073709551615; global v_double = -0.1;
global v_string = "a\x00b\xff"; global v_empty = ""; global v_addr = 10.1.2.3; global v_addr6 = [2001:db8::1];
global v_subnet = 10.0.0.0/8; global v_port = 53/udp; global v_time = double_to_time(1700000000.5);
global v_interval = -1.5sec; global v_enum = Green; global v_pattern = /a.b|"c"/; global v_pattern_i = /x/i;
global v_set = set(3, 1, 2); global v_set2: set[string, port] = set(["b", 80/tcp], ["a", 1/udp]);
global v_table = table(["z"] = 1, ["a"] = 2); global v_table2 = table([1, T] = vector("x"), [0, F] = vector("y", "z"));
global v_table_of_records = table([1] = Inner($y="q")); global v_set_of_vectors: set[vector of count] = set(vector(1, 2));
global v_vector = vector(1.5, -2.5); global v_nested = vector(vector("a"), vector("b", "c"));
global v_record = Outer($a=-1, $c=Inner($x=1), $d=set(1.2.3.4), $e=vector(Inner(), Inner($y="z")));
global v_linked = Node($n=1, $link=Node($n=2));
global v_function = named; global v_hook = a_hook; global v_event = an_event; global v_lambda = adder(7);
global v_md5 = md5_hash_init(); global v_sha1 = sha1_hash_init(); global v_sha256 = sha256_hash_init();
global v_entropy = entropy_test_init(); global v_bloom = bloomfilter_basic_init(0.01, 100);
global v_counting = bloomfilter_counting_init(3, 1000, 7, "seed"); global v_topk = topk_init(3);
global v_cardinality = hll_cardinality_init(0.05, 0.95); global v_globs = paraglob_init(vector("h*o", "*ell*"));
global v_data = Broker::data(vector(1, 2)); global v_no_data = Broker::Data();
global v_iterator = Broker::set_iterator(Broker::data(set(1, 2)));
md5_hash_update(v_md5, "hello "); sha1_hash_update(v_sha1, "hello "); sha256_hash_update(v_sha256, "hello ");
entropy_test_add(v_entropy, "abcdefgh"); bloomfilter_add(v_bloom, "in"); bloomfilter_add(v_counting, 5);
topk_add(v_topk, "a"); topk_add(v_topk, "a"); topk_add(v_topk, "b"); hll_cardinality_add(v_cardinality, 1.2.3.4);
)";

class WireTest : public testing::Test {
 protected:
  WireTest() : interpreter_(host_), writer_(interpreter_.runtime()), reader_(interpreter_.runtime()) {
    ScriptRun run;
    run.bare = run.deterministic = run.quiet_about_unused = true;
    run.code = kVariables;
    EXPECT_EQ(interpreter_.run(run), 0) << host_.errors;
    for (const auto& [name, symbol] : runtime().symbols.all())
      if (name.starts_with("W::v_")) variables_.push_back(symbol.get());
    EXPECT_GT(variables_.size(), 40u);
  }

  Runtime& runtime() { return interpreter_.runtime(); }

  std::vector<std::byte> bytes_of(const Cell& cell) {
    ByteBuffer out;
    EXPECT_TRUE(writer_.write(out, cell)) << writer_.complaint();
    EXPECT_TRUE(validate(out.bytes())) << text_of(cell);
    return {out.bytes().begin(), out.bytes().end()};
  }

  FakeHost host_;
  Interpreter interpreter_;
  WireWriter writer_;
  WireReader reader_;
  std::vector<Symbol*> variables_;
};

TEST_F(WireTest, EveryKindOfValueComesBackAsItWas) {
  for (const Symbol* variable : variables_) {
    const std::vector<std::byte> bytes = bytes_of(variable->value);
    const Cell back = reader_.read(ValueView::over_valid(bytes), variable->type);
    ASSERT_TRUE(back.is_set()) << variable->name;
    // The order of a table depends on how it was filled.
    if (back.tag() != Tag::Table) {
      EXPECT_EQ(text_of(back), text_of(variable->value)) << variable->name;
    }
    EXPECT_EQ(bytes_of(back), bytes) << variable->name;  // states of opaque values, too
  }
}

TEST_F(WireTest, NothingIsConverted) {
  const auto is_basic = [](const Symbol* variable) { return variable->type->tag() < Tag::Any; };
  for (const Symbol* sent : variables_) {
    if (!is_basic(sent)) continue;
    const std::vector<std::byte> bytes = bytes_of(sent->value);
    for (const Symbol* wanted : variables_) {
      if (!is_basic(wanted)) continue;
      const bool fits = reader_.fits(ValueView::over_valid(bytes), wanted->type);
      EXPECT_EQ(fits, sent->type->tag() == wanted->type->tag()) << sent->name << " as " << wanted->name;
    }
  }
}

TEST_F(WireTest, SetsAndTablesAreSentInOrder) {
  const std::vector<std::byte> bytes = bytes_of(runtime().value_of("W::v_set"));
  EXPECT_EQ(to_string(ValueView::over_valid(bytes)), "{1, 2, 3}");
  const std::vector<std::byte> table = bytes_of(runtime().value_of("W::v_table2"));
  EXPECT_EQ(to_string(ValueView::over_valid(table)), "{(0, F) -> (y, z), (1, T) -> (x)}");
}

TEST_F(WireTest, EventsHaveTheBytesThatOthersSend) {
  ByteBuffer out;
  BrokerNode::begin_event(out, "ping", 2);
  EXPECT_TRUE(writer_.write(out, string_cell("hi")));
  EXPECT_TRUE(writer_.write(out, Cell::count(5)));
  BrokerNode::end_event(out, 1700000000.0);
  EXPECT_EQ(to_hex(out.bytes()),
            "0e030200000000000000010200000000000000010e03050470696e670e020502686902000000000000000"
            "50e010e02020000000000000001"
            "0917979cfe362a0000");
}

TEST_F(WireTest, AValueInsideItselfIsRefused) {
  const Ref<RecordType> type(runtime().symbols.find("W::Node")->type->as_record());
  auto node = make<RecordObject>(type);
  node->cells = {Cell::count(1), Cell(node)};
  ByteBuffer out;
  EXPECT_FALSE(writer_.write(out, Cell(node)));
  EXPECT_NE(writer_.complaint().find("contains itself"), std::string::npos);
  node->cells.clear();
}

/// Any value, not too large.
class RandomValue {
 public:
  explicit RandomValue(uint64_t seed) : random_(seed) {}
  Value make(int depth) {
    switch (random_() % (depth > 0 ? 15 : 12)) {
      case 0:
        return {};
      case 1:
        return Value(random_() % 2 == 0);
      case 2:
        return Value(number());
      case 3:
        return Value(static_cast<int64_t>(number()));
      case 4:
        return Value(static_cast<double>(number()));
      case 5:
        return Value(word());
      case 6:
        return Value(Address::v4(10, 0, 0, static_cast<uint8_t>(random_())));
      case 7:
        return Value(Subnet::make(Address::v4(10, 0, 0, 0), 8));
      case 8:
        return Value(Port{static_cast<uint16_t>(random_()), Protocol::Tcp});
      case 9:
        return Value(Timestamp{static_cast<int64_t>(number())});
      case 10:
        return Value(Timespan{static_cast<int64_t>(number())});
      case 11:
        return Value(EnumValue{word()});
      case 12:
        return Value(Set(vector(depth)));
      case 13: {
        Table table;
        for (Value& value : vector(depth)) table.assign(make(0), std::move(value));
        return Value(std::move(table));
      }
      default:
        return Value(vector(depth));
    }
  }

  /// The value with one part of it replaced.
  Value changed(const Value& value) {
    const Vector* const vector = value.get_if<Vector>();
    if (!vector || vector->empty() || random_() % 4 == 0) return make(2);
    Vector parts = *vector;
    const size_t place = random_() % parts.size();
    if (random_() % 8 == 0)
      parts.erase(parts.begin() + static_cast<ptrdiff_t>(place));
    else
      parts[place] = changed(parts[place]);
    return Value(std::move(parts));
  }

 private:
  uint64_t number() { return random_() % 2 ? random_() : random_() % 70; }
  std::string word() {
    static const char* const kWords[] = {"", "W::Red", "W::named", "lambda_<1>", "MD5Val", "TopkVal", "a"};
    return kWords[random_() % std::size(kWords)];
  }
  Vector vector(int depth) {
    Vector parts;
    for (uint64_t left = random_() % 5; left > 0; --left) parts.push_back(make(depth - 1));
    return parts;
  }
  std::mt19937_64 random_;
};

// What comes from outside may be anything: it is read, or refused.
TEST_F(WireTest, WhateverComesIsReadOrRefused) {
  RandomValue random(1);
  ByteBuffer bytes;
  size_t read = 0, refused = 0;
  const auto give = [&](const Value& value) {
    bytes.clear();
    Encoder(bytes).value(value);
    for (const Symbol* variable : variables_) {
      const Cell cell = reader_.read(ValueView::over_valid(bytes.bytes()), variable->type);
      ++(cell.is_set() ? read : refused);
      if (cell.is_set()) bytes_of(cell);
    }
  };
  for (int i = 0; i < 2000; ++i) give(random.make(4));
  for (const Symbol* variable : variables_) {
    const std::vector<std::byte> good = bytes_of(variable->value);
    const Value value = ValueView::over_valid(good).to_value();
    for (int i = 0; i < 50; ++i) give(random.changed(value));
  }
  EXPECT_GT(read, 1000u);
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace whimbrel::script
