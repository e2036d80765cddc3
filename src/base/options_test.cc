#include "whimbrel/options.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>
#include <set>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;

std::string error_of(std::string_view name, std::string_view value) {
  EndpointOptions options;
  const auto set = set_option(options, name, value);
  EXPECT_EQ(set.error().code(), ErrorCode::InvalidArgument) << name << " = " << value;
  return set.error().message();
}

std::string error_of(const EndpointOptions& options) { return check_options(options).error().message(); }

EndpointOptions options_with(std::string_view name, std::string_view value) {
  EndpointOptions options;
  const auto set = set_option(options, name, value);
  EXPECT_TRUE(set) << set.error().message();
  return options;
}

// -- the table

TEST(OptionTable, ListsTheOptionsOfTheFrameworkWithTheirDefaults) {
  std::map<std::string_view, std::string_view> fallbacks;
  for (const auto& info : option_table()) fallbacks[info.name] = info.fallback;
  const std::map<std::string_view, std::string_view> framework = {
      {"aggressive_interval", "4"},
      {"aggressive_polls", "5"},
      {"congestion_queue_size", "200"},
      {"default_connect_retry", "30sec"},
      {"default_listen_address", ""},
      {"default_listen_address_websocket", ""},
      {"default_listen_retry", "30sec"},
      {"default_port", "9999/tcp"},
      {"default_port_websocket", "9997/tcp"},
      {"disable_ssl", "F"},
      {"forward_messages", "F"},
      {"max_threads", "1"},
      {"moderate_interval", "2"},
      {"moderate_polls", "5"},
      {"moderate_sleep", "16msec"},
      {"relaxed_interval", "1"},
      {"relaxed_sleep", "64msec"},
      {"scheduler_policy", "sharing"},
      {"ssl_cafile", ""},
      {"ssl_capath", ""},
      {"ssl_certificate", ""},
      {"ssl_keyfile", ""},
      {"ssl_passphrase", ""},
  };
  for (const auto& [name, fallback] : framework) {
    ASSERT_TRUE(fallbacks.contains(name)) << name;
    EXPECT_EQ(fallbacks[name], fallback) << name;
  }
}

TEST(OptionTable, ListsTheLimitsOfOurOwnWithTheirTypes) {
  std::map<std::string_view, std::string_view> types;
  for (const auto& info : option_table()) types[info.name] = info.type;
  const std::map<std::string_view, std::string_view> own = {
      {"ttl", "count"},
      {"peer_queue_messages", "count"},
      {"peer_queue_bytes", "size"},
      {"peer_queue_overflow", "overflow"},
      {"peer_patience", "interval"},
      {"peer_stall_timeout", "interval"},
      {"publish_queue_messages", "count"},
      {"publish_queue_bytes", "size"},
      {"publish_queue_overflow", "overflow"},
      {"handshake_timeout", "interval"},
      {"connect_timeout", "interval"},
      {"unpeer_timeout", "interval"},
      {"linger", "interval"},
      {"max_frame_size", "size"},
      {"max_handshake_frame_size", "size"},
      {"max_pending_handshakes", "count"},
      {"websocket_origins", "string"},
      {"websocket_ping_interval", "interval"},
      {"websocket_idle_timeout", "interval"},
  };
  for (const auto& [name, type] : own) EXPECT_EQ(types[name], type) << name;
  EXPECT_EQ(option_table().size(), own.size() + 23) << "the table has options that these tests do not know";
}

TEST(OptionTable, ShowsTheDefaultsOfTheStruct) {
  const EndpointOptions defaults;
  EndpointOptions options;
  options.peer_queue = options.publish_queue = {1, 1, Overflow::Block};
  options.peer_patience = options.linger = 1h;
  options.ttl = 1;
  options.default_port = 1;
  for (const auto& info : option_table()) EXPECT_TRUE(set_option(options, info.name, info.fallback)) << info.name;
  EXPECT_EQ(options.peer_queue.messages, defaults.peer_queue.messages);
  EXPECT_EQ(options.peer_queue.bytes, defaults.peer_queue.bytes);
  EXPECT_EQ(options.peer_queue.overflow, defaults.peer_queue.overflow);
  EXPECT_EQ(options.publish_queue.bytes, defaults.publish_queue.bytes);
  EXPECT_EQ(options.peer_patience, defaults.peer_patience);
  EXPECT_EQ(options.linger, defaults.linger);
  EXPECT_EQ(options.ttl, defaults.ttl);
  EXPECT_EQ(options.default_port, defaults.default_port);
  EXPECT_TRUE(check_options(options));
}

