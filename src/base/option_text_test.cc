#include "base/option_text.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

TEST(OptionText, IntervalsHaveTheUnitsOfScripts) {
  const std::pair<const char*, Duration> accepted[] = {
      {"5sec", 5s},     {"5 secs", 5s},         {"16.0msecs", 16ms}, {"64 msec", 64ms},
      {"1.5min", 90s},  {"2mins", 2min},        {"2hr", 2h},         {"0.5 hrs", 30min},
      {"3days", 72h},   {"1day", 24h},          {"10usec", 10us},    {"1 usecs", 1us},
      {"0", 0s},        {"0sec", 0s},           {"30", 30s},         {"0.25", 250ms},
      {".5sec", 500ms}, {"36500days", 876000h}, {"0.0005usec", 1ns}, {"5s", 5s},
      {"200ms", 200ms}, {"1.5h", 90min},        {"7 us", 7us},       {"2d", 48h},
  };
  for (const auto& [text, interval] : accepted) EXPECT_EQ(read_interval(text), interval) << text;
}

TEST(OptionText, OtherIntervalsAreNotAccepted) {
  for (const char* text : {"",           " ",     "sec", "5x",     "5ss",  "-5sec",     "+5",
                           "5sec ",      " 5sec", "1e3", "5secss", "5SEC", "1..5",      "1.2.3",
                           ".",          "nan",   "inf", "0x10",   "5,5",  "36501days", "99999999999999999999999",
                           "5 min 3 sec"}) {
    EXPECT_EQ(read_interval(text), std::nullopt) << text;
  }
}

TEST(OptionText, SecondsHaveNoUnit) {
  EXPECT_EQ(read_seconds("1.5"), 1500ms);
  EXPECT_EQ(read_seconds("0"), 0s);
  for (const char* text : {"", "1sec", "-1", "1 ", "x"}) EXPECT_EQ(read_seconds(text), std::nullopt) << text;
}

TEST(OptionText, SizesMayHaveABinarySuffix) {
  EXPECT_EQ(read_size("65536"), 65536u);
  EXPECT_EQ(read_size("64KiB"), 65536u);
  EXPECT_EQ(read_size("16 MiB"), 16u << 20);
  EXPECT_EQ(read_size("3GiB"), 3ull << 30);
  EXPECT_EQ(read_size("17179869183GiB"), ~0ull - (1u << 30) + 1);
  for (const char* text : {"", "KiB", "1.5MiB", "-1", "64kb", "64KB", "1 ", "17179869184GiB", "18446744073709551616"}) {
    EXPECT_EQ(read_size(text), std::nullopt) << text;
  }
}

TEST(OptionText, CountsAreDecimalDigits) {
  EXPECT_EQ(read_count("0"), 0u);
  EXPECT_EQ(read_count("18446744073709551615"), ~0ull);
  for (const char* text : {"", "-1", "+1", "1.0", "1 ", " 1", "0x1", "many", "18446744073709551616"}) {
    EXPECT_EQ(read_count(text), std::nullopt) << text;
  }
}

TEST(OptionText, PortsAreThoseOfTcp) {
  EXPECT_EQ(read_port("9999/tcp"), 9999);
  EXPECT_EQ(read_port("9999"), 9999);
  EXPECT_EQ(read_port("0"), 0);
  EXPECT_EQ(read_port("65535"), 65535);
  for (const char* text : {"", "/tcp", "9999/udp", "9999/", "65536", "-1", "9999/tcp/tcp", "9999 /tcp"}) {
    EXPECT_EQ(read_port(text), std::nullopt) << text;
  }
}

TEST(OptionText, BoolsAreThoseOfScriptsAndOfEverydayFiles) {
  for (const char* text : {"T", "true", "yes", "1"}) EXPECT_EQ(read_bool(text), true) << text;
  for (const char* text : {"F", "false", "no", "0"}) EXPECT_EQ(read_bool(text), false) << text;
  for (const char* text : {"", "t", "on", "True", "2", "true "}) EXPECT_EQ(read_bool(text), std::nullopt) << text;
}

TEST(OptionText, IntervalsAreShownInTheLargestUnitThatFits) {
  EXPECT_EQ(show_interval(0s), "0sec");
  EXPECT_EQ(show_interval(30s), "30sec");
  EXPECT_EQ(show_interval(90s), "90sec");
  EXPECT_EQ(show_interval(2min), "2min");
  EXPECT_EQ(show_interval(48h), "2day");
  EXPECT_EQ(show_interval(16ms), "16msec");
  EXPECT_EQ(show_interval(1500ms), "1500msec");
  EXPECT_EQ(show_interval(2005ns), "2.005usec");
  EXPECT_EQ(show_interval(-5s), "-5sec");
  EXPECT_EQ(show_interval(Duration::min()), "-36500day");
}

TEST(OptionText, ShownValuesReadBackAsThemselves) {
  for (Duration interval :
       {Duration(0s), Duration(1ns), Duration(999999ns), Duration(16ms), Duration(1h), kLongestInterval}) {
    EXPECT_EQ(read_interval(show_interval(interval)), interval) << show_interval(interval);
  }
  for (uint64_t size : {0ull, 1ull, 1024ull, 1025ull, 16ull << 20, 3ull << 40, ~0ull}) {
    EXPECT_EQ(read_size(show_size(size)), size) << show_size(size);
  }
}

TEST(OptionText, ListsReadAsASentence) {
  EXPECT_EQ(quoted_list({"a"}), R"("a")");
  EXPECT_EQ(quoted_list({"a", "b"}), R"("a" or "b")");
  EXPECT_EQ(quoted_list({"a", "b", "c"}), R"("a", "b" or "c")");
}

TEST(OptionText, AnErrorShowsOnlyTheStartOfALongText) {
  const Error error = not_accepted("x", std::string(1'000'000, 'y'), "z");
  EXPECT_EQ(error.message(), "x is \"" + std::string(64, 'y') + "...\"; it can be z");
}

TEST(OptionText, TheNearestWordNeedsTheFewestChanges) {
  const std::vector<std::string_view> words = {"linger", "listen", "ttl", "max_threads"};
  EXPECT_EQ(nearest_word("max_thread", words), "max_threads");
  EXPECT_EQ(nearest_word("maxx_threads", words), "max_threads");
  EXPECT_EQ(nearest_word("lister", words), "listen");
  EXPECT_EQ(nearest_word("", words), "ttl");
  EXPECT_EQ(nearest_word(std::string(1'000'000, 'x'), words), "max_threads");
}

}  // namespace
}  // namespace whimbrel
