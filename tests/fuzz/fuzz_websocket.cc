// Feeds the server of WebSocket clients arbitrary bytes in pieces: instead of a request, after a good one, and after
// good subscriptions. Nothing may crash, hang, or allocate beyond what came in, and what the client is told must be
// whole frames.
#include <cstdlib>

#include "engine/web_clients.h"
#include "no_transport.h"

namespace whimbrel {
namespace {

constexpr std::string_view kRequest =
    "GET /v1/messages/json HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
constexpr std::string_view kSubscriptions("\x81\x84\0\0\0\0[\"\"]", 10);  // with a mask that changes nothing

/// Takes what the session has to say, and looks at it.
class Reading final : public Wire {
 public:
  explicit Reading(WebSession& session) : session_(session) {}
  void write() override {
    while (!session_.outbox().empty()) {
      iovec pieces[8];
      const size_t n = session_.outbox().gather(pieces, 8, SIZE_MAX);
      size_t bytes = 0;
      for (size_t i = 0; i < n; ++i) bytes += pieces[i].iov_len;
      if (bytes == 0) std::abort();
      session_.written(std::min<size_t>(bytes, 100));
    }
    if (session_.outbox().messages() != 0 || session_.outbox().bytes() != 0) std::abort();
  }
  void resume_reading() override {}

 private:
  WebSession& session_;
};

}  // namespace
}  // namespace whimbrel

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  if (size < 2) return 0;
  static const EndpointOptions options;
  NoTransport transport;
  const TimePoint now{std::chrono::hours(1)};
  Core core(options, EndpointId{}, transport);
  WebClients clients(options, EndpointId{}, core);
  const auto turn = [&] {
    do {
      clients.end_of_turn(now);
      core.end_of_turn(now);
    } while (clients.has_work());
  };
  WebSession* const session = clients.accept({"10.0.0.1", 5, 0}, std::chrono::seconds(30), now);
  WebSession* const other = clients.accept({"10.0.0.2", 5, 0}, std::chrono::seconds(30), now);
  for (WebSession* s : {session, other}) s->attach(std::make_unique<Reading>(*s));
  const auto feed = [&](WebSession& to, std::string_view bytes, size_t step) {
    while (!bytes.empty() && !clients.idle() && to.accepts_input()) {
      const auto room = to.room();
      const size_t n = std::min({room.size(), bytes.size(), step});
      std::memcpy(room.data(), bytes.data(), n);
      bytes.remove_prefix(n);
      to.received(n, now);
    }
  };
  feed(*other, kRequest, SIZE_MAX);
  feed(*other, kSubscriptions, SIZE_MAX);
  const size_t step = 1 + data[0];
  if (data[1] % 3 > 0) feed(*session, kRequest, step);
  if (data[1] % 3 > 1) feed(*session, kSubscriptions, step);
  // No turn in between: it would destroy a session that has ended.
  feed(*session, {reinterpret_cast<const char*>(data) + 2, size - 2}, step);
  turn();
  if (!other->open()) std::abort();
  clients.shut_down(now, Duration(0));
  turn();
  clients.close_all();
  if (!clients.idle()) std::abort();
  return 0;
}
