// conformance-driver: an endpoint that obeys JSON commands, one a line, for tests/conformance/run.py. The contract is
// in tests/conformance/README.md. It uses the public interface and nothing else.
//
// It offers a little more than the contract, for the tests in tests/process/:
//   start       options: {name: text}, set last; gaps: true and log: true for the events "gap" and "log"
//   publish     numbered: N publishes that many vectors [number from 0 on, the value]
//   statistics  the sums of the endpoint's counters, and a list of its peers with theirs
//   flush       waits timeout_s seconds at most; "flushed" tells whether all was on its way by then
//   events      of kind status and error have a "detail"
#include <fmt/format.h>

#include <cstdio>
#include <future>
#include <iostream>
#include <mutex>
#include <thread>

#include "json_line.h"
#include "stores.h"
#include "whimbrel/whimbrel.h"

namespace whimbrel::driver {

namespace {

constexpr std::string_view kVersion = "whimbrel";

// Standard output, shared by the replies and the events.
class Output {
 public:
  void line(std::string_view text) {
    std::lock_guard lock(mutex_);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
  }

 private:
  std::mutex mutex_;
};

std::string json_counts(const std::vector<std::pair<std::string, uint64_t>>& counts) {
  std::string members;
  for (const auto& [name, count] : counts)
    members += fmt::format("{}{}:{}", members.empty() ? "" : ",", json_string(name), count);
  return "{" + members + "}";
}

std::string json_statistics(const PeerStatistics& p) {
  return fmt::format(
      R"({{"id":"{}","messages_in":{},"messages_out":{},"dropped":{},"queued_messages":{},"queued_bytes":{},"dropped_topics":{}}})",
      to_string(p.id), p.messages_in, p.messages_out, p.dropped, p.queued_messages, p.queued_bytes,
      json_counts(p.dropped_topics));
}

class EventPrinter final : public Receiver {
 public:
  EventPrinter(Output& out, bool gaps) : out_(out), gaps_(gaps) {}

  void on_message(const Message& m) override {
    const Value value = m.value.to_value();
    out_.line(fmt::format(R"({{"event":"message","topic":{},"data":{},"bin":"{}"}})", json_string(m.topic),
                          to_json(value).value_or("null"), to_hex(encode(value))));
  }
  void on_status(const Status& s) override { print("status", name_of(s.code), s); }
  void on_error(const ErrorEvent& e) override { print("error", name_of(e.code), e); }
  void on_gap(const Gap& g) override {
    if (!gaps_) return;
    out_.line(fmt::format(R"({{"event":"gap","reason":"{}","peer":"{}","messages":{},"topics":{}}})", name_of(g.reason),
                          to_string(g.peer), g.messages, json_counts(g.topics)));
  }

 private:
  void print(std::string_view event, std::string_view code, const auto& e) {
    out_.line(fmt::format(
        R"({{"event":"{}","code":"{}","message":{},"detail":{},"peer":{{"id":"{}","address":{},"port":{}}}}})", event,
        code, json_string(e.message), json_string(e.detail), to_string(e.peer), json_string(e.network.address),
        e.network.port));
  }
  Output& out_;
  const bool gaps_;
};

/// The part of a reply that comes after "ok", or why there is none.
using Reply = Result<std::string>;

class Driver {
 public:
  explicit Driver(Output& out) : out_(out) {}
  ~Driver() { stop(); }

  /// Nothing if there is no such command.
  std::optional<Reply> run(std::string_view name, Command& c) {
    for (const auto& [known, function] : kCommands)
      if (known == name) return (this->*function)(c);
    return {};
  }

  void stop() {
    stores_.stop();
    if (endpoint_) endpoint_->shutdown();
    if (printer_.joinable()) printer_.join();
  }

 private:
  Reply start(Command& c) {
    EndpointOptions options;
    options.forward_messages = c.boolean("forwarding").value_or(true);
    options.ttl = static_cast<uint16_t>(c.integer("ttl").value_or(16));
    options.disable_ssl = !c.is_object("tls") && !c.text("tls");
    if (c.is_object("tls")) {
      options.ssl_certificate = c.text_in("tls", "certificate");
      options.ssl_keyfile = c.text_in("tls", "key");
      options.ssl_cafile = c.text_in("tls", "cafile");
      options.ssl_passphrase = c.text_in("tls", "passphrase");
    }
    for (const auto& [option, text] : c.texts_in("options"))
      if (auto set = set_option(options, option, text); !set) return set.error();
    if (c.boolean("log").value_or(false))
      options.log = [this](std::string_view level, std::string_view text) {
        out_.line(fmt::format(R"({{"event":"log","level":"{}","text":{}}})", level, json_string(text)));
      };
    auto endpoint = Endpoint::start(std::move(options));
    if (!endpoint) return endpoint.error();
    endpoint_.emplace(std::move(*endpoint));
    printer_ = std::thread([this, gaps = c.boolean("gaps").value_or(false)] {
      EventPrinter printer(out_, gaps);
      while (!endpoint_->inbox().closed()) endpoint_->inbox().receive(std::chrono::seconds(3600), printer);
    });
    return fmt::format(R"(,"node_id":"{}","version":"{}")", to_string(endpoint_->node_id()), kVersion);
  }

