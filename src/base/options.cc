// One table says everything about the options: what each is called, where it is kept, which values it takes, and what
// it is for. All functions of whimbrel/options.h work on that table.
#include "whimbrel/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <limits>
#include <optional>
#include <type_traits>

#include "base/option_text.h"

namespace whimbrel {
namespace {

// -- kinds of options

/// How values of type T are read, shown and judged.
template <class T>
struct Kind {
  std::string_view type;
  std::string accepted;  ///< completes the sentence `it can be ...`
  std::function<std::optional<T>(std::string_view)> read;
  std::function<std::string(const T&)> show;
  std::function<bool(const T&)> accepts;
};

Kind<std::string> text() {
  return {"string", "any text", [](std::string_view text) { return std::string(text); },
          [](const std::string& value) { return value; }, [](const std::string&) { return true; }};
}

Kind<std::string> choice(std::vector<std::string_view> words) {
  Kind<std::string> kind = text();
  kind.accepted = quoted_list(words);
  kind.accepts = [words](const std::string& value) {
    return std::find(words.begin(), words.end(), value) != words.end();
  };
  return kind;
}

Kind<bool> flag() {
  return {"bool", "T or F", read_bool, [](bool value) { return value ? "T" : "F"; }, [](bool) { return true; }};
}

Kind<uint16_t> port() {
  return {"port", "a TCP port, such as 9999/tcp or 9999", read_port,
          [](uint16_t value) { return fmt::format("{}/tcp", value); }, [](uint16_t) { return true; }};
}

/// A number that does not fit into T is as unreadable as a word.
template <class T>
auto reader_of(std::optional<uint64_t> (*read)(std::string_view)) {
  return [read](std::string_view text) -> std::optional<T> {
    const auto value = read(text);
    if (!value || *value > std::numeric_limits<T>::max()) return std::nullopt;
    return static_cast<T>(*value);
  };
}

template <class T>
auto within(T least, T most) {
  return [least, most](const T& value) { return least <= value && value <= most; };
}

template <class T>
Kind<T> number(T least, T most, std::string accepted) {
  return {"count", std::move(accepted), reader_of<T>(read_count), [](const T& value) { return fmt::to_string(value); },
          within(least, most)};
}
Kind<size_t> count(size_t least) {
  return number(least, std::numeric_limits<size_t>::max(), fmt::format("a number from {}", least));
}
template <class T = size_t>
Kind<T> count(std::type_identity_t<T> least, std::type_identity_t<T> most) {
  return number<T>(least, most, fmt::format("a number from {} to {}", least, most));
}

constexpr size_t kMaxSize = size_t{1} << 40;  // sums of sizes do not overflow
Kind<size_t> size(size_t least, size_t most = kMaxSize) {
  const std::string accepted = fmt::format("a number of bytes from {} to {}, such as 65536 or 64KiB", least, most);
  return {"size", accepted, reader_of<size_t>(read_size), show_size, within(least, most)};
}

Kind<Duration> interval(Duration least = Duration::zero()) {
  return {"interval",
          fmt::format("a time from {} to {}, such as 5sec, 16.0msecs or plain seconds", show_interval(least),
                      show_interval(kLongestInterval)),
          read_interval, show_interval, within(least, kLongestInterval)};
}

struct OverflowName {
  Overflow overflow;
  std::string_view name;
};
constexpr std::array<OverflowName, 4> kOverflowNames = {{
    {Overflow::Block, "block"},
    {Overflow::DropOldest, "drop_oldest"},
    {Overflow::DropNewest, "drop_newest"},
    {Overflow::Disconnect, "disconnect"},
}};

std::optional<Overflow> read_overflow(std::string_view text) {
  for (const auto& [overflow, name] : kOverflowNames) {
    if (name == text) return overflow;
  }
  return std::nullopt;
}

Kind<Overflow> overflow(std::vector<Overflow> allowed) {
  std::vector<std::string_view> names;
  for (Overflow one : allowed) names.push_back(name_of(one));
  return {"overflow", quoted_list(names), read_overflow, [](Overflow value) { return std::string(name_of(value)); },
          [allowed](Overflow value) { return std::find(allowed.begin(), allowed.end(), value) != allowed.end(); }};
}

Kind<Overflow> any_overflow() {
  return overflow({Overflow::Block, Overflow::DropOldest, Overflow::DropNewest, Overflow::Disconnect});
}

// -- the table

struct Row {
  std::string_view name;
  std::string_view type;
  std::string fallback;
  std::string_view help;
  std::function<Result<void>(EndpointOptions&, std::string_view text)> set;
  std::function<Result<void>(const EndpointOptions&)> check;
};

/// Where an option is kept: in a field, or in a field of a field.
template <class T>
auto at(T EndpointOptions::*field) {
  return [field](auto& options) -> auto& { return options.*field; };
}
template <class T>
auto at(QueueLimits EndpointOptions::*queue, T QueueLimits::*field) {
  return [queue, field](auto& options) -> decltype(auto) { return (options.*queue.*field); };
}

template <class Place, class T>
Row row(std::string_view name, Place place, const Kind<T>& kind, std::string_view help) {
  auto set = [name, place, kind](EndpointOptions& options, std::string_view text) -> Result<void> {
    auto value = kind.read(text);
    if (!value || !kind.accepts(*value)) return not_accepted(name, text, kind.accepted);
    place(options) = std::move(*value);
    return {};
  };
  auto check = [name, place, kind](const EndpointOptions& options) -> Result<void> {
    const T& value = place(options);
    if (!kind.accepts(value)) return not_accepted(name, kind.show(value), kind.accepted);
    return {};
  };
  static const EndpointOptions defaults;
  return {name, kind.type, kind.show(place(defaults)), help, set, check};
}

using O = EndpointOptions;
constexpr size_t kMaxFrameSize = std::numeric_limits<uint32_t>::max();  // a frame's length has four bytes
constexpr size_t kMinFrameSize = 1024;                                  // every message of the handshake fits
constexpr Duration kShortestTimeout = std::chrono::milliseconds(1);     // no time at all would fail always

std::vector<Row> framework_rows() {
  return {
      row("default_listen_address", at(&O::default_listen_address), text(),
          "address to listen on when none is given; empty for all addresses"),
      row("default_port", at(&O::default_port), port(), "port to listen on and to connect to when none is given"),
      row("default_listen_address_websocket", at(&O::default_listen_address_websocket), text(),
          "address to listen on for WebSocket clients when none is given; empty for all addresses"),
      row("default_port_websocket", at(&O::default_port_websocket), port(),
          "port to listen on for WebSocket clients when none is given"),
      row("default_listen_retry", at(&O::default_listen_retry), interval(),
          "time until a failed listen is tried again; 0 for never"),
      row("default_connect_retry", at(&O::default_connect_retry), interval(),
          "time until a failed or lost connection is tried again; 0 for never"),
      row("disable_ssl", at(&O::disable_ssl), flag(), "plain TCP instead of TLS"),
      row("ssl_cafile", at(&O::ssl_cafile), text(),
          "PEM file of trusted certificates; peers must then have valid ones"),
      row("ssl_capath", at(&O::ssl_capath), text(),
          "OpenSSL-style directory of trusted certificates; peers must then have valid ones"),
      row("ssl_certificate", at(&O::ssl_certificate), text(), "PEM file with the certificate chain of this node"),
      row("ssl_keyfile", at(&O::ssl_keyfile), text(), "PEM file with the private key of ssl_certificate"),
      row("ssl_passphrase", at(&O::ssl_passphrase), text(), "opens an encrypted ssl_keyfile; at most 127 characters"),
      row("forward_messages", at(&O::forward_messages), flag(), "pass messages from peers on to other peers"),
      row("congestion_queue_size", at(&O::congestion_queue_size), count(1),
          "messages waiting at a subscriber from which on peers are read no further"),
      row("max_threads", at(&O::max_threads), count(1, kMaxThreads), "worker threads"),
      row("scheduler_policy", at(&O::scheduler_policy), choice({"sharing", "stealing"}),
          "one queue for all worker threads, or one for each"),
      row("aggressive_polls", at(&O::aggressive_polls), count(0), "stealing: polls of an idle worker without sleep"),
      row("aggressive_interval", at(&O::aggressive_interval), count(1),
          "stealing: which of those polls look at the queues of others; 4 for each fourth"),
      row("moderate_polls", at(&O::moderate_polls), count(0), "stealing: polls after that, with moderate_sleep"),
      row("moderate_interval", at(&O::moderate_interval), count(1),
          "stealing: which of those polls look at the queues of others"),
      row("moderate_sleep", at(&O::moderate_sleep), interval(), "stealing: sleep after each of those polls"),
      row("relaxed_interval", at(&O::relaxed_interval), count(1),
          "stealing: which of all later polls look at the queues of others"),
      row("relaxed_sleep", at(&O::relaxed_sleep), interval(), "stealing: sleep after each of all later polls"),
  };
}

std::vector<Row> own_rows() {
  return {
      row("ttl", at(&O::ttl), count<uint16_t>(0, 65535),
          "how many times a message published here is passed on at most"),
      row("peer_queue_messages", at(&O::peer_queue, &QueueLimits::messages), count(1),
          "messages that may wait for one peer"),
      row("peer_queue_bytes", at(&O::peer_queue, &QueueLimits::bytes), size(1), "bytes that may wait for one peer"),
      row("peer_queue_overflow", at(&O::peer_queue, &QueueLimits::overflow), any_overflow(),
          "what happens when too much waits for one peer"),
      row("peer_patience", at(&O::peer_patience), interval(),
          "how long a peer may take nothing, with a full queue, while others have nothing left to send"),
      row("peer_stall_timeout", at(&O::peer_stall_timeout), interval(),
          "how long a peer with a full queue may take nothing at all until it is no longer waited for"),
      row("publish_queue_messages", at(&O::publish_queue, &QueueLimits::messages), count(1),
          "messages of one publishing thread that may wait for the loop"),
      row("publish_queue_bytes", at(&O::publish_queue, &QueueLimits::bytes), size(1),
          "bytes of one publishing thread that may wait for the loop"),
      row("publish_queue_overflow", at(&O::publish_queue, &QueueLimits::overflow),
          overflow({Overflow::Block, Overflow::DropNewest}), "what happens when a thread publishes faster than that"),
      row("handshake_timeout", at(&O::handshake_timeout), interval(kShortestTimeout),
          "time for the TLS handshake, and again for that of the peering"),
      row("connect_timeout", at(&O::connect_timeout), interval(kShortestTimeout),
          "time for a TCP connection, for each address of a name"),
      row("unpeer_timeout", at(&O::unpeer_timeout), interval(), "time that a peer has to answer a goodbye"),
      row("linger", at(&O::linger), interval(),
          "how long a closing endpoint waits for peers that take nothing of what is queued; for slow ones ten times as "
          "long"),
      row("max_frame_size", at(&O::max_frame_size), size(kMinFrameSize, kMaxFrameSize),
          "largest message accepted or sent"),
      row("max_handshake_frame_size", at(&O::max_handshake_frame_size), size(kMinFrameSize, kMaxFrameSize),
          "largest message accepted before a peering stands"),
      row("max_pending_handshakes", at(&O::max_pending_handshakes), count(1),
          "accepted connections without a finished handshake; further ones wait"),
      row("websocket_origins", at(&O::websocket_origins), text(),
          "whose pages may connect as WebSocket clients, with commas between, besides those of the same host; * for "
          "any"),
      row("websocket_ping_interval", at(&O::websocket_ping_interval), interval(),
          "how often WebSocket clients are asked for a sign of life; 0sec: never"),
      row("websocket_idle_timeout", at(&O::websocket_idle_timeout), interval(),
          "how long a WebSocket client may give none until its connection is closed; 0sec: for ever"),
  };
}

const std::vector<Row>& table() {
  static const std::vector<Row> rows = [] {
    std::vector<Row> all = framework_rows();
    for (Row& own : own_rows()) all.push_back(std::move(own));
    return all;
  }();
  return rows;
}

Error unknown_option(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Row& row : table()) names.push_back(row.name);
  return {ErrorCode::InvalidArgument, fmt::format("there is no option \"{}\"; the nearest name is \"{}\"",
                                                  name.substr(0, 64), nearest_word(name, names))};
}

// -- the environment

static_assert(kMaxThreads == 1024, "the text below says so");
struct Variable {
  const char* name;
  std::string_view option;
  std::string_view accepted;
  bool (*accepts)(std::string_view text);  // stricter than the option: these texts are read by other programs too
};
constexpr std::array<Variable, 3> kVariables = {{
    {"ZEEK_DEFAULT_LISTEN_RETRY", "default_listen_retry", "a number of seconds, such as 30 or 0.5",
     [](std::string_view text) { return read_seconds(text).has_value(); }},
    {"ZEEK_DEFAULT_CONNECT_RETRY", "default_connect_retry", "a whole number of seconds, such as 30",
     [](std::string_view text) { return read_count(text).has_value(); }},
    {"ZEEK_BROKER_MAX_THREADS", "max_threads", "a number from 1 to 1024",
     [](std::string_view text) { return read_count(text).has_value(); }},
}};

// -- options that depend on each other

Result<void> check_tls(const EndpointOptions& options) {
  if (options.disable_ssl) return {};
  const bool authenticates =
      !(options.ssl_cafile.empty() && options.ssl_capath.empty() && options.ssl_certificate.empty() &&
        options.ssl_keyfile.empty() && options.ssl_passphrase.empty());
  if (!authenticates) return {};
  if (options.ssl_certificate.empty()) {
    return Error(ErrorCode::TlsSetup, "No certificate configured for SSL endpoint.");
  }
  if (options.ssl_keyfile.empty()) return Error(ErrorCode::TlsSetup, "No private key configured for SSL endpoint.");
  if (options.ssl_passphrase.size() > 127) {
    return Error(ErrorCode::TlsSetup, "SSL passphrase may not exceed 127 characters");
  }
  return {};
}

}  // namespace