TEST(OptionTable, DescribesEachOptionOnceInOneLine) {
  std::set<std::string_view> names;
  for (const auto& info : option_table()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_FALSE(info.help.empty()) << info.name;
    EXPECT_EQ(info.help.find('\n'), info.help.npos) << info.name;
  }
}

// -- setting by name

/// A text for each option that is not its default, and whether the field of that name has the value.
struct Setting {
  std::string_view name, text;
  bool (*arrived)(const EndpointOptions&);
};
using O = const EndpointOptions&;
const Setting kSettings[] = {
    {"default_listen_address", "127.0.0.1", [](O o) { return o.default_listen_address == "127.0.0.1"; }},
    {"default_port", "1234/tcp", [](O o) { return o.default_port == 1234; }},
    {"default_listen_address_websocket", "::1", [](O o) { return o.default_listen_address_websocket == "::1"; }},
    {"default_port_websocket", "4712", [](O o) { return o.default_port_websocket == 4712; }},
    {"default_listen_retry", "1.5min", [](O o) { return o.default_listen_retry == 90s; }},
    {"default_connect_retry", "2", [](O o) { return o.default_connect_retry == 2s; }},
    {"disable_ssl", "T", [](O o) { return o.disable_ssl; }},
    {"ssl_cafile", "ca", [](O o) { return o.ssl_cafile == "ca"; }},
    {"ssl_capath", "dir", [](O o) { return o.ssl_capath == "dir"; }},
    {"ssl_certificate", "cert", [](O o) { return o.ssl_certificate == "cert"; }},
    {"ssl_keyfile", "key", [](O o) { return o.ssl_keyfile == "key"; }},
    {"ssl_passphrase", "pass", [](O o) { return o.ssl_passphrase == "pass"; }},
    {"forward_messages", "yes", [](O o) { return o.forward_messages; }},
    {"congestion_queue_size", "3", [](O o) { return o.congestion_queue_size == 3; }},
    {"max_threads", "4", [](O o) { return o.max_threads == 4; }},
    {"scheduler_policy", "stealing", [](O o) { return o.scheduler_policy == "stealing"; }},
    {"aggressive_polls", "11", [](O o) { return o.aggressive_polls == 11; }},
    {"aggressive_interval", "12", [](O o) { return o.aggressive_interval == 12; }},
    {"moderate_polls", "13", [](O o) { return o.moderate_polls == 13; }},
    {"moderate_interval", "14", [](O o) { return o.moderate_interval == 14; }},
    {"moderate_sleep", "15msecs", [](O o) { return o.moderate_sleep == 15ms; }},
    {"relaxed_interval", "16", [](O o) { return o.relaxed_interval == 16; }},
    {"relaxed_sleep", "17 usecs", [](O o) { return o.relaxed_sleep == 17us; }},
    {"ttl", "18", [](O o) { return o.ttl == 18; }},
    {"peer_queue_messages", "19", [](O o) { return o.peer_queue.messages == 19; }},
    {"peer_queue_bytes", "20KiB", [](O o) { return o.peer_queue.bytes == 20480; }},
    {"peer_queue_overflow", "drop_oldest", [](O o) { return o.peer_queue.overflow == Overflow::DropOldest; }},
    {"peer_patience", "21msec", [](O o) { return o.peer_patience == 21ms; }},
    {"peer_stall_timeout", "22sec", [](O o) { return o.peer_stall_timeout == 22s; }},
    {"publish_queue_messages", "23", [](O o) { return o.publish_queue.messages == 23; }},
    {"publish_queue_bytes", "24", [](O o) { return o.publish_queue.bytes == 24; }},
    {"publish_queue_overflow", "drop_newest", [](O o) { return o.publish_queue.overflow == Overflow::DropNewest; }},
    {"handshake_timeout", "25sec", [](O o) { return o.handshake_timeout == 25s; }},
    {"connect_timeout", "26sec", [](O o) { return o.connect_timeout == 26s; }},
    {"unpeer_timeout", "27sec", [](O o) { return o.unpeer_timeout == 27s; }},
    {"linger", "28sec", [](O o) { return o.linger == 28s; }},
    {"max_frame_size", "29MiB", [](O o) { return o.max_frame_size == 29u << 20; }},
    {"max_handshake_frame_size", "30KiB", [](O o) { return o.max_handshake_frame_size == 30u << 10; }},
    {"max_pending_handshakes", "31", [](O o) { return o.max_pending_handshakes == 31; }},
    {"websocket_origins", "http://a,http://b", [](O o) { return o.websocket_origins == "http://a,http://b"; }},
    {"websocket_ping_interval", "32sec", [](O o) { return o.websocket_ping_interval == 32s; }},
    {"websocket_idle_timeout", "33sec", [](O o) { return o.websocket_idle_timeout == 33s; }},
};

