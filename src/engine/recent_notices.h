// RecentNotices answers one question: must a notice of a loss be told again?
//
// Notices travel on all ways through the network, and each endpoint tells one when it hears of it first. Where ways
// form a circle, that may be too early: messages that were sent before the loss still come on another way, and after
// them nothing would tell that more are missing. So a notice that comes again is told again if the connection it comes
// on has brought messages since it was told last. It stops where nothing new comes, and after some times at the latest,
// or it would go round a circle for as long as messages do.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>

#include "whimbrel/endpoint_id.h"

namespace whimbrel {

class RecentNotices {
 public:
  /// The notice has come over that connection, which has brought so many messages altogether.
  bool must_repeat(const EndpointId& reporter, uint64_t number, uint64_t connection, uint64_t messages) {
    for (Notice& notice : notices_) {
      if (notice.reporter != reporter || notice.number != number) continue;
      Told& told = notice.connections[connection];
      return messages > told.messages && told.times++ < kMostTimes;
    }
    return false;
  }

  /// The notice is told now; told(connection, messages) follows for each connection.
  void begin_telling(const EndpointId& reporter, uint64_t number) {
    for (size_t i = 0; i < notices_.size(); ++i)
      if (notices_[i].reporter == reporter && notices_[i].number == number) {
        current_ = i;
        return;
      }
    if (notices_.size() == kMostNotices) notices_.pop_front();
    notices_.push_back({reporter, number, {}});
    current_ = notices_.size() - 1;
  }
  void told(uint64_t connection, uint64_t messages) { notices_[current_].connections[connection].messages = messages; }

 private:
  static constexpr size_t kMostNotices = 64;
  static constexpr int kMostTimes = 8;
  struct Told {
    uint64_t messages = 0;
    int times = 0;
  };
  struct Notice {
    EndpointId reporter;
    uint64_t number;
    std::unordered_map<uint64_t, Told> connections;
  };
  std::deque<Notice> notices_;
  size_t current_ = 0;
};

}  // namespace whimbrel
