// Streams that keep a table as a source is.
#include <fmt/format.h>

#include <algorithm>

#include "script/input/stream.h"
#include "script/run/tables.h"

namespace whimbrel::script::input {

namespace {

std::string kind_and_name(const Type& type) { return fmt::format("'{}':{}", name_of(type.tag()), text_of(type)); }

/// Equal for values that are equal, different for others.
std::string fingerprint(std::span<const Cell> values) {
  std::string all;
  for (const Cell& value : values) {
    const std::string text = value.is_set() ? text_of(value, Description::Style::Quoted) : "";
    all += fmt::format("{}{}:{}", value.is_set() ? "" : "-", text.size(), text);
  }
  return all;
}

class TableStream final : public Stream {
 public:
  using Stream::Stream;

  bool set_up() override {
    const TypePtr index = type_field("idx");
    if (!index || !index->as_record()) return refuse("The 'idx' field must be a record type");
    index_ = Ref<RecordType>(index->as_record());
    const Cell table = field("destination");
    if (table.tag() != Tag::Table) return refuse("The 'destination' field must be a table or set");
    table_ = Ref<TableObject>(&table.as<TableObject>());
    return check_value() && check_index() && check_value_type() && check_event() &&
           check_error_event("Input::TableDescription") && find_columns() && take_predicate();
  }

  void entry(Entry entry) override {
    if (!check_constants(entry)) return;
    const std::span<const Cell> values = entry.values;
    const std::string key = fingerprint(values.first(index_columns_));
    const std::string value_print = fingerprint(values.subspan(index_columns_));
    const auto before = before_.find(key);
    const bool was_there = before != before_.end();
    if (was_there && before->second.value == value_print) {
      now_[key] = before->second;
      before_.erase(before);
      return;
    }
    auto found = make_element(entry);
    if (!found) return;
    if (!wants(was_there ? "EVENT_CHANGED" : "EVENT_NEW", *found)) {
      if (!was_there) return;
      now_[key] = before->second;
      before_.erase(before);
      return;
    }
    if (was_there) before_.erase(key);
    const std::vector<Cell> index = index_of(*found->index);
    assign(index, *found, was_there);
    now_[key] = {index, value_print, counter_++};
  }

  void put(Entry entry) override {
    if (!check_constants(entry)) return;
    const auto found = make_element(entry);
    if (!found) return;
    const bool was_there = value_ && table_->find(index_of(*found->index));
    if (!wants(was_there ? "EVENT_CHANGED" : "EVENT_NEW", *found)) return;
    assign(index_of(*found->index), *found, was_there);
  }

 private:
  /// What has been read, and stands in the table.
  struct Item {
    std::vector<Cell> index;
    std::string value;  // its fingerprint
    uint64_t number = 0;
  };
  struct Element {
    Ref<RecordObject> index;
    Cell value;  // of sets: unset
  };

  // -- checks

  bool check_value() {
    const TypePtr value = type_field("val");
    if (table_->type->yield && !value)
      return refuse(
          "'destination' field is a table, but 'val' field is not provided"
          " (did you mean to use a set instead of a table?)");
    if (!table_->type->yield && value)
      return refuse(
          "'destination' field is a set, but the 'val' field was also specified"
          " (did you mean to use a table instead of a set?)");
    if (value && !value->as_record()) return refuse("The 'val' field must be a record type");
    if (value) value_ = Ref<RecordType>(value->as_record());
    return true;
  }

  bool check_index() const {
    const std::vector<TypePtr>& types = table_->type->index->types;
    for (size_t i = 0; i < types.size(); ++i) {
      if (i >= index_->fields.size()) return refuse("Table type has more indexes than index definition");
      const Type& wanted = *index_->fields[i].type;
      if (!same_type(wanted, *types[i]))
        return refuse(fmt::format("Table type does not match index type. Need type {}, got {}", kind_and_name(wanted),
                                  kind_and_name(*types[i])));
    }
    if (index_->fields.size() != types.size()) return refuse("Table has less elements than index definition");
    return true;
  }

  bool check_value_type() const {
    if (!value_) return true;
    if (!want_record_ && value_->fields.size() != 1)
      return refuse("Stream does not want a record (want_record=F), but has more then one value field.");
    const Type& wanted = *value_type();
    if (same_type(*table_->type->yield, wanted)) return true;
    return refuse(fmt::format("Table type does not match value type. Need type '{}', got '{}'", text_of(wanted),
                              text_of(*table_->type->yield)));
  }