TEST(SetOption, EachNameSetsItsOwnFieldAndNoOther) {
  EXPECT_EQ(std::size(kSettings), option_table().size());
  for (const Setting& setting : kSettings) {
    const EndpointOptions options = options_with(setting.name, setting.text);
    for (const Setting& other : kSettings) {
      EXPECT_EQ(other.arrived(options), &other == &setting) << setting.name << " seen as " << other.name;
    }
  }
}

TEST(SetOption, ErrorsNameTheOptionAndShowWhatItTakes) {
  EXPECT_EQ(error_of("max_threads", "many"), R"(max_threads is "many"; it can be a number from 1 to 1024)");
  EXPECT_EQ(error_of("max_threads", "0"), R"(max_threads is "0"; it can be a number from 1 to 1024)");
  EXPECT_EQ(error_of("aggressive_polls", "-1"), R"(aggressive_polls is "-1"; it can be a number from 0)");
  EXPECT_EQ(error_of("ttl", "65536"), R"(ttl is "65536"; it can be a number from 0 to 65535)");
  EXPECT_EQ(error_of("default_port", "53/udp"),
            R"(default_port is "53/udp"; it can be a TCP port, such as 9999/tcp or 9999)");
  EXPECT_EQ(error_of("disable_ssl", "maybe"), R"(disable_ssl is "maybe"; it can be T or F)");
  EXPECT_EQ(error_of("linger", "-3sec"),
            R"(linger is "-3sec"; it can be a time from 0sec to 36500day, such as 5sec, 16.0msecs or plain seconds)");
  EXPECT_EQ(error_of("max_frame_size", "1MB"),
            R"(max_frame_size is "1MB"; it can be a number of bytes from 1024 to 4294967295, such as 65536 or 64KiB)");
  EXPECT_EQ(error_of("scheduler_policy", "x"), R"(scheduler_policy is "x"; it can be "sharing" or "stealing")");
  EXPECT_EQ(error_of("peer_queue_overflow", "explode"),
            R"(peer_queue_overflow is "explode"; it can be "block", "drop_oldest", "drop_newest" or "disconnect")");
  EXPECT_EQ(error_of("publish_queue_overflow", "disconnect"),
            R"(publish_queue_overflow is "disconnect"; it can be "block" or "drop_newest")");
}

TEST(SetOption, AnErrorLeavesTheOptionAlone) {
  EndpointOptions options = options_with("max_threads", "7");
  EXPECT_FALSE(set_option(options, "max_threads", "0"));
  EXPECT_EQ(options.max_threads, 7u);
}

TEST(SetOption, AnUnknownNameIsAnErrorThatSuggestsTheNearest) {
  EXPECT_EQ(error_of("max_thread", "1"), R"(there is no option "max_thread"; the nearest name is "max_threads")");
  EXPECT_EQ(error_of("peer-queue-bytes", "1"),
            R"(there is no option "peer-queue-bytes"; the nearest name is "peer_queue_bytes")");
  EXPECT_EQ(error_of("log", "x").substr(0, 24), R"(there is no option "log")");
}

// -- overflow

TEST(OverflowTest, NamesReadBackAsThemselves) {
  for (Overflow overflow : {Overflow::Block, Overflow::DropOldest, Overflow::DropNewest, Overflow::Disconnect}) {
    EXPECT_EQ(*parse_overflow(name_of(overflow)), overflow);
  }
  EXPECT_EQ(name_of(Overflow::DropOldest), "drop_oldest");
}

