#include "script/input/stream.h"

#include <fmt/format.h>

#include "script/run/records.h"

namespace whimbrel::script::input {

Stream::Stream(Runtime& runtime, RecordObject& description) : runtime_(runtime), description_(&description) {
  name_ = field("name").string();
  source_ = field("source").string();
  const Cell reader = field("reader");
  reader_name_ = reader.enum_type()->name_of_value(reader.enum_value());
  mode_ = static_cast<Mode>(field("mode").enum_value());
  if (const Cell want = field("want_record"); want.is_set()) want_record_ = want.as_bool();
}

Cell Stream::field(std::string_view name) const {
  const int place = description_->type->index_of(name);
  if (place < 0) return {};
  return record_field(runtime_.top_frame(), *description_, place);
}

TypePtr Stream::type_field(std::string_view name) const {
  const Cell value = field(name);
  return value.tag() == Tag::Type ? value.as<TypeObject>().type : nullptr;
}

std::string Stream::option(const std::string& key, std::string_view constant) const {
  const Cell config = field("config");
  if (config.tag() == Tag::Table) {
    const Cell index[] = {string_cell(key)};
    if (const auto* const entry = config.as<TableObject>().find(index)) return entry->value.string();
  }
  const Cell value = constant.empty() ? Cell() : runtime_.value_of(constant);
  return value.is_set() ? text_of(value) : "";
}

bool Stream::is_option_on(const std::string& key, std::string_view constant) const {
  const std::string value = option(key, constant);
  return value == "T" || value == "1" || value == "true";
}

std::string Stream::path(std::string_view prefix_constant) const {
  const std::string prefix = option("path_prefix", prefix_constant);
  if (prefix.empty() || source_.starts_with('/')) return source_;
  return prefix.ends_with('/') ? prefix + source_ : prefix + '/' + source_;
}

// -- checks

bool Stream::refuse(const std::string& text) const {
  runtime_.reporter.error(Location{}, fmt::format("Input stream {}: {}", name_, text));
  return false;
}

bool Stream::is_type_named(const Type& type, std::string_view name) const {
  const Symbol* const symbol = runtime_.symbols.find(name);
  return symbol && symbol->is_type && same_type(type, *symbol->type);
}

Ref<Function> Stream::event_field(std::string_view field_name, bool& good) const {
  const Cell value = field(field_name);
  if (value.tag() != Tag::Func) {
    good = !value.is_set();
    return nullptr;
  }
  Ref<Function> function = value.as<FuncObject>().function;
  good = function->type->flavour == Flavour::Event;
  return function;
}

bool Stream::check_error_event(std::string_view description_type) {
  bool is_event = true;
  error_event_ = event_field("error_ev", is_event);
  if (!is_event) return refuse("Error event is a function, not an event");
  if (!error_event_) return true;
  const auto& parameters = error_event_->type->parameters->fields;
  if (parameters.size() != 3) return refuse("Error event must take 3 arguments");
  if (!is_type_named(*parameters[0].type, description_type))
    return refuse(fmt::format("Error event's first attribute must be of type {}", description_type));
  if (parameters[1].type->tag() != Tag::String) return refuse("Error event's second attribute must be of type string");
  if (!is_type_named(*parameters[2].type, "Reporter::Level"))
    return refuse("Error event's third attribute must be of type Reporter::Level");
  return true;
}

// -- what is said

void Stream::error_event(const std::string& text, std::string_view level) {
  if (!error_event_) return;
  const Symbol* const constant = runtime_.symbols.find(fmt::format("Reporter::{}", level));
  runtime_.queue(error_event_, {Cell(description_), string_cell(text), constant ? constant->value : Cell()});
}

void Stream::reader_warning(const std::string& text) {
  error_event(text, "WARNING");
  runtime_.reporter.warning(Location{}, fmt::format("{}/{}: {}", source_, reader_name_, text));
}

void Stream::reader_error(const std::string& text) {
  error_event(text, "ERROR");
  runtime_.reporter.error(Location{}, fmt::format("{}/{}: {}", source_, reader_name_, text));
}

bool Stream::check_constants(const Entry& entry) {
  for (const std::string& constant : entry.unknown_constants) {
    std::string text = fmt::format("Value '{}' for stream '{}' is not a valid enum.", constant, name_);
    if (entry.line > 0) text = fmt::format("{}, line {}: {}", source_, entry.line, text);
    error_event(text, "WARNING");
    runtime_.reporter.warning(Location{}, text);
  }
  return entry.unknown_constants.empty();
}

void Stream::warn_missing(const Entry& entry, const std::string& field) {
  const std::string text =
      fmt::format("{}:{}: Skipping input with missing non-optional value ({})", source_, entry.line, field);
  error_event(text, "WARNING");
  runtime_.reporter.warning(Location{}, text);
}

// -- what happens

Cell Stream::event_constant(std::string_view name) const {
  return runtime_.symbols.find(fmt::format("Input::{}", name))->value;
}

void Stream::raise(const Ref<Function>& event, std::vector<Cell> arguments) {
  arguments.insert(arguments.begin(), Cell(description_));
  runtime_.queue(event, std::move(arguments));
}

void Stream::end_of_update() {
  drop_what_is_gone();
  runtime_.raise("Input::end_of_data", {string_cell(name_), string_cell(source_)});
}

}  // namespace whimbrel::script::input