  bool check_event() {
    bool is_event = true;
    event_ = event_field("ev", is_event);
    if (!is_event) return refuse("Stream event is a function, not an event");
    if (!event_) return true;
    const auto& parameters = event_->type->parameters->fields;
    const size_t wanted = value_ ? 4 : 3;
    if (parameters.size() != wanted) return refuse(fmt::format("Table event must take {} arguments", wanted));
    if (!is_type_named(*parameters[0].type, "Input::TableDescription"))
      return refuse("Table event's first attribute must be of type Input::TableDescription");
    if (!is_type_named(*parameters[1].type, "Input::Event"))
      return refuse("Table event's second attribute must be of type Input::Event");
    if (!same_type(*parameters[2].type, *index_))
      return refuse(fmt::format("Table event's index attributes do not match. Need '{}', got '{}'", text_of(*index_),
                                text_of(*parameters[2].type)));
    if (value_ && !same_type(*parameters[3].type, *value_type()))
      return refuse(fmt::format("Table event's value attributes do not match. Need '{}', got '{}'",
                                text_of(*value_type()), text_of(*parameters[3].type)));
    return true;
  }

  bool find_columns() {
    const Cell accepts = runtime_.value_of("Input::accept_unsupported_types");
    const bool accepts_all = accepts.is_set() && accepts.as_bool();
    if (!append_columns(runtime_, *index_, accepts_all, columns_)) return refuse("Problem unrolling");
    index_columns_ = columns_.size();
    if (value_ && !append_columns(runtime_, *value_, accepts_all, columns_)) return refuse("Problem unrolling");
    return true;
  }

  bool take_predicate() {
    const Cell predicate = field("pred");
    if (predicate.tag() == Tag::Func) predicate_ = Ref<FuncObject>(&predicate.as<FuncObject>());
    return true;
  }

  TypePtr value_type() const { return want_record_ ? TypePtr(value_.get()) : value_->fields[0].type; }

  // -- elements

  std::optional<Element> make_element(const Entry& entry) {
    std::span<const Cell> values = entry.values;
    std::string missing;
    Element element;
    element.index = record_of(runtime_, index_, values, missing);
    if (!element.index) return warn_missing(entry, missing), std::nullopt;
    if (value_) {
      const auto record = record_of(runtime_, value_, values, missing);
      if (!record) return warn_missing(entry, missing), std::nullopt;
      element.value = want_record_ ? Cell(record) : record->cells[0];
      if (!element.value.is_set()) return warn_missing(entry, value_->fields[0].name), std::nullopt;
    }
    return element;
  }

  /// As the predicate has left it, which may have changed it.
  static std::vector<Cell> index_of(const RecordObject& index) { return index.cells; }

  Ref<RecordObject> index_record(const std::vector<Cell>& index) const {
    auto record = make<RecordObject>(index_);
    record->cells = index;
    return record;
  }

  bool wants(std::string_view what, const Element& element) {
    if (!predicate_) return true;
    std::vector<Cell> arguments{event_constant(what), Cell(element.index)};
    if (value_) arguments.push_back(element.value);
    const Cell answer = runtime_.call_safely(*predicate_, std::move(arguments));
    return answer.is_set() && answer.as_bool();
  }

  void tell(std::string_view what, const Ref<RecordObject>& index, const Cell& value) {
    if (!event_) return;
    std::vector<Cell> arguments{event_constant(what), Cell(index)};
    if (value_) arguments.push_back(value);
    raise(event_, std::move(arguments));
  }

  /// The event shows the value that was there before.
  void assign(const std::vector<Cell>& index, const Element& element, bool was_there) {
    const TableObject::Entry* const old = was_there && value_ ? table_->find(index) : nullptr;
    const Cell shown = old ? old->value : element.value;
    if (!table_put(runtime_.top_frame(), *table_, index, element.value)) return;
    tell(was_there ? "EVENT_CHANGED" : "EVENT_NEW", element.index, shown);
  }

  void drop_what_is_gone() override {
    std::vector<std::pair<std::string, Item>> gone(before_.begin(), before_.end());
    std::ranges::sort(gone, {}, [](const auto& item) { return item.second.number; });
    for (auto& [key, item] : gone) {
      const TableObject::Entry* const entry = table_->find(item.index);
      if (!entry) continue;
      const Element element{index_record(item.index), entry->value};
      if (!wants("EVENT_REMOVED", element)) {
        now_[key] = item;
        continue;
      }
      tell("EVENT_REMOVED", element.index, element.value);
      table_erase(runtime_.top_frame(), *table_, item.index);
    }
    before_ = std::move(now_);
    now_.clear();
  }

  Ref<RecordType> index_, value_;  // value_: null for sets
  Ref<TableObject> table_;
  Ref<Function> event_;
  Ref<FuncObject> predicate_;
  size_t index_columns_ = 0;
  std::map<std::string, Item> before_, now_;  // by index, of the last reading and of this one
  uint64_t counter_ = 0;
};

}  // namespace

std::unique_ptr<Stream> make_table_stream(Runtime& runtime, RecordObject& description) {
  return std::make_unique<TableStream>(runtime, description);
}

}  // namespace whimbrel::script::input
