// Streams of events: one for each record that is found.
#include <fmt/format.h>

#include "script/input/stream.h"

namespace whimbrel::script::input {

namespace {

std::string kind_and_name(const Type& type) { return fmt::format("'{}':{}", name_of(type.tag()), text_of(type)); }

class EventStream final : public Stream {
 public:
  using Stream::Stream;

  bool set_up() override {
    const TypePtr type = type_field("fields");
    if (!type || !type->as_record()) return refuse("The 'fields' field must be a record type");
    fields_ = Ref<RecordType>(type->as_record());
    if (!check_event() || !check_error_event("Input::EventDescription")) return false;
    const Cell accepts = runtime_.value_of("Input::accept_unsupported_types");
    if (append_columns(runtime_, *fields_, accepts.is_set() && accepts.as_bool(), columns_)) return true;
    return refuse("Problem unrolling");
  }

  void entry(Entry entry) override { put(std::move(entry)); }

  void put(Entry entry) override {
    if (!check_constants(entry)) return;
    std::span<const Cell> values = entry.values;
    std::string missing;
    const auto record = record_of(runtime_, fields_, values, missing);
    if (!record) return warn_missing(entry, missing);
    std::vector<Cell> arguments{event_constant("EVENT_NEW")};
    if (want_record_)
      arguments.push_back(record);
    else
      arguments.insert(arguments.end(), record->cells.begin(), record->cells.end());
    raise(event_, std::move(arguments));
  }

 private:
  bool check_event() {
    bool is_event = true;
    event_ = event_field("ev", is_event);
    if (!is_event || !event_) return refuse("Stream event is a function, not an event");
    const auto& parameters = event_->type->parameters->fields;
    if (parameters.size() < 2) return refuse("Event does not take enough arguments");
    if (!is_type_named(*parameters[0].type, "Input::EventDescription"))
      return refuse("Event's first attribute must be of type Input::EventDescription");
    if (!is_type_named(*parameters[1].type, "Input::Event"))
      return refuse("Event's second attribute must be of type Input::Event");
    return want_record_ ? check_record(parameters) : check_fields(parameters);
  }

  bool check_record(const std::vector<Field>& parameters) const {
    if (parameters.size() != 3) return refuse("Event has wrong number of arguments");
    if (same_type(*parameters[2].type, *fields_)) return true;
    return refuse(fmt::format("Incompatible type {} for event, which needs type {}", kind_and_name(*parameters[2].type),
                              kind_and_name(*fields_)));
  }

  bool check_fields(const std::vector<Field>& parameters) const {
    if (parameters.size() != fields_->fields.size() + 2) return refuse("Event has wrong number of arguments");
    for (size_t i = 0; i < fields_->fields.size(); ++i) {
      const Type &given = *parameters[i + 2].type, &wanted = *fields_->fields[i].type;
      if (same_type(given, wanted)) continue;
      return refuse(fmt::format("Incompatible type for event in field {}. Need type {}, got {}", i + 1,
                                kind_and_name(wanted), kind_and_name(given)));
    }
    return true;
  }

  Ref<RecordType> fields_;
  Ref<Function> event_;
};

}  // namespace

std::unique_ptr<Stream> make_event_stream(Runtime& runtime, RecordObject& description) {
  return std::make_unique<EventStream>(runtime, description);
}

}  // namespace whimbrel::script::input
