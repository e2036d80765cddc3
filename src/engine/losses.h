// Losses: the account of messages that an endpoint will not get, by endpoint and topic. Bounded in endpoints and
// topics.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "codec/binary/frame.h"
#include "whimbrel/events.h"

namespace whimbrel {

/// What one endpoint lost.
struct Loss {
  static constexpr size_t kMostTopics = 64;

  uint64_t messages = 0;
  std::map<std::string, uint64_t, std::less<>> topics;
  uint64_t untold = 0;  ///< since the endpoint was told last
  std::map<std::string, uint64_t, std::less<>> untold_topics;

  void note(const std::byte* frame) {
    const FrameView view = FrameView::over_valid(frame);
    if (view.type() != MessageType::Data && view.type() != MessageType::Command) return;
    note(view.topic());
  }
  /// One message.
  void note(std::string_view topic) {
    ++messages;
    ++untold;
    count(topics, topic);
    count(untold_topics, topic);
  }
  /// The loss since the last call, as a gap for the endpoint to be told of.
  Gap tell(Gap::Reason reason) {
    Gap gap{reason, {}, untold, {untold_topics.begin(), untold_topics.end()}};
    untold = 0;
    untold_topics.clear();
    return gap;
  }

 private:
  static void count(std::map<std::string, uint64_t, std::less<>>& topics, std::string_view topic) {
    auto at = topics.find(topic);
    if (at == topics.end()) {
      if (topics.size() == kMostTopics) return;
      at = topics.emplace(topic, 0).first;
    }
    ++at->second;
  }
};

class Losses {
 public:
  static constexpr size_t kMostEndpoints = 1024;
  /// The account of an endpoint, opened if there is none.
  Loss& of(const EndpointId& id) {
    if (!accounts_.contains(id) && accounts_.size() == kMostEndpoints) accounts_.erase(accounts_.begin());
    return accounts_[id];
  }
  const std::unordered_map<EndpointId, Loss>& all() const { return accounts_; }

 private:
  std::unordered_map<EndpointId, Loss> accounts_;
};

}  // namespace whimbrel
