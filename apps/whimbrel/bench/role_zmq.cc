// ZeroMQ: PUB/SUB over TCP with the same bodies, each in one frame behind its topic. Told not to drop, so that it holds
// the publisher back when subscribers are slower, as endpoints do. What arrives is checked and read as an endpoint's
// subscriber does it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <thread>

#include "load.h"
#include "payloads.h"
#include "roles.h"
#include "talk.h"
#include "tally.h"
#include "whimbrel/codec.h"
#include "zmq_library.h"

namespace whimbrel::bench {

namespace {

constexpr std::string_view kTopics = "bench/", kTopic = "bench/events", kEndTopic = "bench/end";
constexpr const char* kMissing = "libzmq.so.5 is not installed";

/// Queues as long as those of endpoints: 65,536 messages or 128 MiB.
int queue_limit(const Work& work) {
  const size_t size = encoded_size(*parse_payload(work.payload));
  return static_cast<int>(std::min<size_t>(65536, (size_t{128} << 20) / size));
}

void* open(const ZmqLibrary& zmq, void* context, ZmqSocketType type, const Work& work) {
  void* const socket = zmq.socket(context, type);
  const int limit = queue_limit(work), on = 1;
  zmq.setsockopt(socket, kZmqSendLimit, &limit, sizeof limit);
  zmq.setsockopt(socket, kZmqReceiveLimit, &limit, sizeof limit);
  if (type == kZmqXPub) {
    zmq.setsockopt(socket, kZmqVerbose, &on, sizeof on);  // hear of every subscriber
    zmq.setsockopt(socket, kZmqNoDrop, &on, sizeof on);
  }
  return socket;
}

void connect(const ZmqLibrary& zmq, void* socket, uint64_t port) {
  zmq.connect(socket, fmt::format("tcp://127.0.0.1:{}", port).c_str());
}

/// Listens on a free port.
std::string bind(const ZmqLibrary& zmq, void* socket) {
  char endpoint[256] = {};
  size_t size = sizeof endpoint;
  zmq.bind(socket, "tcp://127.0.0.1:*");
  zmq.getsockopt(socket, kZmqLastEndpoint, endpoint, &size);
  const std::string text = endpoint;
  return text.substr(text.rfind(':') + 1);
}

/// A message of one frame: the topic, then the body.
class Frame {
 public:
  BytesView write(std::string_view topic, Payload payload, uint64_t number) {
    begin(topic);
    Encoder e(bytes_);
    write_payload(payload, e, number);
    return bytes_.bytes();
  }
  BytesView write_end(uint64_t messages) {
    begin(kEndTopic);
    Encoder(bytes_).count(messages);
    return bytes_.bytes();
  }

 private:
  void begin(std::string_view topic) {
    bytes_.clear();
    std::memcpy(bytes_.take(topic.size()), topic.data(), topic.size());
  }
  ByteBuffer bytes_;
};

}  // namespace

int play_zmq_publisher(const Work& work) {
  const ZmqLibrary* const zmq = ZmqLibrary::load();
  if (!zmq) return give_up(kMissing);
  void* const socket = open(*zmq, zmq->ctx_new(), kZmqXPub, work);
  if (work.port != 0)
    connect(*zmq, socket, work.port);
  else
    say("port " + bind(*zmq, socket));
  char subscription[64];
  for (size_t i = 0; i < work.peers; ++i) zmq->recv(socket, subscription, sizeof subscription, 0);
  say("ready");
  await_go();
  const Payload payload = *parse_payload(work.payload);
  Frame frame;
  const auto send = [&](BytesView bytes) { return zmq->send(socket, bytes.data(), bytes.size(), 0) >= 0; };
  Figures figures = send_load(work, [&](uint64_t number) { return send(frame.write(kTopic, payload, number)); });
  send(frame.write_end(static_cast<uint64_t>(figures["messages"])));
  say("result " + to_line(figures));
  return await_end();
}

int play_zmq_subscriber(const Work& work) {
  const ZmqLibrary* const zmq = ZmqLibrary::load();
  if (!zmq) return give_up(kMissing);
  void* const socket = open(*zmq, zmq->ctx_new(), kZmqSub, work);
  zmq->setsockopt(socket, kZmqSubscribe, kTopics.data(), kTopics.size());
  connect(*zmq, socket, work.port);
  say("ready");
  Tally tally(work);
  ZmqMessage message;
  zmq->msg_init(&message);
  while (!tally.ended()) {
    if (zmq->msg_recv(&message, socket, 0) < 0) continue;
    const auto* const at = static_cast<const std::byte*>(zmq->msg_data(&message));
    const BytesView bytes(at, zmq->msg_size(&message));
    if (bytes.size() > kTopic.size() && std::memcmp(at, kTopic.data(), kTopic.size()) == 0)
      tally.take_unchecked(bytes.subspan(kTopic.size()));
    else
      tally.end(ValueView::over_valid(bytes.subspan(kEndTopic.size())).count());
  }
  tally.report();
  return await_end();
}

int play_zmq_hub(const Work& work) {
  const ZmqLibrary* const zmq = ZmqLibrary::load();
  if (!zmq) return give_up(kMissing);
  void* const context = zmq->ctx_new();
  void* const publishers = open(*zmq, context, kZmqXSub, work);
  void* const subscribers = open(*zmq, context, kZmqXPub, work);
  const std::string for_subscribers = bind(*zmq, subscribers), for_publishers = bind(*zmq, publishers);
  say(fmt::format("port {} {}", for_subscribers, for_publishers));
  std::thread([=] { zmq->proxy(publishers, subscribers, nullptr); }).detach();
  await_end();
  ::_exit(0);  // the proxy never ends
}

}  // namespace whimbrel::bench
