// Tables with &broker_store and &backend: their changes go to the store, and its changes come back.
#include <fmt/format.h>

#include <algorithm>

#include "script/broker/data_access.h"
#include "script/broker/stores.h"
#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/model/attributes.h"
#include "script/run/tables.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

constexpr const char* kStorePrefix = "___sync_store_";

/// A value in bytes, where readers find it.
struct Encoded {
  explicit Encoded(const Value& value) : bytes(encode(value)), view(ValueView::over_valid(bytes)) {}
  std::vector<std::byte> bytes;
  ValueView view;
};

/// Changes made meanwhile do not go to stores.
class Muted {
 public:
  explicit Muted(Runtime& runtime) : runtime_(runtime), before_(runtime.mutes_stores) { runtime.mutes_stores = true; }
  ~Muted() { runtime_.mutes_stores = before_; }
  Muted(const Muted&) = delete;
  Muted& operator=(const Muted&) = delete;

 private:
  Runtime& runtime_;
  const bool before_;
};

bool is_declared_before(const Symbol* a, const Symbol* b) {
  if (a->where.file == b->where.file) return a->where.first_line < b->where.first_line;
  return a->name < b->name;
}

}  // namespace

void set_up_stores(Runtime& runtime) {
  const auto& symbols = runtime.symbols.all();
  const bool any = std::any_of(symbols.begin(), symbols.end(), [](const auto& entry) {
    const Ref<Attributes>& attributes = entry.second->attributes;
    return has(attributes, AttributeKind::BrokerStore) || has(attributes, AttributeKind::Backend);
  });
  if (any) Stores::of(runtime).tie_tables();
}

// -- which table belongs to which store

void Stores::tie_tables() {
  std::vector<Symbol*> variables;
  for (const auto& [name, symbol] : runtime_.symbols.all())
    if (symbol->value.tag() == Tag::Table && symbol->attributes) variables.push_back(symbol.get());
  std::stable_sort(variables.begin(), variables.end(), is_declared_before);
  for (Symbol* const variable : variables) {
    if (const Attribute* const store = variable->attributes->find(AttributeKind::BrokerStore)) {
      const Cell name = store->value->eval(runtime_.top_frame());
      if (name.tag() == Tag::String) tie(*variable, name.string(), std::nullopt);
    }
    if (const Attribute* const backend = variable->attributes->find(AttributeKind::Backend)) {
      const Cell type = backend->value->eval(runtime_.top_frame());
      if (type.tag() == Tag::Enum)
        tie(*variable, kStorePrefix + variable->name, static_cast<BackendType>(type.enum_value() != 0));
    }
  }
  runtime_.on_store_change = [this](TableObject& table, Change change, std::span<const Cell> index, const Cell& value) {
    pass_on(table, change, index, value);
  };
  create_masters();
}

void Stores::tie(Symbol& variable, std::string store, std::optional<BackendType> backend) {
  if (tie_of(store))
    return runtime_.reporter.error(variable.where,
                                   fmt::format("same &broker_store {} specified for two different variables", store));
  ties_.push_back(std::make_unique<Tie>(Tie{std::move(store), &variable, backend}));
}

const Stores::Tie* Stores::tie_of(const std::string& store) const {
  const auto known = std::find_if(ties_.begin(), ties_.end(), [&](const auto& tie) { return tie->store == store; });
  return known == ties_.end() ? nullptr : known->get();
}

void Stores::create_masters() {
  const Cell is_master = runtime_.value_of("Broker::table_store_master");
  if (runtime_.reporter.errors() > 0 || (is_master.is_set() && !is_master.as_bool())) return;
  const Cell folder = runtime_.value_of("Broker::table_store_db_directory");
  for (const auto& tie : ties_) {
    if (!tie->backend) continue;
    MasterOptions options;
    options.backend = *tie->backend;
    options.sqlite.path = (folder.is_set() ? folder.string() : ".") + "/" + tie->store + ".sqlite";
    create_master(tie->store, options);
  }
}

// -- from a store that is there already

void Stores::import(const Tie& tie, Store& store) {
  TableObject* const table = tie.table();
  if (!table) return;
  const Muted muted(runtime_);
  const Ref<TableObject> keep(table);
  const bool reported = std::exchange(table->reports_changes, false);
  bool is_good = true;
  const auto done = store.for_each([&](const StoreEntry& entry) {
    if (is_good) is_good = import_entry(tie, *table, entry.key, entry.value);
  });
  if (!done) runtime_.reporter.error(Location{}, "Failed to read store " + tie.store + ": " + done.error().message());
  table->reports_changes = reported;
}

