// Master: holds the truth of a store, executes all changes, and tells its clones of them.
//
// A machine without I/O and clock. Every call says what time it is; tick() comes every 100 ms.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "store/backend.h"
#include "store/change.h"
#include "store/channel.h"
#include "store/host.h"

namespace whimbrel {

class Master final : private ProducerHost {
 public:
  /// The backend's entries may have expired meanwhile.
  Master(StoreHost& host, const EntityId& self, std::unique_ptr<Backend> backend);
  ~Master();

  void receive(const CommandView& command, Timestamp now);
  void tick(Timestamp now);
  /// Makes what was changed durable. False, after a message, if that fails: all since the last time may be lost.
  bool commit();
  bool is_dirty() const { return backend_->is_dirty(); }

  void execute(const Change& change, Timestamp now) { execute(change, self_, {}, 0, now); }
  /// Answered by StoreHost::on_unique_result, before this returns.
  void put_unique(const Change& change, uint64_t request, Timestamp now) {
    execute(change, self_, self_, request, now);
  }

  Result<Value> get(const Value& key, Timestamp now);
  Result<bool> exists(const Value& key, Timestamp now);
  Result<Value> keys(Timestamp now);
  Result<void> for_each(const std::function<void(const Value& key, const Value& value)>& visit) {
    return backend_->for_each(visit);
  }
  bool has_clones() const { return !clones_.idle(); }

 private:
  struct Input;

  void execute(const Change& change, const EntityId& publisher, const EntityId& who, uint64_t request, Timestamp now);
  void take_event(BytesView content);
  void put(const Change& change, const EntityId& publisher);
  void put_if_new(const Change& change, const EntityId& publisher, const EntityId& who, uint64_t request);
  void add_or_subtract(const Change& change, const EntityId& publisher);
  void erase(const Value& key, const EntityId& publisher);
  void clear(const EntityId& publisher);
  bool store(const Value& key, const Value& value, std::optional<Timespan> expiry, const std::optional<Value>& old,
             const EntityId& publisher);
  void answer(const EntityId& who, uint64_t request, bool inserted);

  void expire_due();
  void note_expiry(const Value& key, std::optional<Timestamp> expiry);
  void broadcast(CommandContent& content, const Value* key, const Value* value);
  EventBytes snapshot();
  void complain(const char* what, const Value& key, const Error& error);

  // ProducerHost
  void send_event(const EntityId* consumer, uint64_t number, const EventBytes& event) override;
  void send_handshake(const EntityId& consumer, uint64_t offset) override;
  void send_keepalive(uint64_t number) override;
  void send_retransmit_failed(const EntityId& consumer, uint64_t number) override;
  void on_handshake_done(const EntityId& consumer) override { handshakes_.erase(consumer); }
  void on_path_lost(const EntityId& consumer) override { handshakes_.erase(consumer); }
  void send_control(const EntityId& receiver, uint64_t number, const CommandContent& content);

  StoreHost& host_;
  const EntityId self_;
  const std::unique_ptr<Backend> backend_;
  Producer clones_;
  std::map<EntityId, std::unique_ptr<Input>> inputs_;
  // What a clone was told that has not acknowledged it: repeated as it was. New clones share one while nothing changes.
  std::map<EntityId, EventBytes> handshakes_;
  EventBytes snapshot_;
  Error commit_failure_;  // told already
  Timestamp now_;
  uint64_t ticks_ = 0;
  // When what expires; the set points to the map's keys.
  std::unordered_map<Value, Timestamp> expiries_;
  std::set<std::pair<Timestamp, const Value*>> by_expiry_;
};

}  // namespace whimbrel
