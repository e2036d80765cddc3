// SubscriberState: the queue between the loop and one subscriber. The loop collects during a turn what arrives, and
// hands it over at the end of it: one lock, and at most one wake-up, for a whole batch.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "base/adaptive_spin.h"
#include "base/chunk_writer.h"
#include "codec/binary/frame.h"
#include "engine/local_sink.h"
#include "whimbrel/subscriber.h"

namespace whimbrel {

/// Takes the commands of stores as they came. What a subscriber made for commands is to be emptied with.
class CommandReceiver : public Receiver {
 public:
  virtual void on_command(const FrameView& frame) = 0;
};

enum class SubscriberChange : uint8_t { Add, Remove, Leave };

struct SubscriberState final : LocalSink {
  /// A run of messages, or one event.
  struct Item {
    using Event = std::variant<Status, ErrorEvent, Gap>;
    Span messages;
    std::unique_ptr<Event> event;
  };

  SubscriberState(SubscriberOptions options, size_t congestion_size, std::function<void()> wake_loop);
  ~SubscriberState();

  // -- loop
  void push(const Span& messages) override;
  void push(const Status& status) override { push_event(status); }
  void push(const ErrorEvent& error) override { push_event(error); }
  void push(const Gap& gap) override { push_event(gap); }
  bool congested() override;
  void end_of_turn() override;
  /// Was something handed over since it was asked last?
  bool take_arrival() { return std::exchange(has_arrival_, false); }
  SinkLevels levels() const override;

  // -- subscriber's thread
  size_t receive(Duration timeout, Receiver& receiver, size_t max) { return receive(timeout, receiver, nullptr, max); }
  size_t receive_commands(CommandReceiver& receiver, size_t max) {
    return receive(Duration(0), receiver, &receiver, max);
  }

  // -- any thread
  void close();  // what is queued can still be received
  bool closed() const;
  size_t waiting() const { return messages_; }
  uint64_t dropped() const { return dropped_; }
  int descriptor();
  /// Whole frames that are to be published when the endpoint ends, should we still be there.
  void set_last_words(std::vector<std::byte> frames, size_t number);
  std::pair<std::vector<std::byte>, size_t> take_last_words();

  const SubscriberOptions options;
  const size_t congestion_size;
  std::function<bool(std::string_view prefix, SubscriberChange)>
      change;  // does it at the endpoint; false if it is no change

 private:
  size_t receive(Duration timeout, Receiver& receiver, CommandReceiver* commands, size_t max);
  void push_event(Item::Event event);
  void stage(const Span& messages);
  bool fill(Duration timeout);
  void wait(std::unique_lock<std::mutex>& lock, Duration timeout);
  void make_room();
  void set_readable(bool readable);

  const std::function<void()> wake_loop_;
  std::vector<Item> staged_;  // loop
  ChunkWriter writer_;        // loop: small runs, when many wait; each would keep a whole chunk alive
  size_t staged_messages_ = 0, staged_bytes_ = 0;
  bool has_arrival_ = false;

  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Item> queue_;
  size_t bytes_ = 0;
  TimePoint waits_since_;  // the first of queue_
  LatencyMeter waits_;
  bool reader_waits_ = false;
  bool closed_ = false;
  std::atomic<int> event_fd_{-1};
  std::pair<std::vector<std::byte>, size_t> last_words_;

  std::atomic<size_t> messages_{0};
  std::atomic<size_t> queued_events_{0};
  std::atomic<size_t> queue_length_{0};
  std::atomic<bool> told_congested_{false};
  std::atomic<uint64_t> dropped_{0};

  AdaptiveSpin spin_;        // reader
  std::vector<Item> taken_;  // reader: what it works on
  size_t next_item_ = 0, next_byte_ = 0;
  std::atomic<bool> drained_{true};
};

}  // namespace whimbrel