  Reply listen(Command& c) {
    const auto retry = std::chrono::seconds(c.integer("retry_s").value_or(0));
    auto bound = std::make_shared<std::promise<uint16_t>>();
    auto port = endpoint_->listen(c.text("address"), static_cast<uint16_t>(c.integer("port").value_or(0)), retry,
                                  [bound](const Result<uint16_t>& later) {
                                    if (later) bound->set_value(*later);
                                  });
    if (!port && retry.count() > 0) port = bound->get_future().get();
    if (!port) return port.error();
    return fmt::format(R"(,"port":{})", *port);
  }

  Reply listen_websocket(Command& c) {
    const auto port = endpoint_->listen_websocket(c.text("address"),
                                                  static_cast<uint16_t>(c.integer("port").value_or(0)), Duration(0));
    if (!port) return port.error();
    return fmt::format(R"(,"port":{})", *port);
  }

  Reply peer(Command& c) {
    endpoint_->peer(c.text("address").value_or(""), static_cast<uint16_t>(c.integer("port").value_or(0)),
                    std::chrono::seconds(c.integer("retry_s").value_or(0)));
    return std::string();
  }

  Reply unpeer(Command& c) {
    endpoint_->unpeer(c.text("address").value_or(""), static_cast<uint16_t>(c.integer("port").value_or(0)));
    return std::string();
  }

  // Peerings that stand; those under way are this library's own addition to the list.
  Reply peers(Command&) {
    std::string list;
    for (const PeerInfo& p : endpoint_->peers())
      if (p.status == PeerStatus::Peered)
        list += fmt::format(R"({}{{"id":"{}","address":{},"port":{},"status":"{}"}})", list.empty() ? "" : ",",
                            to_string(p.id), json_string(p.network.address), p.network.port, name_of(p.status));
    return fmt::format(R"(,"peers":[{}])", list);
  }

  Reply subscribe(Command& c) {
    endpoint_->subscribe(c.text("prefix").value_or(""));
    return std::string();
  }
  Reply unsubscribe(Command& c) {
    endpoint_->unsubscribe(c.text("prefix").value_or(""));
    return std::string();
  }
  Reply forward(Command& c) {
    endpoint_->forward(c.text("prefix").value_or(""));
    return std::string();
  }

  Reply publish(Command& c) {
    auto value = value_of(c);
    if (!value) return value.error();
    EndpointId receiver;
    if (const auto text = c.text("receiver")) {
      const auto id = EndpointId::parse(*text);
      if (!id) return id.error();
      receiver = *id;
    }
    const std::string topic = c.text("topic").value_or("");
    const auto times = c.integer("numbered");
    if (!times) {
      if (auto done = endpoint_->publish(receiver, topic, *value); !done) return done.error();
      return std::string();
    }
    for (uint64_t i = 0; i < static_cast<uint64_t>(*times); ++i)
      if (auto done = endpoint_->publish(receiver, topic, Value(Vector{Value(i), *value})); !done) return done.error();
    return std::string();
  }

  Reply flush(Command& c) {
    const bool flushed = endpoint_->flush(std::chrono::seconds(c.integer("timeout_s").value_or(10)));
    return fmt::format(R"(,"flushed":{})", flushed);
  }

  Reply statistics(Command&) {
    const Statistics s = endpoint_->statistics();
    std::string peers;
    for (const PeerStatistics& p : s.peers) peers += (peers.empty() ? "" : ",") + json_statistics(p);
    return fmt::format(R"(,"published":{},"received":{},"delivered":{},"forwarded":{},"unwanted":{},"malformed":{},)"
                       R"("duplicates_cut":{},"ttl_expired":{},"peers":[{}])",
                       s.messages_published, s.messages_received, s.messages_delivered, s.messages_forwarded,
                       s.messages_unwanted, s.messages_malformed, s.duplicates_cut, s.ttl_expired, peers);
  }

