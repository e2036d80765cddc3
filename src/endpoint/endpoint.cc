#include "whimbrel/endpoint.h"

#include <fmt/format.h>

#include "codec/binary/frame.h"
#include "endpoint/endpoint_impl.h"

namespace whimbrel {

Result<Endpoint> Endpoint::start(EndpointOptions options) {
  if (auto done = apply_environment(options); !done) return done.error();
  if (auto good = check_options(options); !good) return good.error();
  auto tls = TlsContext::make(options);
  if (!tls) return tls.error();
  auto workers = WorkerPool::start(pool_options(options));
  if (!workers) return workers.error();
  return Endpoint(std::make_unique<Impl>(std::move(options), std::move(*tls), std::move(*workers)));
}

Endpoint::Endpoint(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Endpoint::Endpoint(Endpoint&&) noexcept = default;
Endpoint& Endpoint::operator=(Endpoint&&) noexcept = default;
Endpoint::~Endpoint() = default;

void Endpoint::shutdown(std::optional<Duration> linger) { impl_->shut_down(linger.value_or(impl_->options.linger)); }
const EndpointOptions& Endpoint::options() const { return impl_->options; }
EndpointId Endpoint::node_id() const { return impl_->id; }

Result<uint16_t> Endpoint::listen(std::optional<std::string> address, std::optional<uint16_t> port,
                                  std::optional<Duration> retry, ListenCallback on_outcome) {
  const EndpointOptions& o = impl_->options;
  return impl_->listen(Impl::ListenFor::Peers, address.value_or(o.default_listen_address),
                       port.value_or(o.default_port),
                       impl_->listen_retry_fixed ? o.default_listen_retry : retry.value_or(o.default_listen_retry),
                       std::move(on_outcome));
}

Result<uint16_t> Endpoint::listen_websocket(std::optional<std::string> address, std::optional<uint16_t> port,
                                            std::optional<Duration> retry, ListenCallback on_outcome) {
  const EndpointOptions& o = impl_->options;
  const bool never = retry == Duration(0);
  return impl_->listen(
      Impl::ListenFor::Clients, address.value_or(o.default_listen_address_websocket),
      port.value_or(o.default_port_websocket),
      impl_->listen_retry_fixed && !never ? o.default_listen_retry : retry.value_or(o.default_listen_retry),
      std::move(on_outcome));
}

Result<uint16_t> Endpoint::listen_websocket(const WebSocketListener& listener) {
  return impl_->call([&]() -> Result<uint16_t> {
    if (impl_->is_shut_down) return ErrorCode::ShuttingDown;
    return impl_->transport.listen_websocket(listener, impl_->clients);
  });
}

bool Endpoint::peer(std::string address, std::optional<uint16_t> port, std::optional<Duration> retry) {
  const EndpointOptions& o = impl_->options;
  const Duration pause = impl_->connect_retry_fixed ? o.default_connect_retry : retry.value_or(o.default_connect_retry);
  return impl_->call(
      [&] { return impl_->core.peer(address, port.value_or(o.default_port), pause, impl_->loop.now()); });
}

bool Endpoint::unpeer(std::string_view address, uint16_t port) {
  return impl_->call([&] { return impl_->core.unpeer(address, port, impl_->loop.now()); });
}

std::vector<PeerInfo> Endpoint::peers() const {
  return impl_->call([this] { return impl_->core.peers(); });
}

Subscriber Endpoint::subscriber(SubscriberOptions options) { return impl_->make_subscriber(std::move(options)); }
Subscriber& Endpoint::inbox() { return *impl_->inbox; }
bool Endpoint::subscribe(std::string_view prefix) { return impl_->inbox->subscribe(prefix); }
bool Endpoint::forward(std::string_view prefix) { return impl_->change_forward(prefix, true); }

bool Endpoint::unsubscribe(std::string_view prefix) {
  const bool was_subscribed = impl_->inbox->unsubscribe(prefix);
  const bool was_forwarded = impl_->change_forward(prefix, false);
  return was_subscribed || was_forwarded;
}

Result<void> Endpoint::publish_content(const EndpointId& receiver, std::string_view topic, Content& content) {
  if (topic.size() > kMaxTopicSize)
    return Error(ErrorCode::TooLarge,
                 fmt::format("topic of {} bytes; at most {} fit into a message", topic.size(), kMaxTopicSize));
  if (topic.starts_with(kLocalPrefix))
    return Error(ErrorCode::InvalidTopicKey, fmt::format("topics below {} are reserved", kLocalPrefix));
  return impl_->send(MessageType::Data, receiver, topic, [&](Lane& lane) {
    Encoder encoder(lane);
    content.write_to(encoder);
  });
}

Result<void> Endpoint::publish(const EndpointId& receiver, std::string_view topic, const Value& value) {
  struct Tree final : Content {
    explicit Tree(const Value& v) : value(v) {}
    void write_to(Encoder& e) override { e.value(value); }
    const Value& value;
  } content(value);
  return publish_content(receiver, topic, content);
}

Result<void> Endpoint::publish(const EndpointId& receiver, std::string_view topic, const ValueView& value) {
  struct Bytes final : Content {
    explicit Bytes(const ValueView& v) : value(v) {}
    void write_to(Encoder& e) override { e.value(value); }
    const ValueView& value;
  } content(value);
  return publish_content(receiver, topic, content);
}

Result<void> Endpoint::publish(std::string_view topic, const Value& value) {
  return publish(EndpointId{}, topic, value);
}
Result<void> Endpoint::publish(std::string_view topic, const ValueView& value) {
  return publish(EndpointId{}, topic, value);
}

void Endpoint::withdraw(std::function<void()> on_done) {
  impl_->call([&] { impl_->core.withdraw(impl_->loop.now(), std::move(on_done)); });
}

void Endpoint::work(Duration timeout, int alarm) { impl_->work(timeout, alarm); }
bool Endpoint::flush(Duration timeout) { return impl_->flush(timeout); }

void Endpoint::ping(const EndpointId& peer, size_t payload_size, PingCallback on_pong) {
  impl_->call([&] { impl_->core.ping(peer, payload_size, impl_->loop.now(), std::move(on_pong)); });
}

Metric Endpoint::metric(Metric::Description description) { return impl_->core.metrics().make(std::move(description)); }

Statistics Endpoint::statistics() const {
  return impl_->call([this] { return impl_->core.statistics(); });
}

}  // namespace whimbrel
