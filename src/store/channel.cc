#include "store/channel.h"

#include <algorithm>
#include <functional>

namespace whimbrel {

namespace {

bool is_ascending(const std::vector<uint64_t>& numbers) {
  return std::ranges::adjacent_find(numbers, std::greater_equal()) == numbers.end();
}

}  // namespace

CommandContent control(CommandType type, uint64_t number) {
  CommandContent content;
  content.type = type;
  content.number = number;
  content.heartbeat = kHeartbeat;
  return content;
}

CommandContent goodbye() {
  CommandContent content = control(CommandType::Nack, 0);
  content.numbers = {1, 0};
  return content;
}

bool is_goodbye(const CommandContent& nack) { return !is_ascending(nack.numbers); }

// -- producer

void Producer::produce(BytesView event) {
  if (paths_.empty()) return;
  ++number_;
  events_.push_back(event);
  make_room();
  last_multicast_ = now_;
  host_.send_event(nullptr, number_, event);
}

bool Producer::add(const EntityId& consumer) {
  if (paths_.size() >= kMostPaths) return false;
  paths_.insert_or_assign(consumer, Path{number_, 0, now_});
  host_.send_handshake(consumer, number_);
  return true;
}

void Producer::ack(const EntityId& consumer, uint64_t number) {
  const auto path = paths_.find(consumer);
  if (path == paths_.end()) return;
  Path& p = path->second;
  if (number < p.acked || number > number_) return;
  p.last_seen = now_;
  if (p.acked == 0) host_.on_handshake_done(consumer);
  if (number == p.acked) return;
  p.acked = number;
  trim();
}

void Producer::nack(const EntityId& consumer, const std::vector<uint64_t>& numbers) {
  if (numbers.empty()) return;
  const auto path = paths_.find(consumer);
  if (path == paths_.end()) {
    if (numbers.size() == 1 && numbers[0] == 0) add(consumer);
    return;
  }
  Path& p = path->second;
  p.last_seen = now_;
  if (!is_ascending(numbers)) return lose(consumer);
  if (numbers[0] == 0) {
    if (p.acked > 0) p = {number_, 0, now_};  // it begins again, with what there is now
    return host_.send_handshake(consumer, p.offset);
  }
  ack(consumer, numbers[0] - 1);
  for (const uint64_t number : numbers) {
    if (number > number_) return;
    if (number_ - number < events_.size())
      host_.send_event(&consumer, number, events_[events_.size() - 1 - (number_ - number)]);
    else
      host_.send_retransmit_failed(consumer, number);
  }
}

void Producer::touch(const EntityId& consumer) {
  if (const auto path = paths_.find(consumer); path != paths_.end()) path->second.last_seen = now_;
}

void Producer::tick() {
  ++now_;
  if (paths_.empty()) return;
  if (now_ - last_multicast_ >= kHeartbeat) {
    last_multicast_ = now_;
    host_.send_keepalive(number_);
  }
  std::vector<EntityId> gone;
  for (const auto& [consumer, path] : paths_)
    if (now_ - path.last_seen >= kChannelTimeout) gone.push_back(consumer);
  for (const EntityId& consumer : gone) lose(consumer);
}

void Producer::lose(const EntityId& consumer) {
  paths_.erase(consumer);
  trim();
  host_.on_path_lost(consumer);
}

// What everybody has is needed no longer.
void Producer::trim() {
  uint64_t acked_by_all = number_;
  for (const auto& [consumer, path] : paths_) acked_by_all = std::min(acked_by_all, std::max(path.acked, path.offset));
  while (!events_.empty() && (paths_.empty() || number_ - events_.size() + 1 <= acked_by_all)) events_.pop_front();
}

void Producer::make_room() {
  while (paths_.size() > 1 && (events_.size() > kMostBuffered || events_.bytes() > kMostBufferedBytes)) {
    const auto slowest = std::min_element(paths_.begin(), paths_.end(),
                                          [](const auto& a, const auto& b) { return a.second.acked < b.second.acked; });
    lose(EntityId(slowest->first));
  }
  // The last one keeps its place; what it misses is told when it asks.
  while (events_.size() > kMostBuffered || (events_.bytes() > kMostBufferedBytes && events_.size() > 1))
    events_.pop_front();
}

// -- consumer

bool Consumer::handshake(uint64_t offset) {
  if (is_initialised() || offset == UINT64_MAX) return false;
  next_ = last_ = offset + 1;
  while (!waiting_.empty() && waiting_.begin()->first < next_) {
    if (waiting_.begin()->second) bytes_ -= waiting_.begin()->second->size();
    waiting_.erase(waiting_.begin());
  }
  if (!waiting_.empty()) last_ = std::max(last_, waiting_.rbegin()->first);
  consume_waiting();
  host_.send_ack(next_ - 1);
  return true;
}

void Consumer::event(uint64_t number, BytesView event) {
  if (number == next_ && is_initialised()) {
    ++next_;
    last_ = std::max(last_, next_);
    host_.consume(event);
    return consume_waiting();
  }
  if (number < next_) return;
  put_aside(number, std::make_unique<std::vector<std::byte>>(event.begin(), event.end()));
}

void Consumer::retransmit_failed(uint64_t number) {
  if (number >= next_ && number > 0) put_aside(number, nullptr);
  if (is_initialised()) consume_waiting();
}

void Consumer::keepalive(uint64_t number) {
  if (is_initialised() && number < UINT64_MAX) last_ = std::max(last_, number + 1);
}

// What does not fit is asked for again later.
void Consumer::put_aside(uint64_t number, Aside event) {
  last_ = std::max(last_, number);
  const size_t size = event ? event->size() : 0;
  if (waiting_.size() >= kMostBuffered || bytes_ + size > kMostBufferedBytes) return;
  if (waiting_.try_emplace(number, std::move(event)).second) bytes_ += size;
}

void Consumer::consume_waiting() {
  while (!waiting_.empty() && waiting_.begin()->first <= next_) {
    const auto node = waiting_.extract(waiting_.begin());
    const Aside& event = node.mapped();
    if (event) bytes_ -= event->size();
    if (node.key() < next_) continue;
    ++next_;
    last_ = std::max(last_, next_);
    if (event)
      host_.consume(*event);
    else if (!host_.consume_nothing(node.key()))
      return;
  }
}

void Consumer::tick() {
  ++ticks_;
  if (!is_initialised()) {
    if (++idle_ticks_ >= kNackTimeout) {
      idle_ticks_ = 0;
      host_.send_nack({0});
    }
    return;
  }
  if (next_ > next_at_tick_) {
    next_at_tick_ = next_;
    idle_ticks_ = 0;
    vain_nacks_ = 0;
  } else {
    ++idle_ticks_;
    if (next_ < last_ && idle_ticks_ >= kNackTimeout) {
      idle_ticks_ = 0;
      ++vain_nacks_;
      return host_.send_nack(missing());
    }
  }
  if (ticks_ % kHeartbeat == 0) host_.send_ack(next_ - 1);
}

std::vector<uint64_t> Consumer::missing() const {
  std::vector<uint64_t> numbers;
  auto there = waiting_.begin();
  for (uint64_t n = next_; n < last_ && numbers.size() < kMostNacks; ++n) {
    if (there != waiting_.end() && there->first == n)
      ++there;
    else
      numbers.push_back(n);
  }
  return numbers;
}

}  // namespace whimbrel
