// The part of WebClients that puts messages into JSON and into the queues of clients, and does something about queues
// that are full.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "codec/json/escape.h"
#include "engine/web_client.h"

namespace whimbrel {

namespace {

constexpr Duration kRecently = std::chrono::seconds(1);
constexpr Duration kPatienceTick = std::chrono::milliseconds(5), kLeastToSettle = std::chrono::milliseconds(1);
constexpr size_t kKeptText = 1u << 20;
constexpr std::string_view kDataMessage = R"({"type":"data-message","topic":")";

/// The payload behind "topic":" if it is a data message.
std::optional<std::string_view> behind_topic(const std::byte* frame) {
  if (static_cast<uint8_t>(*frame) < 0x80) return {};  // the answer to the request
  const size_t head = web_head_size_at(frame);
  const std::string_view text(reinterpret_cast<const char*>(frame) + head, web_frame_size_at(frame) - head);
  if (!text.starts_with(kDataMessage)) return {};
  return text.substr(kDataMessage.size());
}

/// Out of the text that was made for it.
std::string topic_in(std::string_view behind) {
  size_t end = 0;
  while (behind[end] != '"') end += behind[end] == '\\' ? 2 : 1;
  const std::string_view escaped = behind.substr(0, end);
  if (escaped.find('\\') == escaped.npos) return std::string(escaped);
  return strings_from_json(fmt::format("[\"{}\"]", escaped)).value().front();
}

}  // namespace

// -- to clients

bool WebClients::full(const Client& client) const {
  const SpanQueue& queue = const_cast<Client&>(client).session.outbox();
  return queue.messages() >= options_.peer_queue.messages || queue.bytes() >= options_.peer_queue.bytes;
}

bool WebClients::half_empty(const Client& client) const {
  const SpanQueue& queue = const_cast<Client&>(client).session.outbox();
  return queue.messages() <= options_.peer_queue.messages / 2 && queue.bytes() <= options_.peer_queue.bytes / 2;
}

void WebClients::deliver(Client& client, const Span& messages) {
  if (client.patience.lagging()) {
    if (full(client) && !make_room(client, messages)) return;
    tell_gap(client);
  }
  client.session.send(in_json(messages));
  client.sent_at = now_;
  if (client.patience.full() || !full(client)) return;
  if (full_.empty()) settled_at_ = now_;
  client.patience.queue_full();
  full_.insert(client.number);
  if (!client.patience.lagging()) core_.set_waits_for(client, true);
  watch_soon();
}

/// The messages as frames of WebSocket. All clients that want a run get it right after each other.
const Span& WebClients::in_json(const Span& messages) {
  if (source_.chunk == messages.chunk && source_.begin == messages.begin && source_.end == messages.end) return json_;
  Text& text = *text_;
  text.frames.clear();
  for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at)) {
    const FrameView view = FrameView::over_valid(at);
    text.payload.clear();
    put_data_message(text.payload, view.topic(), ValueView::over_valid(view.payload()));
    const BytesView payload = text.payload.bytes();
    text.head.clear();
    put_web_head(text.head, WebOpcode::Text, payload.size());
    std::byte* const frame = text.frames.take(text.head.size() + payload.size());
    std::memcpy(frame, text.head.data(), text.head.size());
    std::memcpy(frame + text.head.size(), payload.data(), payload.size());
  }
  json_ = shared_.writer.put(text.frames.bytes(), messages.frames);
  source_ = messages;
  if (json_.size() > kKeptText) text_ = std::make_unique<Text>();
  return json_;
}

/// The overflow policy, for a client that nobody waits for any more. True if messages may be queued.
bool WebClients::make_room(Client& client, const Span& messages) {
  if (options_.peer_queue.overflow == Overflow::DropOldest) {
    lose_queue(client);
    return true;
  }
  for (const std::byte* at = messages.data(); at != messages.data() + messages.size(); at += frame_size_at(at))
    lose(client, FrameView::over_valid(at).topic());
  // Not at once: whoever delivers has a list of clients in his hands.
  if (options_.peer_queue.overflow == Overflow::Disconnect) overflowed_.push_back(client.number);
  return false;
}

void WebClients::lose(Client& client, std::string_view topic) {
  client.loss.note(topic);
  losses_.note(topic);
}

void WebClients::lose_queue(Client& client) {
  client.session.outbox().drop([&](const std::byte* frame) {
    const auto behind = behind_topic(frame);
    if (behind) lose(client, topic_in(*behind));
    return !behind;
  });
}

void WebClients::tell_gap(Client& client) {
  if (client.loss.untold == 0) return;
  const Gap gap = client.loss.tell(Gap::Reason::PeerOverflow);
  std::string topics;
  for (const auto& [topic, messages] : gap.topics) {
    topics += topics.empty() ? R"(,"missing":{)" : ",";
    append_json_text(topics, topic);
    topics += fmt::format(":{}", messages);
  }
  client.session.send_error(name_of(ErrorCode::QueueFull),
                            fmt::format("{} messages are missing here: this client took them too slowly", gap.messages),
                            topics + "}");
}

void WebClients::cut_off_overflowed() {
  for (uint64_t number : std::exchange(overflowed_, {})) {
    Client* const client = find(number);
    if (!client || !client->known) continue;
    constexpr std::string_view kWhy = "the queue to this client was full";
    lose_queue(*client);
    tell_gap(*client);
    client->session.end(kWebPolicy, kWhy, Error(ErrorCode::QueueFull, std::string(kWhy)));
  }
}

// -- who waits for whom: the same as for peers

void WebClients::watch_soon() {
  const TimerKey key{Timer::Patience, 0};
  if (!timers_.armed(key)) timers_.arm(key, now_ + kPatienceTick);
}

void WebClients::settle_waiting() {
  const Duration time = std::min(now_ - settled_at_, 2 * kPatienceTick);
  if (time < kLeastToSettle) return;
  settled_at_ = now_;
  auto [busy, starving] = core_.busy_and_starving(now_);
  for (const auto& [number, client] : clients_) {
    if (!client->known || now_ - client->sent_at >= kRecently) continue;
    ++busy;
    starving += client->session.outbox().empty();
  }
  const double part = busy > 1 ? std::min(1., static_cast<double>(starving) / static_cast<double>(busy - 1)) : 0.;
  for (uint64_t number : full_) {
    Client& client = *find(number);
    if (client.patience.lagging() || !full(client) ||
        !client.patience.others_waited(now_, time, part, client.session.bytes_out))
      continue;
    core_.set_waits_for(client, false);
    log("warning", fmt::format("WebSocket client {} at {}:{} takes messages too slowly; from now on the others do not "
                               "wait for it",
                               to_string(client.id), client.network.address, client.network.port));
  }
}

void WebClients::watch_queues() {
  if (full_.empty()) return;
  settle_waiting();
  bool waiting = false;
  for (auto at = full_.begin(); at != full_.end();) {
    Client& client = *find(*at);
    if (!full(client)) {
      client.patience.queue_has_room();
      core_.set_waits_for(client, false);
    }
    if (client.patience.lagging() && half_empty(client)) {
      client.patience.caught_up();
      tell_gap(client);
    }
    waiting |= full(client) && !client.patience.lagging();
    // A lagging client is watched until it has caught up.
    at = full(client) || client.patience.lagging() ? std::next(at) : full_.erase(at);
  }
  if (waiting) watch_soon();
}

}  // namespace whimbrel