TEST(OverflowTest, OtherNamesAreErrors) {
  for (const char* text : {"", "Block", "drop-oldest", "dropoldest", "block "}) {
    EXPECT_EQ(parse_overflow(text).error().code(), ErrorCode::InvalidArgument) << text;
  }
  EXPECT_EQ(parse_overflow("drop").error().message(),
            R"(overflow is "drop"; it can be "block", "drop_oldest", "drop_newest" or "disconnect")");
}

// -- the environment

class EnvironmentTest : public testing::Test {
 protected:
  EnvironmentTest() { clear(); }
  ~EnvironmentTest() override { clear(); }
  static void clear() {
    for (const char* name : {"ZEEK_DEFAULT_LISTEN_ADDRESS", "ZEEK_DEFAULT_LISTEN_RETRY", "ZEEK_DEFAULT_CONNECT_RETRY",
                             "ZEEK_BROKER_MAX_THREADS"}) {
      unsetenv(name);
    }
  }
  std::string error_with(const char* name, const char* text) {
    clear();
    setenv(name, text, 1);
    EndpointOptions untouched;
    const auto applied = apply_environment(untouched);
    EXPECT_EQ(applied.error().code(), ErrorCode::InvalidArgument) << name << "=" << text;
    return applied.error().message();
  }

  EndpointOptions options;
};

TEST_F(EnvironmentTest, WithoutVariablesOptionsStayAsTheyAre) {
  options.max_threads = 3;
  options.default_listen_retry = 7s;
  EXPECT_TRUE(apply_environment(options));
  EXPECT_EQ(options.max_threads, 3u);
  EXPECT_EQ(options.default_listen_retry, 7s);
}

TEST_F(EnvironmentTest, VariablesWinOverOptions) {
  options.max_threads = 3;
  options.default_listen_retry = 7s;
  setenv("ZEEK_DEFAULT_LISTEN_RETRY", "0.5", 1);
  setenv("ZEEK_DEFAULT_CONNECT_RETRY", "12", 1);
  setenv("ZEEK_BROKER_MAX_THREADS", "2", 1);
  EXPECT_TRUE(apply_environment(options));
  EXPECT_EQ(options.default_listen_retry, 500ms);
  EXPECT_EQ(options.default_connect_retry, 12s);
  EXPECT_EQ(options.max_threads, 2u);
}

TEST_F(EnvironmentTest, TheAddressToListenOnIsADefaultOnly) {
  setenv("ZEEK_DEFAULT_LISTEN_ADDRESS", "127.0.0.9", 1);
  EXPECT_TRUE(apply_environment(options));
  EXPECT_EQ(options.default_listen_address, "127.0.0.9");
  EXPECT_EQ(options.default_listen_address_websocket, "127.0.0.9");
  options.default_listen_address = "::1";
  EXPECT_TRUE(apply_environment(options));
  EXPECT_EQ(options.default_listen_address, "::1");
}

TEST_F(EnvironmentTest, AnEmptyVariableIsAsGoodAsNone) {
  setenv("ZEEK_DEFAULT_LISTEN_RETRY", "", 1);
  setenv("ZEEK_BROKER_MAX_THREADS", "", 1);
  EXPECT_TRUE(apply_environment(options));
  EXPECT_EQ(options.default_listen_retry, 30s);
  EXPECT_EQ(options.max_threads, 1u);
}

TEST_F(EnvironmentTest, BadValuesAreErrorsThatNameTheVariable) {
  EXPECT_EQ(error_with("ZEEK_DEFAULT_LISTEN_RETRY", "soon"),
            R"(ZEEK_DEFAULT_LISTEN_RETRY is "soon"; it can be a number of seconds, such as 30 or 0.5)");
  EXPECT_EQ(error_with("ZEEK_DEFAULT_CONNECT_RETRY", "1.5"),
            R"(ZEEK_DEFAULT_CONNECT_RETRY is "1.5"; it can be a whole number of seconds, such as 30)");
  EXPECT_EQ(error_with("ZEEK_BROKER_MAX_THREADS", "0"),
            R"(ZEEK_BROKER_MAX_THREADS is "0"; it can be a number from 1 to 1024)");
  // A unit would be ignored by other programs that read the same variable.
  error_with("ZEEK_DEFAULT_LISTEN_RETRY", "5min");
  error_with("ZEEK_DEFAULT_CONNECT_RETRY", "5sec");
  error_with("ZEEK_DEFAULT_CONNECT_RETRY", "-1");
  error_with("ZEEK_DEFAULT_CONNECT_RETRY", "99999999999999");
  error_with("ZEEK_BROKER_MAX_THREADS", "2 threads");
}