std::string_view name_of(Overflow overflow) {
  for (const auto& [known, name] : kOverflowNames) {
    if (known == overflow) return name;
  }
  assert(false && "a value outside the enumeration");
  return "unspecified";
}

Result<Overflow> parse_overflow(std::string_view text) {
  if (const auto overflow = read_overflow(text)) return *overflow;
  return not_accepted("overflow", text, any_overflow().accepted);
}

const std::vector<OptionInfo>& option_table() {
  static const std::vector<OptionInfo> infos = [] {
    std::vector<OptionInfo> all;
    for (const Row& row : table()) all.push_back({row.name, row.type, row.fallback, row.help});
    return all;
  }();
  return infos;
}

Result<void> set_option(EndpointOptions& options, std::string_view name, std::string_view value) {
  for (const Row& row : table()) {
    if (row.name == name) return row.set(options, value);
  }
  return unknown_option(name);
}

Result<void> apply_environment(EndpointOptions& options) {
  EndpointOptions changed = options;
  for (const Variable& variable : kVariables) {
    const char* text = std::getenv(variable.name);
    if (!text || !*text) continue;  // set to nothing is as good as not set
    if (!variable.accepts(text) || !set_option(changed, variable.option, text)) {
      return not_accepted(variable.name, text, variable.accepted);
    }
  }
  // Only the default, as in Zeek: what a program sets counts more.
  if (const char* address = std::getenv("ZEEK_DEFAULT_LISTEN_ADDRESS")) {
    for (const auto option : {&O::default_listen_address, &O::default_listen_address_websocket})
      if ((options.*option).empty()) changed.*option = address;
  }
  options = std::move(changed);
  return {};
}

Result<void> check_options(const EndpointOptions& options) {
  for (const Row& row : table()) {
    if (auto checked = row.check(options); !checked) return checked;
  }
  return check_tls(options);
}

}  // namespace whimbrel
