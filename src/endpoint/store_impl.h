// The inside of a Store: a master or a clone, its way to the network, and whoever waits for an answer. The thread of
// the store.
#pragma once

#include <deque>

#include "endpoint/command_port.h"
#include "endpoint/store_metrics.h"
#include "store/clone.h"
#include "store/master.h"
#include "whimbrel/store.h"

namespace whimbrel {

std::string master_topic(const std::string& store);
std::string clone_topic(const std::string& store);

class Store::Impl final : private StoreHost, private CommandReceiver {
 public:
  Impl(Endpoint& endpoint, std::string name, std::unique_ptr<Backend> backend, StoreLog log);
  Impl(Endpoint& endpoint, std::string name, const CloneOptions& options, StoreLog log);
  ~Impl();

  const std::string& name() const { return name_; }
  bool is_master() const { return master_ != nullptr; }
  int descriptor() { return port_.descriptor(); }

  void execute(const Change& change);
  void put_unique(Change change, Answer answer);
  /// question(answer) can be asked once there is content.
  void ask(Answer answer, std::function<Result<Value>()> question);
  Result<Value> get(const Value& key);
  Result<Value> get_index(const Value& key, const Value& index);
  Result<Value> exists(const Value& key);
  Result<Value> expiry(const Value& key);
  Result<Value> keys();
  Result<void> for_each(const std::function<void(const StoreEntry&)>& visitor);
  Result<void> compact() { return master_ ? master_->compact() : Result<void>(); }
  bool process();

  std::function<void(const StoreEvent&)> told;
  std::function<Timestamp()> clock = [] { return Timestamp::now(); };

 private:
  struct Request {
    Answer answer;
    uint64_t until;
  };
  struct Waiting {
    Answer answer;
    std::function<Result<Value>()> question;
    uint64_t until;
  };
  struct HeldBack {
    std::optional<EndpointId> receiver;
    CommandHeader header;
    std::vector<std::byte> content;
  };

  /// Whoever is told of events may change things, but not end the master that is telling.
  class UseOfMaster {
   public:
    explicit UseOfMaster(Impl& impl) : impl_(impl) { ++impl_.uses_of_master_; }
    ~UseOfMaster() { --impl_.uses_of_master_; }
    UseOfMaster(const UseOfMaster&) = delete;
    UseOfMaster& operator=(const UseOfMaster&) = delete;

   private:
    Impl& impl_;
  };

  Timestamp now() const { return clock(); }
  Result<void> visit(const EntryVisitor& visitor);
  /// Null if it is answered already.
  Answer take_request(uint64_t request);
  void tick();
  void end_turn();
  void tell_what_is_durable();
  void start_again();
  void transmit(const EndpointId* receiver, const CommandHeader& header, BytesView content);
  void show_figures();

  // StoreHost
  void send(const EndpointId* receiver, const CommandHeader& header, BytesView content) override;
  void on_event(const StoreEvent& event) override {
    if (told) told(event);
  }
  bool wants_events() const override { return told != nullptr; }
  void on_unique_result(uint64_t request, bool inserted) override;
  void on_synchronised() override;
  uint64_t new_object() override { return port_.new_object(); }
  void log(std::string_view level, const std::string& text) override;

  // CommandReceiver
  void on_command(const FrameView& frame) override;
  void on_status(const Status& status) override;

  const std::string name_;
  const StoreLog log_;
  CommandPort port_;
  StoreMetrics metrics_;
  EntityId self_;
  std::chrono::steady_clock::time_point ticked_ = std::chrono::steady_clock::now();
  uint64_t ticks_ = 0;
  bool is_processing_ = false;
  int uses_of_master_ = 0;
  std::deque<Request> requests_;  // of put_unique, by number; without the answer, if that was given
  uint64_t first_request_ = 1;
  std::deque<Waiting> waiting_;  // for a clone's content
  std::vector<std::pair<Answer, Result<Value>>> answers_;
  std::vector<std::pair<uint64_t, bool>> unique_results_;  // of a master, until they are durable
  std::vector<HeldBack> held_back_;
  size_t held_back_bytes_ = 0;
  StoreFigures gone_;               // of masters that have started again
  std::unique_ptr<Master> master_;  // one of the two
  std::unique_ptr<Clone> clone_;
};

}  // namespace whimbrel
