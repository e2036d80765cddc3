// Master: holds the truth of a store, executes all changes, and tells its clones of them.
//
// A machine without I/O and clock. Every call says what time it is; tick() comes every 100 ms.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "store/backend.h"
#include "store/change.h"
#include "store/channel.h"
#include "store/expiry_index.h"
#include "store/figures.h"
#include "store/host.h"

namespace whimbrel {

class Master final : private ProducerHost {
 public:
  /// The backend's entries may have expired meanwhile.
  Master(StoreHost& host, const EntityId& self, std::unique_ptr<Backend> backend);
  ~Master();

  void receive(const CommandView& command, Timestamp now);
  /// Tells clones of a former master here that there is a new one.
  void announce() { send_keepalive(clones_.number()); }
  void tick(Timestamp now);
  /// Makes what was changed durable. False, after a message, if that fails: all since the last time may be lost.
  bool commit();
  bool has_lost() const { return backend_->has_lost(); }
  /// For a new master, after the changes since the last commit() were lost or are given up.
  std::unique_ptr<Backend> release_backend();
  Result<void> compact() { return backend_->compact(); }
  bool is_dirty() const { return backend_->is_dirty(); }

  void execute(const Change& change, Timestamp now);
  /// Answered by StoreHost::on_unique_result, before this returns.
  void put_unique(const Change& change, uint64_t request, Timestamp now);

  Result<Value> get(const Value& key, Timestamp now);
  Result<bool> exists(const Value& key, Timestamp now);
  Result<std::optional<Timestamp>> expiry(const Value& key, Timestamp now);
  Result<uint64_t> visit(uint64_t position, const EntryVisitor& visitor, Timestamp now);
  StoreFigures figures() const;

 private:
  using EventBytes = std::shared_ptr<const std::vector<std::byte>>;
  struct Input;
  /// A change in bytes, and who wants it.
  struct Order {
    CommandType type = CommandType::Clear;
    BytesView key, value;
    std::optional<Timespan> expiry;
    Kind init = Kind::None;
    EntityId publisher, who;  ///< nobody waits for an answer: who is nil
    uint64_t request = 0;
  };

  void set_time(Timestamp now);
  void execute(const Change& change, const EntityId& who, uint64_t request);
  void execute(const Order& order);
  void take_event(BytesView content, const EntityId& writer);
  void put(const Order& order);
  void put_if_new(const Order& order);
  void add_or_subtract(const Order& order);
  void erase(const Order& order);
  void clear(const Order& order);
  std::optional<Timestamp> expiry_of(const Order& order) const;
  void store(const Order& order, BytesView value, const std::optional<Value>& old);
  /// Tells clones, and whoever listens here, of what has been stored.
  void tell_stored(const Order& order, BytesView value, const std::optional<Value>& old);
  void answer(const Order& order, bool inserted);
  Result<std::optional<Value>> value_of(BytesView key) const;

  void expire_due();
  void tell(StoreEvent::Type type, BytesView key, const EntityId& publisher);
  void broadcast(const CommandContent& content);
  void broadcast(CommandType type, BytesView key, const EntityId& publisher);
  EventBytes snapshot();
  void send_part(const EntityId& consumer, uint64_t offset, uint64_t position);
  void complain(const char* what, BytesView key, const Error& error) const;

  // ProducerHost
  void send_event(const EntityId* consumer, uint64_t number, BytesView event) override;
  void send_handshake(const EntityId& consumer, uint64_t offset) override;
  void send_keepalive(uint64_t number) override;
  void send_retransmit_failed(const EntityId& consumer, uint64_t number) override;
  void on_handshake_done(const EntityId& consumer) override { forget_handshake(consumer); }
  void on_path_lost(const EntityId& consumer) override { forget_handshake(consumer); }
  void forget_handshake(const EntityId& consumer);
  void send_control(const EntityId& receiver, uint64_t number, const CommandContent& content);

  StoreHost& host_;
  const EntityId self_;
  std::unique_ptr<Backend> backend_;
  Producer clones_;
  std::map<EntityId, std::unique_ptr<Input>> inputs_;
  // What a clone was told that has not acknowledged it: repeated as it was. New clones share one while nothing changes.
  std::map<EntityId, EventBytes> handshakes_;
  EventBytes snapshot_;
  std::set<EntityId> wants_whole_;  // though they could take it in parts
  Error commit_failure_;            // told already
  Timestamp now_;
  uint64_t ticks_ = 0;
  uint64_t expirations_ = 0, snapshots_sent_ = 0;
  mutable uint64_t failures_ = 0;
  ExpiryIndex expiries_;
  ByteBuffer content_;  // that is being sent
};

}  // namespace whimbrel
