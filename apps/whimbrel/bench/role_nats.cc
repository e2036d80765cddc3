// NATS: publisher and subscriber speak the text protocol of nats-server directly, with as little work for each message
// as it allows. What arrives is checked and read as an endpoint's subscriber does it.
#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <string>
#include <vector>

#include "load.h"
#include "payloads.h"
#include "roles.h"
#include "talk.h"
#include "tally.h"
#include "tcp.h"
#include "whimbrel/codec.h"

namespace whimbrel::bench {

namespace {

constexpr size_t kBlock = 64 * 1024;
constexpr std::string_view kLineEnd = "\r\n";

/// One connection to the server: lines, and bodies of announced length.
class NatsConnection {
 public:
  explicit NatsConnection(uint16_t port) : socket_(connect_to(port)), buffer_(4 * kBlock) {}

  /// Introduces itself, and waits until the server has taken all that was said.
  bool greet(std::string_view also) {
    if (!line()) return false;  // INFO
    send("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c++\",\"version\":\"1\",\"protocol\":1}\r\n");
    send(also);
    return settle();
  }
  bool settle() {
    send("PING\r\n");
    flush();
    while (const auto text = line())
      if (*text == "PONG") return true;
    return false;
  }

  void send(std::string_view text) { out_ += text; }
  bool flush() {
    const bool good = write_all(socket_, out_);
    out_.clear();
    return good;
  }
  size_t unsent() const { return out_.size(); }

  /// The next line without its end; valid until the next call.
  std::optional<std::string_view> line() {
    while (true) {
      const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
      if (const size_t end = rest.find(kLineEnd); end != rest.npos) {
        begin_ += end + kLineEnd.size();
        return rest.substr(0, end);
      }
      if (!read_more()) return {};
    }
  }
  /// The next bytes, and the end of the line behind them.
  std::optional<BytesView> body(size_t size) {
    while (end_ - begin_ < size + kLineEnd.size())
      if (!read_more()) return {};
    const char* const at = buffer_.data() + begin_;
    begin_ += size + kLineEnd.size();
    return std::as_bytes(std::span(at, size));
  }

 private:
  bool read_more() {
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
    const size_t n = read_some(socket_, buffer_.data() + end_, buffer_.size() - end_);
    end_ += n;
    return n > 0;
  }

  Socket socket_;
  std::string out_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
};

void publish(NatsConnection& server, std::string_view subject, BytesView body) {
  server.send(fmt::format("PUB {} {}\r\n", subject, body.size()));
  server.send({reinterpret_cast<const char*>(body.data()), body.size()});
  server.send(kLineEnd);
}

/// The number behind the last blank of a line.
size_t last_number(std::string_view line) {
  size_t number = 0;
  const size_t blank = line.rfind(' ');
  if (blank != line.npos) std::from_chars(line.data() + blank + 1, line.data() + line.size(), number);
  return number;
}

}  // namespace

int play_nats_publisher(const Work& work) {
  NatsConnection server(static_cast<uint16_t>(work.port));
  if (!server.greet("")) return give_up("nats-server does not answer");
  say("ready");
  await_go();
  const Payload payload = *parse_payload(work.payload);
  ByteBuffer body;
  Figures figures = send_load(work, [&](uint64_t number) {
    body.clear();
    Encoder e(body);
    write_payload(payload, e, number);
    publish(server, "bench.events", body.bytes());
    const bool now = work.is_latency() || server.unsent() >= kBlock;
    return !now || server.flush();
  });
  publish(server, "bench.end", encode(Value(static_cast<uint64_t>(figures["messages"]))));
  if (!server.settle()) return give_up("nats-server has closed the connection");
  say("result " + to_line(figures));
  return await_end();
}

int play_nats_subscriber(const Work& work) {
  NatsConnection server(static_cast<uint16_t>(work.port));
  if (!server.greet("SUB bench.> 1\r\n")) return give_up("nats-server does not answer");
  say("ready");
  Tally tally(work);
  while (!tally.ended()) {
    const auto line = server.line();
    if (!line) return give_up("nats-server has closed the connection");
    if (line->starts_with("-ERR")) return give_up(*line);
    if (!line->starts_with("MSG ")) continue;
    const bool is_end = line->starts_with("MSG bench.end");
    const auto body = server.body(last_number(*line));
    if (!body) return give_up("nats-server has closed the connection");
    if (is_end)
      tally.end(ValueView::over_valid(*body).count());
    else
      tally.take_unchecked(*body);
  }
  tally.report();
  return await_end();
}

}  // namespace whimbrel::bench
