// Recorded values, and inputs that decoders must accept or refuse: tests/conformance/vectors. The "about" field of each
// file says what its other fields mean.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <functional>
#include <optional>
#include <set>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

using simdjson::dom::element;

void for_each_case(const std::string& file, const std::function<void(const element&)>& check) {
  simdjson::dom::parser parser;
  element root;
  ASSERT_EQ(parser.load(WHIMBREL_SOURCE_DIR "/tests/conformance/vectors/" + file).get(root), simdjson::SUCCESS);
  size_t n = 0;
  for (const element one : root["cases"].get_array()) {
    SCOPED_TRACE(file + ", case " + std::to_string(n++));
    check(one);
  }
  EXPECT_GT(n, 100u);
}

/// A member that is a string, or nothing if it is missing or null.
std::optional<std::string> text_of(const element& one, std::string_view name) {
  std::string_view text;
  if (one[name].get(text)) return std::nullopt;
  return std::string(text);
}

bool has(const element& one, std::string_view name) { return one[name].error() == simdjson::SUCCESS; }

std::vector<std::byte> bytes_of(const std::string& hex) {
  auto bytes = from_hex(hex);
  EXPECT_TRUE(bytes) << hex;
  return bytes.value_or({});
}

/// The data in the readable form of to_string().
std::string shown(const element& one) {
  if (auto text = text_of(one, "text")) return *text;
  const auto bytes = bytes_of(text_of(one, "text_hex").value_or("?"));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Input of a case: a text, or one that is repeated.
std::string input_of(const element& one) {
  if (auto text = text_of(one, "input")) return *text;
  std::string text;
  const std::string_view piece = one["input"]["repeat"].get_string();
  const uint64_t times = one["input"]["times"].get_uint64();
  for (uint64_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string outcome(const Result<Value>& got) { return got ? to_hex(encode(*got)) : "refused"; }

/// The vectors keep milliseconds of timestamps and six decimals of reals where we keep everything.
bool same_inexact(std::string_view kind, const element& got, const element& want) {
  if (kind == "timestamp") return std::string_view(got).substr(0, 23) == std::string_view(want);
  const double a = got.get_double(), b = want.get_double();
  return std::abs(a - b) <= std::max(1e-6, std::abs(b) * 1e-12);
}

bool same_json(const element& got, const element& want) {
  if (got.type() != want.type()) return false;
  if (got.is_array()) {
    const simdjson::dom::array a = got, b = want;
    if (a.size() != b.size()) return false;
    auto other = b.begin();
    for (const element x : a) {
      if (!same_json(x, *other)) return false;
      ++other;
    }
    return true;
  }
  if (!got.is_object()) return simdjson::to_string(got) == simdjson::to_string(want);
  const simdjson::dom::object a = got, b = want;
  if (a.size() != b.size()) return false;
  const std::string kind = text_of(want, "@data-type").value_or("");
  for (const auto [key, value] : a) {
    if (!has(want, key)) return false;
    const element other = want[key];
    const bool inexact = key == "data" && (kind == "real" || kind == "timestamp");
    if (inexact ? !same_inexact(kind, value, other) : !same_json(value, other)) return false;
  }
  return true;
}

TEST(GoldenValues, KeepTheirBytesThroughDecodingAndEncoding) {
  for_each_case("values.json", [](const element& one) {
    const auto bin = bytes_of(*text_of(one, "bin"));
    for (const char* form : {"bin", "bin_unsorted"}) {
      if (!has(one, form)) continue;
      const auto value = decode(bytes_of(*text_of(one, form)));
      ASSERT_TRUE(value) << value.error().message();
      EXPECT_EQ(to_hex(encode(*value)), to_hex(bin)) << form;
    }
  });
}

TEST(GoldenValues, EncodeTheSameFromViewAndFromValue) {
  for_each_case("values.json", [](const element& one) {
    const auto bin = bytes_of(*text_of(one, "bin"));
    ByteBuffer from_view, from_value;
    Encoder(from_view).value(*view(bin));
    Encoder(from_value).value(*decode(bin));
    EXPECT_EQ(to_hex(from_view.bytes()), to_hex(bin));
    EXPECT_EQ(to_hex(from_value.bytes()), to_hex(bin));
  });
}

TEST(GoldenValues, ShowTheRecordedText) {
  for_each_case("values.json", [](const element& one) {
    const auto bin = bytes_of(*text_of(one, "bin"));
    EXPECT_EQ(to_string(*view(bin)), shown(one));
    EXPECT_EQ(to_string(*decode(bin)), shown(one));
  });
}

TEST(GoldenValues, HaveTheRecordedJson) {
  for_each_case("values.json", [](const element& one) {
    if (!has(one, "json")) return;
    const auto json = to_json(*decode(bytes_of(*text_of(one, "bin"))));
    ASSERT_TRUE(json) << json.error().message();
    simdjson::dom::parser parser;
    ASSERT_EQ(parser.allocate(json->size(), 3000), simdjson::SUCCESS);
    EXPECT_TRUE(same_json(parser.parse(*json), one["json"])) << *json;
  });
}

TEST(GoldenValues, WithoutValidRecordedJsonGiveValidJsonOrNone) {
  for_each_case("values.json", [](const element& one) {
    if (!has(one, "json_raw_hex")) return;
    const auto value = decode(bytes_of(*text_of(one, "bin")));
    const auto json = to_json(*value);
    if (!json) {
      EXPECT_EQ(json.error().code(), ErrorCode::InvalidData);
      return;
    }
    EXPECT_EQ(from_json(*json).value_or(Value()), *value) << *json;
  });
}

TEST(GoldenValues, AreReadFromTheRecordedJson) {
  for_each_case("values.json", [](const element& one) {
    if (!has(one, "json")) return;
    const auto want = has(one, "bin_from_json") ? text_of(one, "bin_from_json") : text_of(one, "bin");
    if (!want) return;
    const auto value = from_json(simdjson::to_string(element(one["json"])), JsonReading::AsBroker);
    EXPECT_EQ(outcome(value), *want) << value.error().message();
  });
}

/// Where deployed nodes miss the nearest double, or the last nanosecond that fits.
const std::set<std::string> kReadInexactly = {"real 4503599627370495.5",
                                              "timespan 9223372036854775807",
                                              "random 19",
                                              "random 57",
                                              "random 94",
                                              "random 122",
                                              "random 129"};
/// Two different times in it have the same text, as that keeps milliseconds only.
constexpr std::string_view kRepeatsAnElement = "set of times";

TEST(GoldenValues, AreReadExactlyUnlessAskedOtherwise) {
  for_each_case("values.json", [](const element& one) {
    if (!has(one, "json")) return;
    const auto want = has(one, "bin_from_json") ? text_of(one, "bin_from_json") : text_of(one, "bin");
    if (!want) return;
    const std::string name = *text_of(one, "name");
    const auto value = from_json(simdjson::to_string(element(one["json"])));
    if (name == kRepeatsAnElement) {
      EXPECT_EQ(outcome(value), "refused");
    } else if (kReadInexactly.contains(name)) {
      EXPECT_TRUE(value);
      EXPECT_NE(outcome(value), *want);
    } else {
      EXPECT_EQ(outcome(value), *want) << value.error().message();
    }
  });
}

TEST(GoldenValues, AreRefusedWhereverTheyAreCutOff) {
  for_each_case("values.json", [](const element& one) {
    const auto bin = bytes_of(*text_of(one, "bin"));
    const size_t step = 1 + bin.size() / 5000;
    for (size_t n = 0; n < bin.size(); n += step) ASSERT_FALSE(validate(BytesView(bin).first(n))) << n;
  });
}

TEST(GoldenInputs, AreAcceptedOrRefusedAsWanted) {
  for_each_case("inputs.json", [](const element& one) {
    const std::string input = input_of(one);
    const auto got = *text_of(one, "kind") == "json" ? from_json(input) : decode(bytes_of(input));
    const auto want = text_of(one, "want");
    SCOPED_TRACE(input.substr(0, 200));
    EXPECT_EQ(outcome(got), want.value_or("refused")) << got.error().message();
    EXPECT_EQ(got.ok(), got.error().message().empty());
  });
}

TEST(GoldenInputs, AreAcceptedOrRefusedWhenMutated) {
  for_each_case("mutations.json", [](const element& one) {
    const std::string input = input_of(one);
    const auto bytes = bytes_of(input);
    const auto got = decode(bytes);
    const auto want = text_of(one, "want");
    SCOPED_TRACE(input.substr(0, 200));
    EXPECT_EQ(outcome(got), want.value_or("refused")) << got.error().message();
    EXPECT_EQ(validate(bytes).ok(), want.has_value());
  });
}

}  // namespace
}  // namespace whimbrel
