// Expiry of table elements. A table that expires has a timer; when it fires, a portion of the table
// is looked at. The timer holds the table, so one that nobody else holds any more is given up there.
#include <algorithm>
#include <cmath>

#include "script/model/attributes.h"
#include "script/model/objects.h"
#include "script/run/runtime.h"
#include "script/run/tables.h"

namespace whimbrel::script {
namespace {

using Entry = TableObject::Entry;

constexpr double kDefaultInterval = 10;
constexpr double kDefaultDelay = 0.01;
constexpr uint64_t kDefaultPortion = 5000;
// Any moment that has passed once the clock is set: the first scan is due at once.
constexpr double kAtOnce = 1;

double seconds_of(Runtime& runtime, std::string_view option, double fallback) {
  const Cell value = runtime.value_of(option);
  return value.is_set() ? value.as_double() : fallback;
}

size_t portion_size(Runtime& runtime) {
  const Cell value = runtime.value_of("table_incremental_step");
  return value.is_set() ? std::max<uint64_t>(value.as_count(), 1) : kDefaultPortion;
}

const Attribute* expiry_of(const TableObject& table) {
  if (!table.attributes) return nullptr;
  for (const AttributeKind kind : {AttributeKind::CreateExpire, AttributeKind::ReadExpire, AttributeKind::WriteExpire})
    if (const Attribute* const attribute = table.attributes->find(kind)) return attribute;
  return nullptr;
}

// Evaluated for each scan, since it may depend on variables. Negative: the table does not expire any more.
double time_to_live(Runtime& runtime, const TableObject& table) {
  try {
    const Cell value = expiry_of(table)->value->eval(runtime.top_frame());
    return value.is_set() ? value.as_double() : -1;
  } catch (const Interrupt&) {
    return -1;
  }
}

Cell index_value(std::span<const Cell> index) {
  if (index.size() == 1) return index[0];
  return make<ListObject>(std::vector<Cell>(index.begin(), index.end()));
}

// Old functions take all of the index as one `any`.
bool takes_any_index(const FuncType& type) {
  const std::vector<Field>& parameters = type.parameters->fields;
  return parameters.size() == 2 && parameters[1].type->tag() == Tag::Any;
}

// For how long the &expire_func wants to keep the element.
double postponement(Runtime& runtime, TableObject& table, std::span<const Cell> index) {
  const Attribute* const attribute = table.attributes->find(AttributeKind::ExpireFunc);
  if (!attribute) return 0;
  try {
    const Cell function = attribute->value->eval(runtime.top_frame());
    if (function.tag() != Tag::Func) return 0;
    FuncObject& object = function.as<FuncObject>();
    std::vector<Cell> arguments{Cell(&table)};
    if (takes_any_index(*object.function->type))
      arguments.push_back(index_value(index));
    else
      arguments.insert(arguments.end(), index.begin(), index.end());
    const Cell seconds = runtime.call(object, std::move(arguments), nullptr);
    return seconds.is_set() ? seconds.as_double() : 0;
  } catch (const Interrupt&) {
    return 0;
  }
}

class Scan {
 public:
  Scan(Runtime& runtime, TableObject& table, double time_to_live)
      : runtime_(runtime), table_(table), time_to_live_(time_to_live), now_(runtime.network_time()) {}

  void look_at_portion() {
    std::vector<std::vector<Cell>> due;
    for (const Entry* entry : table_.some_entries(table_.expiry_place, portion_size(runtime_)))
      if (is_due(*entry)) due.emplace_back(entry->index.begin(), entry->index.end());
    // The functions called from here may change the table in any way, so each element is looked for again.
    for (const std::vector<Cell>& index : due) expire(index);
    if (has_changed_ && table_.watched) runtime_.modified(&table_);
  }

 private:
  bool is_due(const Entry& entry) const { return entry.accessed != 0 && entry.accessed + time_to_live_ < now_; }

  void expire(std::span<const Cell> index) {
    const Entry* const entry = table_.find(index);
    if (!entry || !is_due(*entry)) return;
    const double more_seconds = postponement(runtime_, table_, index);
    if (more_seconds > 0) {
      if (Entry* const kept = table_.find(index)) kept->accessed = std::floor(now_ - time_to_live_ + more_seconds);
      return;
    }
    TableObject::Gone gone;
    if (!table_.erase(index, &gone)) return;
    has_changed_ = true;
    report_change(runtime_, table_, Change::Expired, index, gone.value);
  }

  Runtime& runtime_;
  TableObject& table_;
  const double time_to_live_;
  const double now_;
  bool has_changed_ = false;
};

void schedule_scan(Runtime& runtime, Ref<TableObject> table, double time);

void scan(Runtime& runtime, const Ref<TableObject>& table) {
  const double seconds = time_to_live(runtime, *table);
  if (seconds < 0) return;
  Scan(runtime, *table, seconds).look_at_portion();
  const double pause = table->expiry_place == 0 ? seconds_of(runtime, "table_expire_interval", kDefaultInterval)
                                                : seconds_of(runtime, "table_expire_delay", kDefaultDelay);
  schedule_scan(runtime, table, runtime.network_time() + pause);
}

void schedule_scan(Runtime& runtime, Ref<TableObject> table, double time) {
  runtime.add_timer(time, [&runtime, table = std::move(table)](bool early) {
    const bool is_held_elsewhere = table->refs > 1;
    if (!early && is_held_elsewhere) scan(runtime, table);
  });
}

}  // namespace

void start_expiry(Runtime& runtime, TableObject& table) {
  if (table.has_expiry_timer || !expiry_of(table)) return;
  table.has_expiry_timer = true;
  schedule_scan(runtime, Ref<TableObject>(&table), kAtOnce);
}

}  // namespace whimbrel::script