bool Stores::import_entry(const Tie& tie, TableObject& table, const Value& key, const Value& value) {
  WireReader reader(runtime_);
  std::vector<Cell> index;
  if (!reader.read_index(Encoded(key).view, *table.type->index, index)) {
    runtime_.reporter.error(
        Location{},
        fmt::format("Failed to convert key \"{}\" while importing broker store to table for store \"{}\". Aborting "
                    "import.",
                    to_string(key), tie.store));
    return false;
  }
  Cell cell;
  if (table.type->yield) {
    cell = reader.read(Encoded(value).view, table.type->yield);
    if (!cell.is_set()) {
      runtime_.reporter.error(Location{}, fmt::format("Could not convert {} to table value while trying to import "
                                                      "Broker store {}. Aborting import.",
                                                      to_string(value), tie.store));
      return false;
    }
  }
  table_put(runtime_.top_frame(), table, index, std::move(cell));
  return true;
}

// -- to the store

void Stores::pass_on(TableObject& table, Change change, std::span<const Cell> index, const Cell& value) {
  if (change == Change::Expired) return;  // entries of stores expire by themselves
  const auto known = std::find_if(ties_.begin(), ties_.end(), [&](const auto& tie) { return tie->table() == &table; });
  OpenStore* const open = known == ties_.end() ? nullptr : find((*known)->store);
  if (!open) return;
  WireWriter writer(runtime_);
  ByteBuffer key_bytes;
  if (!writer.write_index(key_bytes, index))
    return runtime_.reporter.error(Location{},
                                   fmt::format("cannot store an entry in {}: {}", open->name, writer.complaint()));
  Value key = ValueView::over_valid(key_bytes.bytes()).to_value();
  if (change == Change::Removed) return open->store->erase(std::move(key));
  const auto expiry = time_to_live(table, change, index);
  if (expiry && expiry->ns <= 0) return;
  auto stored = table.type->yield ? value_of_cell(writer, runtime_, value) : std::optional(Value());
  if (!stored)
    return runtime_.reporter.error(Location{},
                                   fmt::format("cannot store an entry in {}: {}", open->name, writer.complaint()));
  open->store->put(std::move(key), std::move(*stored), expiry);
}

/// What is left of the table's expiry interval.
std::optional<Timespan> Stores::time_to_live(TableObject& table, Change change, std::span<const Cell> index) {
  const Attribute* attribute = table.attributes->find(AttributeKind::CreateExpire);
  const bool counts_from_creation = attribute != nullptr;
  if (!attribute) attribute = table.attributes->find(AttributeKind::WriteExpire);
  if (!attribute) return std::nullopt;
  const Cell interval = attribute->value->eval(runtime_.top_frame());
  if (!interval.is_set() || interval.as_double() <= 0) return std::nullopt;
  double seconds = interval.as_double();
  if (counts_from_creation && change == Change::Changed)
    if (const TableObject::Entry* const entry = table.find(index))
      seconds -= std::max(0.0, runtime_.network_time() - entry->accessed);
  return Timespan{nanoseconds(seconds)};
}

// -- from the store

void Stores::apply_all() {
  // The functions that are called from here may cause more.
  for (size_t i = 0; i < happened_.size(); ++i) {
    const Happened happened = std::move(happened_[i]);
    apply(happened);
  }
  happened_.clear();
}

void Stores::apply(const Happened& happened) {
  TableObject* const table = happened.tie->table();
  if (!table || happened.type == StoreEvent::Type::Expire) return;  // the table's own expiry sees to that
  const Ref<TableObject> keep(table);
  const bool is_erase = happened.type == StoreEvent::Type::Erase;
  const char* const what = happened.type == StoreEvent::Type::Update ? " Update" : is_erase ? "" : " Insert";
  const bool is_set = !table->type->yield;
  if (!is_erase && is_set && !happened.value->is_none())
    return runtime_.reporter.error(Location{}, fmt::format("ProcessStoreEvent{} got {} when expecting set", what,
                                                           wire_name_of(happened.value->kind())));
  std::vector<Cell> index;
  if (!WireReader(runtime_).read_index(Encoded(happened.key).view, *table->type->index, index))
    return runtime_.reporter.error(
        Location{}, fmt::format("ProcessStoreEvent{}: could not convert key \"{}\" for store \"{}\" while receiving "
                                "remote {}. This probably means the tables have different types on different nodes.",
                                what, to_string(happened.key), happened.tie->store, is_erase ? "erase" : "data"));
  if (!is_erase) return apply_value(happened, *table, index);
  const Muted muted(runtime_);
  table_erase(runtime_.top_frame(), *table, index);
}

void Stores::apply_value(const Happened& happened, TableObject& table, std::span<const Cell> index) {
  Cell cell;
  if (table.type->yield) {
    cell = WireReader(runtime_).read(Encoded(*happened.value).view, table.type->yield);
    if (!cell.is_set())
      return runtime_.reporter.error(
          Location{},
          fmt::format("ProcessStoreEvent {}: could not convert value \"{}\" for key \"{}\" in store \"{}\" while "
                      "receiving remote data. This probably means the tables have different types on different nodes.",
                      happened.type == StoreEvent::Type::Update ? "Update" : "Insert", to_string(*happened.value),
                      to_string(happened.key), happened.tie->store));
  }
  const Muted muted(runtime_);
  table_put(runtime_.top_frame(), table, index, std::move(cell));
}

}  // namespace whimbrel::script
