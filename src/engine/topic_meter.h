// TopicMeter: how many messages each topic has had. Topics come from anybody, so the number of accounts is fixed:
// busy topics have one, and all others share one. Counting takes no memory. Loop only.
//
// An account can be had by who sends more than its holder: each message without an account takes credit from one that
// has one, and an account without credit goes to the next who asks. What it held is added to the shared one, so that
// the sum over all accounts is right at any time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace whimbrel {

class TopicMeter {
 public:
  static constexpr size_t kMostTopics = 256;
  static constexpr size_t kLongestTopic = 127;  ///< longer ones have no account

  enum class Direction : uint8_t { Published, Received };
  struct Traffic {
    uint64_t messages = 0, bytes = 0;
    void add(const Traffic& other) {
      messages += other.messages;
      bytes += other.bytes;
    }
  };
  /// By Direction.
  using Traffics = std::array<Traffic, 2>;
  struct Account {
    std::string_view topic;  ///< until the next count()
    Traffics traffic;
  };

  void count(std::string_view topic, Direction direction, uint64_t messages, uint64_t bytes);
  /// Those that there are, in no order.
  std::vector<Account> accounts() const;
  /// What all other topics have had together.
  const Traffics& others() const { return others_; }

 private:
  static constexpr size_t kWays = 4;
  struct Slot {
    uint64_t hash = 0;
    uint32_t credit = 0;
    uint8_t size = 0;  // 0: free, since no topic is empty that is worth counting
    std::array<char, kLongestTopic> topic;
    Traffics traffic;
    std::string_view text() const { return {topic.data(), size}; }
  };

  Slot* slot_of(std::string_view topic, uint64_t messages);

  std::unique_ptr<std::array<Slot, kMostTopics>> slots_;  // once there is something to count
  Traffics others_;
};

}  // namespace whimbrel
