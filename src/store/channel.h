// Producer and Consumer: ordered delivery of numbered events over multicast that may lose some. A master is a producer
// for its clones; each clone is one for its master.
//
// Time is counted in ticks of 100 ms. Both are machines without I/O: what is to be sent goes to their host.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "codec/binary/command.h"
#include "store/event_log.h"

namespace whimbrel {

inline constexpr uint16_t kHeartbeat = 5;          // ticks between signs of life
inline constexpr uint64_t kChannelTimeout = 500;   // ticks without one: the other side is gone
inline constexpr uint64_t kNackTimeout = 2;        // ticks with a gap before it is asked for
inline constexpr size_t kMostPaths = 4096;         // consumers of a producer
inline constexpr size_t kMostBuffered = 1u << 20;  // events, waiting for acknowledgement or for one before them
inline constexpr size_t kMostBufferedBytes = 256u << 20;
inline constexpr size_t kMostNacks = 4096;  // in one message
/// The number of a clone's first message if it has asked in vain for a snapshot in parts. Others do not look at it.
inline constexpr uint64_t kWholePlease = 1;

// An event is the content of a command.

/// What a consumer says that ends: a nack that makes no sense. A producer of any make forgets it for that.
CommandContent goodbye();
bool is_goodbye(const CommandContent& nack);
/// The number of a clone's goodbye if it will not write any more, either. Others do not look at it.
inline constexpr uint64_t kWritesNoMore = 1;

/// A command that keeps the channel going, and changes no entry.
CommandContent control(CommandType type, uint64_t number);

class ProducerHost {
 public:
  virtual void send_event(const EntityId* consumer, uint64_t number, BytesView event) = 0;  ///< null: to all
  virtual void send_handshake(const EntityId& consumer, uint64_t offset) = 0;
  virtual void send_keepalive(uint64_t number) = 0;
  virtual void send_retransmit_failed(const EntityId& consumer, uint64_t number) = 0;
  virtual void on_handshake_done(const EntityId& consumer) = 0;
  virtual void on_path_lost(const EntityId& consumer) = 0;

 protected:
  ~ProducerHost() = default;
};

class Producer {
 public:
  explicit Producer(ProducerHost& host) : host_(host) {}

  /// Without consumers the event is dropped. More than fits into the buffer costs the slowest consumer its place.
  void produce(BytesView event);
  bool add(const EntityId& consumer);  ///< false if there are too many
  void ack(const EntityId& consumer, uint64_t number);
  void nack(const EntityId& consumer, const std::vector<uint64_t>& numbers);
  /// A consumer that has not acknowledged anything yet is alive.
  void touch(const EntityId& consumer);
  void tick();

  bool has(const EntityId& consumer) const { return paths_.contains(consumer); }
  /// The number that a consumer was told to begin after.
  uint64_t offset(const EntityId& consumer) const { return paths_.at(consumer).offset; }
  bool idle() const { return paths_.empty(); }
  size_t consumers() const { return paths_.size(); }
  uint64_t number() const { return number_; }
  size_t buffered() const { return events_.size(); }

 private:
  struct Path {
    uint64_t offset, acked, last_seen;
  };
  void trim();
  void make_room();
  void lose(const EntityId& consumer);

  ProducerHost& host_;
  uint64_t number_ = 1;  // of the last event
  uint64_t now_ = 0, last_multicast_ = 0;
  std::map<EntityId, Path> paths_;
  EventLog events_;  // kept until they are known to have arrived; the last of them has number_
};

class ConsumerHost {
 public:
  virtual void consume(BytesView event) = 0;
  /// An event is lost for good. False: there is no going on, and nothing more is consumed.
  virtual bool consume_nothing(uint64_t number) = 0;
  virtual void send_ack(uint64_t number) = 0;
  virtual void send_nack(std::vector<uint64_t> numbers) = 0;

 protected:
  ~ConsumerHost() = default;
};

class Consumer {
 public:
  explicit Consumer(ConsumerHost& host) : host_(host) {}

  /// False if there was one before: this one does not count.
  bool handshake(uint64_t offset);
  void event(uint64_t number, BytesView event);
  void retransmit_failed(uint64_t number);
  void keepalive(uint64_t number);
  void tick();

  bool is_initialised() const { return next_ > 0; }
  uint64_t next() const { return next_; }
  /// How often in a row a gap was asked for in vain.
  unsigned vain_nacks() const { return vain_nacks_; }

 private:
  using Aside = std::unique_ptr<std::vector<std::byte>>;
  void put_aside(uint64_t number, Aside event);
  void consume_waiting();
  std::vector<uint64_t> missing() const;

  ConsumerHost& host_;
  uint64_t next_ = 0, last_ = 0;  // the number to be consumed next; one more than what is known to exist
  uint64_t next_at_tick_ = 0, ticks_ = 0, idle_ticks_ = 0;
  unsigned vain_nacks_ = 0;
  std::map<uint64_t, Aside> waiting_;  // null: lost for good
  size_t bytes_ = 0;
};

}  // namespace whimbrel
