// Store: a table that processes share. One endpoint holds the master, others keep clones of it; all of them read and
// change it.
//
//   auto store = Store::master(endpoint, "hosts");
//   store->put("10.0.0.1", 5u);
//   store->get("10.0.0.1", [](const Result<Value>& count) { ... });
//   Result<Value> count = store->wait(store->get("10.0.0.1"));
//   while (running) store->process(), wait(100ms, store->descriptor());
//
// A store is used by one thread at a time, and nothing happens to it but in calls: process() takes what has arrived,
// sends what is due, lets entries expire and calls back. It wants to be called ten times a second. The endpoint lives
// longer than the store.
//
// Changes are on their way when a call returns; a clone shows them once its master has told it. What a change cannot be
// applied to, such as a sum of texts and numbers, stays as it is; that is logged, and told to nobody.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "whimbrel/endpoint.h"
#include "whimbrel/store_event.h"
#include "whimbrel/store_options.h"
#include "whimbrel/value.h"

namespace whimbrel {

/// For the moment: an entry that somebody is shown.
struct StoreEntry {
  const Value& key;
  const Value& value;
  std::optional<Timestamp> expiry;
};

class Store {
 public:
  /// MasterExists if this endpoint or a peer has a master of that name, BackendFailure in the words of the data base.
  static Result<Store> master(Endpoint& endpoint, std::string name, const MasterOptions& options = {});
  /// Returns at once; a master is looked for until one answers. NoSuchMaster if this endpoint has the master itself.
  static Result<Store> clone(Endpoint& endpoint, std::string name, const CloneOptions& options = {});
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  const std::string& name() const;
  bool is_master() const;
  /// Told of every change, also of those made here, before it goes to clones. Null: nobody is.
  void on_event(std::function<void(const StoreEvent&)> told);
  /// Other than the system's clock: what expiry times are counted by.
  void set_clock(std::function<Timestamp()> clock);

  // -- changes. An entry lives for `expiry` from then on; without, for ever.
  using Expiry = std::optional<Timespan>;
  void put(Value key, Value value, Expiry expiry = {});
  void erase(Value key);
  void clear();
  /// Counts, integers, reals, spans of time; a span also moves a point in time. An absent entry begins as 0.
  void increment(Value key, Value amount, Expiry expiry = {});
  void decrement(Value key, Value amount, Expiry expiry = {});
  void append(Value key, std::string text, Expiry expiry = {});
  void insert_into_set(Value key, Value element, Expiry expiry = {});
  void insert_into_table(Value key, Value index, Value value, Expiry expiry = {});
  void remove_from(Value key, Value index, Expiry expiry = {});
  void push(Value key, Value element, Expiry expiry = {});
  void pop(Value key, Expiry expiry = {});

  // -- questions. A master answers before the call returns; a clone likewise, once it has its master's content, and
  // until then in process(), at latest after five seconds with StaleData.
  using Answer = std::function<void(const Result<Value>&)>;
  void get(Value key, Answer answer);     ///< NoSuchKey
  void exists(Value key, Answer answer);  ///< a boolean
  void keys(Answer answer);               ///< a set
  /// An element of a vector, whether something is in a set, or the value in a table. TypeClash, NoSuchKey.
  void get_index(Value key, Value index, Answer answer);
  /// Puts if there is no such key: was that so? Answered by the master, or after ten seconds with RequestTimeout. A
  /// master with a file answers when it is written.
  void put_unique(Value key, Value value, Expiry expiry, Answer answer);
  /// When the entry expires, as a timestamp; none if it never does. NoSuchKey.
  void expiry(Value key, Answer answer);
  /// All entries as they are here, in no order. Nothing of a clone that has none yet. Change nothing meanwhile.
  Result<void> for_each(const std::function<void(const StoreEntry&)>& visit);

  // -- the same as futures, which become ready where the callbacks would be called, or when the store goes:
  // ShuttingDown.
  using Future = std::future<Result<Value>>;
  Future get(Value key);
  Future exists(Value key);
  Future keys();
  Future get_index(Value key, Value index);
  Future expiry(Value key);
  Future put_unique(Value key, Value value, Expiry expiry = {});
  /// Calls process() until the future is ready: its result, or RequestTimeout after that time.
  Result<Value> wait(Future future, std::chrono::nanoseconds timeout = std::chrono::seconds(10));

  /// Gives back the room in a file that erased entries have left, which rewrites it. Nothing to do for others.
  Result<void> compact();

  /// Works off what there is. True if there was something.
  bool process();
  /// Readable when something has arrived, for poll loops; process() is wanted every 100 ms in any case.
  int descriptor() const;

 private:
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace whimbrel