  Reply store_master(Command& c) {
    MasterOptions options;
    if (c.text("backend").value_or("memory") == "sqlite") options.backend = BackendType::Sqlite;
    options.sqlite.path = c.text("path").value_or("");
    if (auto done = stores_.add_master(*endpoint_, c.text("name").value_or(""), options); !done) return done.error();
    return std::string();
  }

  Reply store_clone(Command& c) {
    if (auto done = stores_.add_clone(*endpoint_, c.text("name").value_or("")); !done) return done.error();
    return std::string();
  }

  Reply store_op(Command& c) {
    const std::string name = c.text("name").value_or(""), operation = c.text("op").value_or("");
    Store::Expiry expiry;
    if (const auto seconds = c.raw("expiry_s"); seconds && *seconds != "null")
      expiry = Timespan{static_cast<int64_t>(std::stod(*seconds) * 1e9)};
    const auto arguments =
        from_json(fmt::format(R"({{"@data-type":"vector","data":{}}})", c.raw("args").value_or("[]")));
    if (!arguments) return arguments.error();
    const auto result = stores_.run(name, operation, *arguments->get_if<Vector>(), expiry);
    if (!result) return result.error();
    return *result ? fmt::format(R"(,"data":{})", to_json(**result).value_or("null")) : std::string();
  }

  Reply node_id(Command&) { return fmt::format(R"(,"node_id":"{}")", to_string(endpoint_->node_id())); }

  Reply encode_command(Command& c) {
    const auto text = c.text("text");
    const auto value = text ? from_json(*text) : value_of(c);
    if (!value) return value.error();
    return fmt::format(R"(,"bin":"{}")", to_hex(encode(*value)));
  }

  Reply decode_command(Command& c) {
    const auto value = value_of(c);
    if (!value) return value.error();
    const std::string text = to_string(*value);
    const std::string shown = is_utf8(text) ? fmt::format(R"("text":{})", json_string(text))
                                            : fmt::format(R"("text_hex":"{}")", to_hex(as_bytes(text)));
    return fmt::format(R"(,"bin":"{}",{},"data":{})", to_hex(encode(*value)), shown, to_json(*value).value_or("null"));
  }

  /// The value that a command carries, as the hex of its bytes or as JSON.
  static Result<Value> value_of(Command& c) {
    if (const auto hex = c.text("bin")) {
      const auto bytes = from_hex(*hex);
      if (!bytes) return bytes.error();
      return decode(*bytes);
    }
    // The recorded bytes of JSON values are those that deployed nodes computed.
    return from_json(c.raw("data").value_or(""), JsonReading::AsBroker);
  }

  using Function = Reply (Driver::*)(Command&);
  static constexpr std::pair<std::string_view, Function> kCommands[] = {
      {"start", &Driver::start},
      {"listen", &Driver::listen},
      {"listen_websocket", &Driver::listen_websocket},
      {"peer", &Driver::peer},
      {"unpeer", &Driver::unpeer},
      {"peers", &Driver::peers},
      {"subscribe", &Driver::subscribe},
      {"unsubscribe", &Driver::unsubscribe},
      {"forward", &Driver::forward},
      {"publish", &Driver::publish},
      {"node_id", &Driver::node_id},
      {"encode", &Driver::encode_command},
      {"decode", &Driver::decode_command},
      {"flush", &Driver::flush},
      {"statistics", &Driver::statistics},
      {"store_master", &Driver::store_master},
      {"store_clone", &Driver::store_clone},
      {"store_op", &Driver::store_op},
  };

  Output& out_;
  std::optional<Endpoint> endpoint_;
  DriverStores stores_;  // after the endpoint, which they use
  std::thread printer_;
};

int run() {
  Output out;
  Driver driver(out);
  std::string line;
  Command command;
  while (std::getline(std::cin, line)) {
    if (!command.parse(line)) continue;
    const int64_t id = command.integer("id").value_or(0);
    const std::string name = command.text("cmd").value_or("");
    if (name == "quit") {
      driver.stop();
      out.line(fmt::format(R"({{"id":{},"ok":true}})", id));
      return 0;
    }
    const auto reply = driver.run(name, command);
    if (!reply)
      out.line(fmt::format(R"({{"id":{},"ok":false,"unsupported":true}})", id));
    else if (*reply)
      out.line(fmt::format(R"({{"id":{},"ok":true{}}})", id, **reply));
    else
      out.line(fmt::format(R"({{"id":{},"ok":false,"error":{}}})", id, json_string(reply->error().message())));
  }
  return 0;
}

}  // namespace

}  // namespace whimbrel::driver

int main() {
  std::ios::sync_with_stdio(false);
  return whimbrel::driver::run();
}
