// Streams and filters, as scripts make and remove them.
#include <fmt/format.h>

#include "script/logging/manager.h"
#include "script/model/function.h"
#include "script/model/symbol.h"

namespace whimbrel::script::logging {

namespace {

void make_lower(std::string& text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

/// "FooBar" becomes "Foo_Bar".
std::string with_words_apart(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool begins_word = c >= 'A' && c <= 'Z' && !text.empty() && text.back() >= 'a' && text.back() <= 'z';
    if (begins_word) text += '_';
    text += c;
  }
  return text;
}

}  // namespace

StreamPtr Manager::stream(const Cell& id) const {
  const auto found = streams_.find(id.enum_value());
  return found == streams_.end() ? nullptr : found->second;
}

std::string Manager::default_path(const std::string& stream_name) {
  const size_t colons = stream_name.rfind("::");
  std::string path = stream_name;
  if (colons != std::string::npos) {
    std::string name = stream_name.substr(colons + 2);
    path = stream_name.substr(0, colons);
    if (name == "LOG") {
      path = with_words_apart(path);
    } else {
      if (name.ends_with("_LOG")) name.resize(name.size() - 4);
      path += '_' + name;
    }
    for (size_t at = path.find("::"); at != std::string::npos; at = path.find("::")) path.replace(at, 2, "_");
  }
  make_lower(path);
  return path;
}

bool Manager::create_stream(const Cell& id, RecordObject& description) {
  const auto refuse = [&](const std::string& text) {
    runtime_.reporter.error(Location{}, text);
    return false;
  };
  const Cell columns = field_of(runtime_, description, "columns");
  RecordType* const type = columns.tag() == Tag::Type ? columns.as<TypeObject>().type->as_record() : nullptr;
  if (!type) return refuse("columns of a log stream must be a record type");
  std::vector<Field> fields;
  std::string bad;
  if (!append_fields(fields, *type, ".", bad))
    return refuse(fmt::format("type of field '{}' is not support for logging output", bad));
  if (fields.empty()) return refuse("logged record type does not have any &log attributes");
  const Cell event = field_of(runtime_, description, "ev");
  if (event.is_set() && !check_event(event, *type)) return false;
  if (StreamPtr old = stream(id)) close_all(*old, false);

  auto made = std::make_shared<Stream>();
  made->id = id;
  made->name = id.enum_type()->name_of_value(id.enum_value());
  made->writes = own_counter(runtime_, "log_stream_writes", "Number of records written to the stream",
                             {{"module", module_of(made->name)}, {"stream", made->name}});
  made->columns = Ref<RecordType>(type);
  if (event.is_set()) made->event = event.as<FuncObject>().function;
  const Cell path = field_of(runtime_, description, "path");
  made->path = path.is_set() ? path.string() : default_path(made->name);
  made->policy = function_of(field_of(runtime_, description, "policy"));
  const Cell interval = field_of(runtime_, description, "max_delay_interval");
  const Cell limit = field_of(runtime_, description, "max_delay_queue_size");
  if (interval.is_set()) made->max_delay = interval.as_double();
  if (limit.is_set()) made->max_delayed = limit.as_count();
  streams_[id.enum_value()] = std::move(made);
  return true;
}

bool Manager::check_event(const Cell& event, const RecordType& columns) {
  const auto refuse = [&](const char* text) {
    runtime_.reporter.error(Location{}, text);
    return false;
  };
  const FuncType* const type = event.tag() == Tag::Func ? event.as<FuncObject>().function->type.get() : nullptr;
  if (!type || type->flavour != Flavour::Event) return refuse("stream event is a function, not an event");
  if (type->parameters->fields.size() != 1) return refuse("stream event must take a single argument");
  if (!same_type(*type->parameters->fields[0].type, columns))
    return refuse("stream event's argument type does not match column record type");
  return true;
}

bool Manager::remove_stream(const Cell& id) {
  const StreamPtr removed = stream(id);
  if (!removed) return false;
  delays_.release_all(removed);
  streams_.erase(id.enum_value());
  close_all(*removed, false);
  return true;
}

bool Manager::enable_stream(const Cell& id, bool enable) {
  const StreamPtr found = stream(id);
  if (found) found->enabled = enable;
  return static_cast<bool>(found);
}

bool Manager::add_filter(const Cell& id, const Ref<RecordObject>& description) {
  const StreamPtr found = stream(id);
  std::shared_ptr<Filter> filter = found ? Filter::make(runtime_, description, *found->columns) : nullptr;
  if (!filter) return false;
  if (!field_of(runtime_, *description, "path").is_set()) filter->path = found->path;
  std::erase_if(found->filters, [&](const auto& old) { return old->name() == filter->name(); });
  found->filters.push_back(std::move(filter));
  return true;
}

bool Manager::remove_filter(const Cell& id, const std::string& name) {
  const StreamPtr found = stream(id);
  if (!found) return false;
  std::erase_if(found->filters, [&](const auto& filter) { return filter->name() == name; });
  return true;
}

bool Manager::set_buffered(const Cell& id, bool buffered) {
  const StreamPtr found = stream(id);
  if (!found) return false;
  found->is_buffered = buffered;
  for (const auto& [key, writer] : found->writers) writer->set_buffered(buffered);
  return true;
}

bool Manager::flush(const Cell& id) {
  const StreamPtr found = stream(id);
  if (!found) return false;
  for (const auto& [key, writer] : found->writers) writer->flush();
  return true;
}

}  // namespace whimbrel::script::logging
