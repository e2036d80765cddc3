#include "script/broker/node.h"

#include <fmt/format.h>

#include <algorithm>

namespace whimbrel::script {

namespace {

// Handled in one go; then timers and the events that they have raised have their turn.
constexpr size_t kMessagesAtOnce = 1024;

struct NodeState {
  BrokerNode* node = nullptr;  // owned by the runtime's list of sources
};

uint64_t dropped(const Statistics& statistics) {
  uint64_t messages = 0;
  for (const PeerStatistics& peer : statistics.peers) messages += peer.dropped;
  return messages;
}

bool add_new(std::vector<std::string>& list, const std::string& element) {
  if (std::find(list.begin(), list.end(), element) != list.end()) return false;
  list.push_back(element);
  return true;
}

}  // namespace

BrokerNode& BrokerNode::of(Runtime& runtime) {
  auto& state = runtime.state<NodeState>();
  if (!state.node) {
    auto made = std::make_unique<BrokerNode>(runtime);
    state.node = made.get();
    runtime.sources.push_back(std::move(made));
  }
  return *state.node;
}

BrokerNode::BrokerNode(Runtime& runtime)
    : runtime_(runtime), reader_(runtime), writer_(runtime), logs_(runtime, *this) {
  logging::Manager::of(runtime).set_shipper(&logs_);
  runtime.on_auto_publish = [this](const Event& event) { publish_automatically(event); };
}

Endpoint& BrokerNode::endpoint() {
  if (endpoint_) return *endpoint_;
  auto started = Endpoint::start(broker_options(runtime_));
  if (!started) runtime_.reporter.fatal({}, "Broker: " + started.error().message());
  endpoint_ = std::move(*started);
  log_metrics_.emplace(*endpoint_);
  runtime_.host.wait_by([this](double seconds, int descriptor) {
    endpoint_->work(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)), descriptor);
  });
  return *endpoint_;
}

bool BrokerNode::subscribe(const std::string& prefix) {
  if (!add_new(subscribed_, prefix)) return false;
  endpoint().inbox().subscribe(prefix);
  return true;
}

void BrokerNode::unsubscribe(const std::string& prefix) {
  const bool was_there = std::erase(subscribed_, prefix) + std::erase(forwarded_, prefix) > 0;
  if (was_there) endpoint().inbox().unsubscribe(prefix);
}

bool BrokerNode::forward(const std::string& prefix) {
  if (!add_new(forwarded_, prefix)) return false;
  endpoint().inbox().subscribe(prefix);
  return true;
}

bool BrokerNode::peer(const std::string& address, uint16_t port, Duration retry) {
  if (!address.empty()) asked_for_.emplace(address, port);
  return endpoint().peer(address, port, retry) || address.empty();
}

bool BrokerNode::unpeer(const std::string& address, uint16_t port) {
  flush_logs();
  const auto peers = endpoint().peers();
  const bool is_connected = std::any_of(peers.begin(), peers.end(), [&](const PeerInfo& peer) {
    return peer.network.address == address && peer.network.port == port;
  });
  const bool is_known = is_connected || asked_for_.contains({address, port});
  return endpoint().unpeer(address, port) || is_known;
}

void BrokerNode::tell_listen_failure(std::string text) {
  std::lock_guard lock(mutex_);
  listen_failures_.push_back(std::move(text));
}

void BrokerNode::raise_listen_failures() {
  std::vector<std::string> failures;
  {
    std::lock_guard lock(mutex_);
    failures.swap(listen_failures_);
  }
  for (const std::string& failure : failures) runtime_.reporter.error(Location{}, failure);
}

bool BrokerNode::process(Runtime&) {
  raise_listen_failures();
  if (!endpoint_) return false;
  const bool has_received = endpoint_->inbox().receive(Duration(0), *this, kMessagesAtOnce) > 0;
  show_figures();
  return has_received;
}

void BrokerNode::show_figures() {
  const SentLogs& sent = logs_.sent();
  log_metrics_->show(
      {statistics_.logs_out, statistics_.logs_in, sent.confirmed(), sent.lost(), logs_.received().missing(), 0});
}

std::string BrokerNode::log_topic_of(std::string_view stream) const {
  const Cell prefix = runtime_.value_of("Broker::default_log_topic_prefix");
  std::string topic = prefix.is_set() ? prefix.string() : "";
  return topic += stream;
}

// Who writes the records of others writes those, too, that are on their way. Events come too late.
void BrokerNode::receive_rest_of_logs() {
  if (statistics_.logs_in == 0) return;
  takes_only_logs_ = true;
  receive_rest(*endpoint_, *this);
}

// Records that logging has held back so far are sent, too.
void BrokerNode::finish(Runtime& runtime) {
  flush_logs();
  logs_.report_rest();
  receive_rest_of_logs();
  runtime.drain();  // for broker.log
  logging::Manager::of(runtime).finish(runtime);
  flush_logs();
  logging::Manager::of(runtime).set_shipper(nullptr);
  is_finished_ = true;
  if (!endpoint_) return;
  runtime.host.wait_by({});
  const uint64_t before = dropped(endpoint_->statistics());
  endpoint_->shutdown();
  if (const uint64_t unsent = dropped(endpoint_->statistics()) - before; unsent > 0)
    warn(fmt::format("{} messages for peers were not sent: they did not take them in time", unsent));
}

}  // namespace whimbrel::script