TEST_F(EnvironmentTest, AnErrorLeavesAllOptionsAlone) {
  setenv("ZEEK_DEFAULT_LISTEN_RETRY", "1", 1);
  setenv("ZEEK_BROKER_MAX_THREADS", "many", 1);
  EXPECT_FALSE(apply_environment(options));
  EXPECT_EQ(options.default_listen_retry, 30s);
}

// -- checks

TEST(CheckOptions, AcceptsTheDefaults) { EXPECT_EQ(error_of(EndpointOptions{}), ""); }

TEST(CheckOptions, FindsValuesOutOfRangeThatWereSetInCode) {
  EndpointOptions options;
  options.scheduler_policy = "fifo";
  EXPECT_EQ(error_of(options), R"(scheduler_policy is "fifo"; it can be "sharing" or "stealing")");
  options = {};
  options.relaxed_interval = 0;
  EXPECT_EQ(error_of(options), R"(relaxed_interval is "0"; it can be a number from 1)");
  options = {};
  options.connect_timeout = 0s;
  EXPECT_EQ(error_of(options).substr(0, 25), R"(connect_timeout is "0sec")");
  options = {};
  options.linger = -1s;
  EXPECT_EQ(error_of(options).substr(0, 16), R"(linger is "-1sec)");
  options = {};
  options.peer_queue.messages = 0;
  EXPECT_EQ(error_of(options), R"(peer_queue_messages is "0"; it can be a number from 1)");
  options = {};
  options.max_frame_size = size_t{1} << 32;
  EXPECT_EQ(error_of(options).substr(0, 24), R"(max_frame_size is "4GiB")");
}

TEST(CheckOptions, APublishQueueBlocksOrDropsTheNewest) {
  EndpointOptions options;
  options.publish_queue.overflow = Overflow::DropNewest;
  EXPECT_TRUE(check_options(options));
  for (Overflow overflow : {Overflow::DropOldest, Overflow::Disconnect}) {
    options.publish_queue.overflow = overflow;
    EXPECT_EQ(check_options(options).error().code(), ErrorCode::InvalidArgument);
  }
}

TEST(CheckOptions, EachTlsOptionDemandsACertificateAndThenAKey) {
  for (std::string_view name : {"ssl_cafile", "ssl_capath", "ssl_certificate", "ssl_keyfile", "ssl_passphrase"}) {
    SCOPED_TRACE(name);
    EndpointOptions options = options_with(name, "x");
    if (name != "ssl_certificate") {
      EXPECT_EQ(error_of(options), "No certificate configured for SSL endpoint.");
      EXPECT_EQ(check_options(options).error().code(), ErrorCode::TlsSetup);
      options.ssl_certificate = "cert.pem";
    }
    if (name != "ssl_keyfile") {
      EXPECT_EQ(error_of(options), "No private key configured for SSL endpoint.");
      options.ssl_keyfile = "key.pem";
    }
    EXPECT_TRUE(check_options(options));
  }
}

TEST(CheckOptions, APassphraseHasAtMost127Characters) {
  EndpointOptions options;
  options.ssl_certificate = options.ssl_keyfile = "x";
  options.ssl_passphrase = std::string(127, 'p');
  EXPECT_TRUE(check_options(options));
  options.ssl_passphrase += 'p';
  EXPECT_EQ(error_of(options), "SSL passphrase may not exceed 127 characters");
}

TEST(CheckOptions, WithoutTlsItsOptionsDoNotMatter) {
  EndpointOptions options;
  options.disable_ssl = true;
  options.ssl_cafile = "ca.pem";
  options.ssl_passphrase = std::string(500, 'p');
  EXPECT_TRUE(check_options(options));
}

}  // namespace
}  // namespace whimbrel
