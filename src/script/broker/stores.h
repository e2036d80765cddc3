// Stores: the stores that a script has made, and the tables that are tied to them.
//
// They are worked off in the main loop, like messages. Where the script moves the clock itself, expiry follows that
// clock.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "script/model/table.h"
#include "script/run/runtime.h"
#include "whimbrel/store.h"

namespace whimbrel::script {

/// A store as long as it is open; shared by all handles of that name.
struct OpenStore {
  std::string name;
  std::optional<Store> store;  ///< nothing: closed
};

/// opaque of Broker::Store
struct StoreHandle final : OpaqueObject {
  explicit StoreHandle(std::shared_ptr<OpenStore> open_)
      : OpaqueObject(make<OpaqueType>("Broker::Store")), open(std::move(open_)) {}
  std::string text() const override { return "broker::store::{" + (is_open() ? open->name : "") + "}"; }
  Ref<OpaqueObject> clone() const override { return make<StoreHandle>(open); }
  bool is_open() const { return open && open->store; }
  std::shared_ptr<OpenStore> open;  ///< null: it could not be made
};

class Stores final : public IoSource {
 public:
  static Stores& of(Runtime& runtime);
  explicit Stores(Runtime& runtime) : runtime_(runtime) {}

  /// Null, after a message, if that cannot be. A store of that name that is there already is returned as it is.
  std::shared_ptr<OpenStore> create_master(const std::string& name, const MasterOptions& options);
  std::shared_ptr<OpenStore> create_clone(const std::string& name, const CloneOptions& options);
  void close(OpenStore& store);
  /// How many are open.
  static size_t count(Runtime& runtime);

  /// Before scripts run: finds the tables with &broker_store and &backend (stores_tables.cc).
  void tie_tables();

  bool counts() const override { return false; }
  bool process(Runtime& runtime) override;
  void finish(Runtime& runtime) override;

 private:
  /// A variable whose table is tied to a store.
  struct Tie {
    std::string store;
    Symbol* variable;
    std::optional<BackendType> backend;
    TableObject* table() const {
      return variable->value.tag() == Tag::Table ? &variable->value.as<TableObject>() : nullptr;
    }
  };
  /// What happened to an entry of a store, for later.
  struct Happened {
    const Tie* tie;
    StoreEvent::Type type;
    Value key;
    std::optional<Value> value;
  };

  OpenStore* find(const std::string& name) const;
  std::shared_ptr<OpenStore> add(Result<Store> store, const std::string& name);
  StoreLog log() const;

  // stores_tables.cc
  void tie(Symbol& variable, std::string store, std::optional<BackendType> backend);
  const Tie* tie_of(const std::string& store) const;
  void create_masters();
  void import(const Tie& tie, Store& store);
  bool import_entry(const Tie& tie, TableObject& table, const Value& key, const Value& value);
  void pass_on(TableObject& table, Change change, std::span<const Cell> index, const Cell& value);
  std::optional<Timespan> time_to_live(TableObject& table, Change change, std::span<const Cell> index);
  void apply_all();
  void apply(const Happened& happened);
  void apply_value(const Happened& happened, TableObject& table, std::span<const Cell> index);

  Runtime& runtime_;
  std::vector<std::unique_ptr<Tie>> ties_;
  std::vector<std::shared_ptr<OpenStore>> open_;
  std::vector<Store> closed_;  // until nobody is in the middle of them
  std::vector<Happened> happened_;
};

/// Finds tables that are tied to stores, if there are any, and makes the masters that they need.
void set_up_stores(Runtime& runtime);

}  // namespace whimbrel::script
