// Clone: a copy of a store. It shows what its master has told it, and passes changes on to the master.
//
// A machine without I/O and clock; tick() comes every 100 ms. When the master is silent for long, or the channel to it
// is broken, the clone attaches anew, to whichever master answers, under a new number, as one number may attach only
// once. Meanwhile it keeps its content. Changes that come while it knows that the master is away wait for it; those
// that were under way when a master was lost for good are dropped, so that none is executed twice.
//
// A master of this make sends its content in parts, which the clone asks for one by one. What changes meanwhile comes
// as events; the new content is shown once it holds all events up to the one before the last part.
#pragma once

#include <deque>
#include <memory>

#include "store/change.h"
#include "store/channel.h"
#include "store/entry_table.h"
#include "store/figures.h"
#include "store/host.h"
#include "whimbrel/store_options.h"

namespace whimbrel {

class Clone final : private ProducerHost {
 public:
  Clone(StoreHost& host, const EntityId& self, const CloneOptions& options);
  ~Clone();

  void receive(const CommandView& command, Timestamp now);
  void tick(Timestamp now);
  /// A peer has come, which may be the master, or know it.
  void on_peer_added();
  /// A peer has gone: its master, if it has one, is not listening.
  void on_peer_lost(const EndpointId& peer);

  /// What a master is to be told when the clone ends: it need not wait for us any longer. It changes with every
  /// StoreHost::on_synchronised().
  using Farewell = std::vector<std::pair<CommandHeader, std::vector<std::byte>>>;
  Farewell farewell() const;

  /// `request` is for the answer of a put_unique.
  void pass_on(const Change& change, uint64_t request = 0);

  /// Has it ever had its master's content?
  bool is_synchronised() const { return is_synchronised_; }
  /// Has it been without a word from its master for too long?
  bool is_stale() const;
  const EntryTable& entries() const { return entries_; }
  StoreFigures figures() const;

 private:
  struct Unsent {
    uint64_t tick;
    Change change;
    uint64_t request;
  };

  /// What comes from one master to one of our names.
  struct Reader;

  // finding a master, and getting its content
  void attach();
  void start_over();
  bool needs_to_attach() const;
  void join(const CommandView& command);
  void take_part(const CommandContent& content, uint64_t number);
  void request_part();
  void tick_joining();
  void show_if_complete();
  void replace_content(EntryTable fresh);
  void restart_writer(bool same_master);
  bool may_send() const { return is_synchronised_ && !is_away_ && !writer_lost_; }
  void send_change(const Change& change, uint64_t request);
  void send_waiting();
  void drop_old_changes();

  // what the master tells
  void hear(Reader& reader, const CommandView& command);
  void consume(BytesView event, EntryTable& table, bool tells);
  void put(const CommandContent& content, EntryTable& table, bool tells);
  void remove(const CommandContent& content, EntryTable& table, bool tells);
  void clear(const CommandContent& content, EntryTable& table, bool tells);
  void tell(StoreEvent::Type type, BytesView key, BytesView value, BytesView old_value, std::optional<Timespan> expiry,
            const EntityId& publisher);

  // what goes to the master
  void send_event(const EntityId* consumer, uint64_t number, BytesView event) override;
  void send_handshake(const EntityId& consumer, uint64_t offset) override;
  void send_keepalive(uint64_t number) override;
  void send_retransmit_failed(const EntityId& consumer, uint64_t number) override;
  void on_handshake_done(const EntityId&) override { writer_is_known_ = true; }
  void on_path_lost(const EntityId&) override { writer_lost_ = true; }
  void send(const EndpointId* to, const EntityId& from, uint64_t number, const CommandContent& content);

  StoreHost& host_;
  const EntityId self_;
  const CloneOptions options_;
  EntryTable entries_;
  Timestamp now_;
  bool is_synchronised_ = false;

  EntityId master_;
  EntityId writer_, candidate_;  // our name when we write, and one that is trying to attach
  std::unique_ptr<Reader> in_, joining_;
  std::unique_ptr<Producer> out_;
  uint64_t ticks_ = 0, heard_at_ = 0, attach_at_ = 0, attempts_ = 0;
  bool is_away_ = false;         // the master's connection is gone
  bool writer_is_known_ = true;  // the master has acknowledged our channel
  bool writer_lost_ = false;     // it has not for too long
  uint64_t writer_offset_ = 1;
  uint64_t expirations_ = 0, snapshots_taken_ = 0;
  std::deque<Unsent> unsent_;
  ByteBuffer key_, value_, content_;  // of the change that is being sent
};

}  // namespace whimbrel
