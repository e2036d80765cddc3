#include "script/logging/filter.h"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "script/model/function.h"
#include "script/model/table.h"
#include "script/run/records.h"

namespace whimbrel::script::logging {

namespace {

std::string text_field(Runtime& runtime, RecordObject& record, std::string_view name) {
  const Cell cell = field_of(runtime, record, name);
  return cell.tag() == Tag::String ? cell.string() : "";
}

bool flag_field(Runtime& runtime, RecordObject& record, std::string_view name) {
  const Cell cell = field_of(runtime, record, name);
  return cell.is_set() && cell.as_bool();
}

/// The pairs of a table[string] of string.
template <class Pairs>
void read_pairs(const Cell& cell, Pairs& pairs) {
  if (cell.tag() != Tag::Table) return;
  TableObject::Walk walk(cell.as<TableObject>());
  while (const TableObject::Entry* entry = walk.next())
    pairs.insert(pairs.end(), {entry->index[0].string(), entry->value.string()});
}

/// Nothing, if the cell is unset.
std::optional<std::set<std::string>> names_in(const Cell& cell) {
  if (cell.tag() != Tag::Table) return std::nullopt;
  std::set<std::string> names;
  TableObject::Walk walk(cell.as<TableObject>());
  while (const TableObject::Entry* entry = walk.next()) names.insert(entry->index[0].string());
  return names;
}

}  // namespace

Cell field_of(Runtime& runtime, RecordObject& record, std::string_view name) {
  const int place = record.type->index_of(name);
  return place < 0 ? Cell() : record_field(runtime.top_frame(), record, place);
}

Ref<FuncObject> function_of(const Cell& cell) {
  return cell.tag() == Tag::Func ? Ref<FuncObject>(&cell.as<FuncObject>()) : nullptr;
}

std::unique_ptr<Filter> Filter::make(Runtime& runtime, const Ref<RecordObject>& description,
                                     const RecordType& stream_columns) {
  std::unique_ptr<Filter> filter(new Filter);
  RecordObject& record = *description;
  filter->description_ = description;
  filter->name_ = text_field(runtime, record, "name");
  filter->path = text_field(runtime, record, "path");
  filter->writer_ = field_of(runtime, record, "writer");
  filter->local_ = flag_field(runtime, record, "log_local");
  filter->remote_ = flag_field(runtime, record, "log_remote");
  const Cell interval = field_of(runtime, record, "interv");
  filter->interval_ = interval.is_set() ? interval.as_double() : 0;
  read_pairs(field_of(runtime, record, "config"), filter->config_);
  read_pairs(field_of(runtime, record, "field_name_map"), filter->new_names_);
  filter->path_function_ = function_of(field_of(runtime, record, "path_func"));
  filter->extension_ = function_of(field_of(runtime, record, "ext_func"));
  filter->policy_ = function_of(field_of(runtime, record, "policy"));
  filter->postprocessor_ = function_of(field_of(runtime, record, "postprocessor"));
  if (!filter->add_columns(runtime, stream_columns)) return nullptr;
  filter->row_.resize(filter->columns_.size());
  return filter;
}

bool Filter::add_columns(Runtime& runtime, const RecordType& stream_columns) {
  const std::string separator = text_field(runtime, *description_, "scope_sep");
  if (!add_extension(runtime, separator)) return false;
  std::vector<Field> fields;
  std::string bad;
  if (!append_fields(fields, stream_columns, separator, bad)) {
    runtime.reporter.error(Location{}, "unsupported field type for log column");
    return false;
  }
  const auto included = names_in(field_of(runtime, *description_, "include"));
  const auto excluded = names_in(field_of(runtime, *description_, "exclude"));
  for (Field& field : fields) {
    if (included && !included->contains(field.column.name)) continue;
    if (excluded && excluded->contains(field.column.name)) continue;
    places_.push_back(field.place);
    keep(std::move(field));
  }
  return true;
}

bool Filter::add_extension(Runtime& runtime, const std::string& separator) {
  const TypePtr type = extension_ ? extension_->function->type->yield : nullptr;
  if (!type || type->tag() == Tag::Void) {
    extension_ = nullptr;
    return true;
  }
  std::vector<Field> fields;
  std::string bad;
  if (!type->as_record()) {
    runtime.reporter.error(Location{},
                           fmt::format("Return value of log_ext is not a record (got {})", name_of(type->tag())));
    return false;
  }
  if (!append_fields(fields, *type->as_record(), separator, bad)) {
    runtime.reporter.error(Location{}, "unsupported field type for log column");
    return false;
  }
  const std::string prefix = text_field(runtime, *description_, "ext_prefix");
  for (Field& field : fields) {
    field.column.name = prefix + field.column.name;
    extension_places_.push_back(field.place);
    keep(std::move(field));
  }
  return true;
}

void Filter::keep(Field field) {
  const auto renamed = new_names_.find(field.column.name);
  if (renamed != new_names_.end()) field.column.name = renamed->second;
  columns_.push_back(std::move(field.column));
}

bool Filter::path_of(Runtime& runtime, const Cell& stream, RecordObject& record, std::string& result) const {
  const std::vector<script::Field>& parameters = path_function_->function->type->parameters->fields;
  Cell argument(&record);
  if (parameters.size() == 3) {
    std::string why;
    argument = coerce(runtime.top_frame(), std::move(argument), parameters[2].type, &why);
    if (!argument.is_set()) return false;
  }
  const Cell made = runtime.call_safely(*path_function_, {stream, string_cell(path), std::move(argument)});
  if (made.tag() != Tag::String) return false;
  result = made.string();
  return true;
}

Row Filter::row_of(Runtime& runtime, const RecordObject& record, const std::string& path_of_log) {
  size_t at = 0;
  if (extension_) {
    extension_value_ = runtime.call_safely(*extension_, {string_cell(path_of_log)});
    const bool is_record = extension_value_.tag() == Tag::Record;
    for (const Place& place : extension_places_)
      row_[at++] = is_record ? value_at(extension_value_.as<RecordObject>(), place) : nullptr;
  }
  for (const Place& place : places_) row_[at++] = value_at(record, place);
  return row_;
}

}  // namespace whimbrel::script::logging
