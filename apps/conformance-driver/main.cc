// conformance-driver: an endpoint that obeys JSON commands, one a line, for tests/conformance/run.py. The contract is in
// tests/conformance/README.md. It uses the public interface and nothing else.
#include <fmt/format.h>

#include <cstdio>
#include <future>
#include <iostream>
#include <mutex>
#include <thread>

#include "json_line.h"
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

class EventPrinter final : public Receiver {
 public:
  explicit EventPrinter(Output& out) : out_(out) {}

  void on_message(const Message& m) override {
    const Value value = m.value.to_value();
    out_.line(fmt::format(R"({{"event":"message","topic":{},"data":{},"bin":"{}"}})", json_string(m.topic),
                          to_json(value).value_or("null"), to_hex(encode(value))));
  }
  void on_status(const Status& s) override { print("status", name_of(s.code), s.message, s.peer, s.network); }
  void on_error(const ErrorEvent& e) override { print("error", name_of(e.code), e.message, e.peer, e.network); }

 private:
  void print(std::string_view event, std::string_view code, std::string_view message, const EndpointId& peer,
             const NetworkInfo& network) {
    out_.line(fmt::format(R"({{"event":"{}","code":"{}","message":{},"peer":{{"id":"{}","address":{},"port":{}}}}})", event, code,
                          json_string(message), to_string(peer), json_string(network.address), network.port));
  }
  Output& out_;
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
    auto endpoint = Endpoint::start(std::move(options));
    if (!endpoint) return endpoint.error();
    endpoint_.emplace(std::move(*endpoint));
    printer_ = std::thread([this] {
      EventPrinter printer(out_);
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
        list += fmt::format(R"({}{{"id":"{}","address":{},"port":{},"status":"{}"}})", list.empty() ? "" : ",", to_string(p.id),
                            json_string(p.network.address), p.network.port, name_of(p.status));
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
    if (auto done = endpoint_->publish(receiver, c.text("topic").value_or(""), *value); !done) return done.error();
    return std::string();
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
    return from_json(c.raw("data").value_or(""));
  }

  using Function = Reply (Driver::*)(Command&);
  static constexpr std::pair<std::string_view, Function> kCommands[] = {
      {"start", &Driver::start},           {"listen", &Driver::listen},
      {"peer", &Driver::peer},             {"unpeer", &Driver::unpeer},
      {"peers", &Driver::peers},           {"subscribe", &Driver::subscribe},
      {"unsubscribe", &Driver::unsubscribe}, {"forward", &Driver::forward},
      {"publish", &Driver::publish},       {"node_id", &Driver::node_id},
      {"encode", &Driver::encode_command}, {"decode", &Driver::decode_command},
  };

  Output& out_;
  std::optional<Endpoint> endpoint_;
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
