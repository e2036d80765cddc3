// The functions on stores: create_master, put, get and so on.
#include <fmt/format.h>

#include "script/broker/data_access.h"
#include "script/broker/functions.h"
#include "script/broker/stores.h"
#include "script/run/trigger.h"

namespace whimbrel::script {

namespace {

// -- arguments

StoreHandle* handle_of(const BuiltinCall& call) {
  return call.arguments[0].is_set() ? dynamic_cast<StoreHandle*>(call.arguments[0].object()) : nullptr;
}

/// The store of the first argument; null, after a message, if it is closed.
Store* store_of(const BuiltinCall& call) {
  StoreHandle* const handle = handle_of(call);
  if (handle && handle->is_open()) return &*handle->open->store;
  builtin_error(call, "invalid Broker store handle", 0);
  return nullptr;
}

Store::Expiry expiry_of(const BuiltinCall& call, size_t i) {
  const double seconds = call.arguments[i].as_double();
  if (seconds == 0) return std::nullopt;
  return Timespan{nanoseconds(seconds)};
}

Cell field(const BuiltinCall& call, const Cell& record, std::string_view name) {
  auto& object = record.as<RecordObject>();
  return record_field_or_default(call.frame, object, object.type->index_of(name));
}

std::chrono::nanoseconds duration(const Cell& interval) {
  return std::chrono::nanoseconds(std::max<int64_t>(0, nanoseconds(interval.as_double())));
}

// -- making and closing

Cell handle_cell(std::shared_ptr<OpenStore> open) { return Cell(make<StoreHandle>(std::move(open))); }

SqliteOptions sqlite_options(const BuiltinCall& call, const Cell& record) {
  SqliteOptions options;
  options.path = field(call, record, "path").string();
  if (const Cell synchronous = field(call, record, "synchronous"); synchronous.is_set())
    options.synchronous = static_cast<SqliteOptions::Synchronous>(synchronous.enum_value());
  if (const Cell journal = field(call, record, "journal_mode"); journal.is_set())
    options.journal = static_cast<SqliteOptions::Journal>(journal.enum_value());
  options.delete_if_damaged = field(call, record, "failure_mode").enum_value() != 0;
  options.integrity_check = field(call, record, "integrity_check").as_bool();
  return options;
}

Cell create_master(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  MasterOptions options;
  options.backend = static_cast<BackendType>(call.arguments[1].enum_value() != 0);
  options.sqlite = sqlite_options(call, field(call, call.arguments[2], "sqlite"));
  auto open = Stores::of(call.runtime).create_master(name, options);
  if (!open) builtin_error(call, fmt::format("Could not create Broker master store '{}'", name));
  return handle_cell(std::move(open));
}

Cell create_clone(BuiltinCall& call) {
  CloneOptions options;
  options.resync = duration(call.arguments[1]);
  options.stale = duration(call.arguments[2]);
  options.mutation_buffer = duration(call.arguments[3]);
  const std::string name = c_string_argument(call, 0);
  auto open = Stores::of(call.runtime).create_clone(name, options);
  if (!open) builtin_error(call, fmt::format("Could not create clone of Broker store '{}'", name));
  return handle_cell(std::move(open));
}

Cell close(BuiltinCall& call) {
  if (!store_of(call)) return Cell::boolean(false);
  Stores::of(call.runtime).close(*handle_of(call)->open);
  return Cell::boolean(true);
}

Cell is_closed(BuiltinCall& call) {
  const StoreHandle* const handle = handle_of(call);
  return Cell::boolean(!handle || !handle->is_open());
}

Cell store_name(BuiltinCall& call) {
  const StoreHandle* const handle = handle_of(call);
  if (handle && handle->is_open()) return string_cell(handle->open->name);
  const std::string shown = handle ? handle->text() : "broker::store::{}";
  const std::string text = "invalid Broker store handle (" + shown + ")";
  if (!call.expression) call.runtime.reporter.runtime_error(text);
  call.runtime.reporter.expression_error(*call.expression, text + ", during call:");
}

// -- questions

Cell query_result(Runtime& runtime, std::string_view status, Cell data) {
  auto record =
      make_record(runtime.top_frame(), Ref<RecordType>(named_type(runtime, "Broker::QueryResult")->as_record()));
  set_field(*record, "status", enum_cell(runtime, status));
  set_field(*record, "result", std::move(data));
  return record;
}

Cell failure(Runtime& runtime) { return query_result(runtime, "Broker::FAILURE", unset_data(runtime)); }

bool may_wait(const BuiltinCall& call) {
  if (!call.frame.trigger || !call.expression) {
    builtin_error(call, "Broker queries can only be called inside when-condition");
    return false;
  }
  if (call.frame.trigger->timeout >= 0) return true;
  builtin_error(call, "Broker queries must specify a timeout block");
  return false;
}

/// No answer at all: the time-out of the `when` will tell.
void deliver(Runtime& runtime, Trigger& trigger, const Expr* expression, const Result<Value>& answer) {
  if (trigger.done) return;
  if (answer)
    return runtime.triggers().deliver(trigger, expression,
                                      query_result(runtime, "Broker::SUCCESS", data_record(runtime, *answer)));
  const ErrorCode code = answer.error().code();
  if (code == ErrorCode::NoSuchKey) return runtime.triggers().deliver(trigger, expression, failure(runtime));
  if (code == ErrorCode::RequestTimeout || code == ErrorCode::StaleData) return;
  runtime.reporter.warning(Location{}, fmt::format("unknown store response status: {}", answer.error().name()));
}

Store::Answer answer_of(const BuiltinCall& call) {
  return [&runtime = call.runtime, trigger = Ref<Trigger>(call.frame.trigger), expression = call.expression](
             const Result<Value>& answer) { deliver(runtime, *trigger, expression, answer); };
}

Cell get(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  if (!key || !may_wait(call)) return failure(call.runtime);
  store->get(std::move(*key), answer_of(call));
  throw Suspended{};
}

Cell exists(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  if (!key || !may_wait(call)) return failure(call.runtime);
  store->exists(std::move(*key), answer_of(call));
  throw Suspended{};
}

Cell keys(BuiltinCall& call) {
  Store* const store = store_of(call);
  if (!store || !may_wait(call)) return failure(call.runtime);
  store->keys(answer_of(call));
  throw Suspended{};
}

Cell get_index_from_value(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  auto index = key ? data_argument(call, 2, "index") : std::nullopt;
  if (!index || !may_wait(call)) return failure(call.runtime);
  store->get_index(std::move(*key), std::move(*index), answer_of(call));
  throw Suspended{};
}

Cell put_unique(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  auto value = key ? data_argument(call, 2, "value") : std::nullopt;
  if (!value || !may_wait(call)) return failure(call.runtime);
  store->put_unique(std::move(*key), std::move(*value), expiry_of(call, 3), answer_of(call));
  throw Suspended{};
}

// -- changes

using OneValue = void (Store::*)(Value, Value, Store::Expiry);

/// Functions of a key, one more value, which messages call `what`, and an expiry.
Cell change(BuiltinCall& call, OneValue verb, std::string_view what) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  auto value = key ? data_argument(call, 2, what) : std::nullopt;
  if (value) (store->*verb)(std::move(*key), std::move(*value), expiry_of(call, 3));
  return Cell::boolean(value.has_value());
}

Cell put(BuiltinCall& call) { return change(call, &Store::put, "value"); }
Cell increment(BuiltinCall& call) { return change(call, &Store::increment, "amount"); }
Cell decrement(BuiltinCall& call) { return change(call, &Store::decrement, "amount"); }
Cell insert_into_set(BuiltinCall& call) { return change(call, &Store::insert_into_set, "index"); }
Cell remove_from(BuiltinCall& call) { return change(call, &Store::remove_from, "index"); }
Cell push(BuiltinCall& call) { return change(call, &Store::push, "value"); }

Cell append(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  if (key) store->append(std::move(*key), string_argument(call, 2), expiry_of(call, 3));
  return Cell::boolean(key.has_value());
}

Cell insert_into_table(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  auto index = key ? data_argument(call, 2, "index") : std::nullopt;
  auto value = index ? data_argument(call, 3, "value") : std::nullopt;
  if (value) store->insert_into_table(std::move(*key), std::move(*index), std::move(*value), expiry_of(call, 4));
  return Cell::boolean(value.has_value());
}

Cell pop(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  if (key) store->pop(std::move(*key), expiry_of(call, 2));
  return Cell::boolean(key.has_value());
}

Cell erase(BuiltinCall& call) {
  Store* const store = store_of(call);
  auto key = store ? data_argument(call, 1, "key") : std::nullopt;
  if (key) store->erase(std::move(*key));
  return Cell::boolean(key.has_value());
}

Cell clear(BuiltinCall& call) {
  Store* const store = store_of(call);
  if (store) store->clear();
  return Cell::boolean(store != nullptr);
}

}  // namespace

void add_store_builtins(Registry& registry) {
  registry.begin("store.bif");
  registry.add("Broker::create_master", create_master);
  registry.add("Broker::create_clone", create_clone);
  registry.add("Broker::close", close);
  registry.add("Broker::is_closed", is_closed);
  registry.add("Broker::store_name", store_name);
  registry.add("Broker::get", get);
  registry.add("Broker::exists", exists);
  registry.add("Broker::keys", keys);
  registry.add("Broker::get_index_from_value", get_index_from_value);
  registry.add("Broker::put_unique", put_unique);
  registry.add("Broker::put", put);
  registry.add("Broker::erase", erase);
  registry.add("Broker::increment", increment);
  registry.add("Broker::decrement", decrement);
  registry.add("Broker::append", append);
  registry.add("Broker::insert_into_set", insert_into_set);
  registry.add("Broker::insert_into_table", insert_into_table);
  registry.add("Broker::remove_from", remove_from);
  registry.add("Broker::push", push);
  registry.add("Broker::pop", pop);
  registry.add("Broker::clear", clear);
}

}  // namespace whimbrel::script
