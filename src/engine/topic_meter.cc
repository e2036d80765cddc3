#include "engine/topic_meter.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>

namespace whimbrel {

namespace {

constexpr uint64_t kMostCredit = 1u << 16;  // so that a topic that was busy once does not keep its account for ever

}  // namespace

TopicMeter::Slot* TopicMeter::slot_of(std::string_view topic, uint64_t messages) {
  if (topic.empty() || topic.size() > kLongestTopic) return nullptr;
  if (!slots_) slots_ = std::make_unique<std::array<Slot, kMostTopics>>();
  const uint64_t hash = std::hash<std::string_view>()(topic);
  const std::span<Slot> ways(slots_->data() + hash % (kMostTopics / kWays) * kWays, kWays);
  for (Slot& slot : ways) {
    if (slot.hash != hash || slot.text() != topic) continue;
    slot.credit = static_cast<uint32_t>(std::min(kMostCredit, slot.credit + messages));
    return &slot;
  }
  Slot& weakest = *std::ranges::min_element(ways, {}, &Slot::credit);
  if (weakest.credit > 0) {
    weakest.credit -= static_cast<uint32_t>(std::min<uint64_t>(weakest.credit, messages));
    return nullptr;
  }
  for (size_t i = 0; i < others_.size(); ++i) others_[i].add(weakest.traffic[i]);
  weakest.traffic = {};
  weakest.hash = hash;
  weakest.credit = static_cast<uint32_t>(std::min(kMostCredit, messages));
  weakest.size = static_cast<uint8_t>(topic.size());
  std::memcpy(weakest.topic.data(), topic.data(), topic.size());
  return &weakest;
}

void TopicMeter::count(std::string_view topic, Direction direction, uint64_t messages, uint64_t bytes) {
  Slot* const slot = slot_of(topic, messages);
  Traffics& traffics = slot ? slot->traffic : others_;
  traffics[static_cast<size_t>(direction)].add({messages, bytes});
}

std::vector<TopicMeter::Account> TopicMeter::accounts() const {
  std::vector<Account> all;
  if (!slots_) return all;
  for (const Slot& slot : *slots_)
    if (slot.size > 0) all.push_back({slot.text(), slot.traffic});
  return all;
}

}  // namespace whimbrel
