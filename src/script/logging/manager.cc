#include "script/logging/manager.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/model/function.h"
#include "script/model/symbol.h"
#include "script/run/records.h"

namespace whimbrel::script::logging {

namespace {

// How long rows wait for others to go to the worker together, in seconds.
constexpr double kHandOverPause = 1;
constexpr size_t kLargestRecord = 64 << 20;

struct ManagerState {
  Manager* manager = nullptr;  // owned by the runtime's list of sources
};

bool has_bodies(const FuncObject* function) { return function && !function->function->bodies.empty(); }

/// Of a hook; one that has failed has not said no.
bool says_no(const Cell& answer) { return answer.is_set() && !answer.as_bool(); }

}  // namespace

Manager::Manager(Runtime& runtime) : runtime_(runtime), rotation_(runtime), delays_(runtime, *this) {
  const Cell largest = runtime.value_of("Log::max_log_record_size");
  largest_record_ = largest.is_set() ? largest.as_count() : kLargestRecord;
  stream_policy_ = function_of(runtime.value_of("Log::log_stream_policy"));
}

Manager::~Manager() {
  // Of processes that end before their time: what has been written is kept.
  if (has_finished_) return;
  for (const auto& [id, stream] : streams_) close_all(*stream, false);
  worker_.stop();
}

Manager& Manager::of(Runtime& runtime) {
  auto& state = runtime.state<ManagerState>();
  if (!state.manager) {
    auto made = std::make_unique<Manager>(runtime);
    state.manager = made.get();
    runtime.sources.push_back(std::move(made));
  }
  return *state.manager;
}

// -- records

Ref<RecordObject> Manager::fit(const Stream& stream, const Cell& cell) {
  RecordObject* const record = cell.tag() == Tag::Record ? &cell.as<RecordObject>() : nullptr;
  if (record && record->type == stream.columns) return Ref<RecordObject>(record);
  if (!record || !record_promotable(*record->type, *stream.columns)) {
    runtime_.reporter.error(Location{}, "incompatible log record type");
    return nullptr;
  }
  return fit_by_names(*record, stream.columns);
}

/// What comes after a field that there is no column for is left out, as the reference does.
Ref<RecordObject> Manager::fit_by_names(RecordObject& record, const Ref<RecordType>& columns) {
  Frame& frame = runtime_.top_frame();
  const auto complain = [&](const std::string& text) {
    runtime_.reporter.error({Location{}, text_of(Cell(&record), Description::Style::Short)},
                            text + " in initialization");
  };
  const auto& fields = record.type->fields;
  const auto orphan =
      std::ranges::find_if(fields, [&](const auto& field) { return columns->index_of(field.name) < 0; });
  if (orphan != fields.end()) complain(fmt::format("orphan field \"{}\"", orphan->name));

  const Ref<RecordObject> row = coerce_record(frame, record, columns);
  Ref<RecordObject> fresh;  // made when a field has to be taken from there
  for (size_t i = 0; i < columns->fields.size(); ++i) {
    const script::Field& column = columns->fields[i];
    const int place = record.type->index_of(column.name);
    if (place < 0 || place > orphan - fields.begin()) {
      if (!fresh) fresh = make_record(frame, columns);
      row->cells[i] = fresh->cells[i];
    }
    if (!row->cells[i].is_set() && !has(column.attributes, AttributeKind::Optional))
      complain(fmt::format("non-optional field \"{}\" missing", column.name));
  }
  return row;
}

bool Manager::write(const Cell& id, const Cell& cell) {
  const StreamPtr found = stream(id);
  if (!found || has_finished_) return false;
  if (!found->enabled) return true;
  const Ref<RecordObject> record = fit(*found, cell);
  if (!record) return false;
  if (record->cells.size() < record->type->fields.size()) extend_record(runtime_.top_frame(), *record);
  ++found->writes->value;
  const Function* const event = found->event.get();
  if (event && !(event->bodies.empty() && event->auto_publish.empty())) runtime_.queue(found->event, {Cell(record)});
  bool vetoed = false;
  if (has_bodies(stream_policy_.get())) {
    Delays::Scope scope(delays_, found, record);
    vetoed = says_no(runtime_.call_safely(*stream_policy_, {Cell(record), id}));
    std::unique_ptr<Delayed> delayed = scope.take();
    if (delayed && !vetoed) {
      delays_.keep(found, std::move(delayed));
      return true;
    }
  }
  write_to_filters(found, record, vetoed);
  return true;
}

void Manager::write_to_filters(const StreamPtr& stream, const Ref<RecordObject>& record, bool vetoed) {
  // Policies may add and remove filters.
  for (size_t i = 0; i < stream->filters.size(); ++i) {
    const std::shared_ptr<Filter> filter = stream->filters[i];
    FuncObject* const policy = filter->policy() ? filter->policy() : stream->policy.get();
    if (has_bodies(policy) &&
        says_no(runtime_.call_safely(*policy, {Cell(record), stream->id, Cell(filter->description())})))
      continue;
    if (!vetoed && (filter->local() || filter->remote())) write_by_filter(*stream, *filter, *record);
  }
}

void Manager::write_by_filter(Stream& stream, Filter& filter, RecordObject& record) {
  Writer* writer = filter.last_writer;
  if (!writer || filter.has_path_function()) {
    std::string path = filter.path;
    if (filter.has_path_function() && !filter.path_of(runtime_, stream.id, record, path)) return;
    writer = writer_for(stream, filter, path);
    filter.last_writer = writer;
  }
  put(stream, *writer, filter.row_of(runtime_, record, writer->info().path));
}

Writer* Manager::writer_for(Stream& stream, Filter& filter, std::string& path) {
  const int64_t kind = filter.writer().enum_value();
  const auto belongs_to_other = [&](const std::string& name) {
    const auto found = stream.writers.find({kind, name});
    if (found == stream.writers.end()) return false;
    return !found->second->filter().empty() && found->second->filter() != filter.name();
  };
  if (belongs_to_other(path)) {
    const std::string old_path = path;
    for (int n = 2; belongs_to_other(path); ++n) path = fmt::format("{}-{}", old_path, n);
    runtime_.reporter.warning(
        Location{}, fmt::format("Write using filter '{}' on path '{}' changed to use new path '{}' to avoid conflict "
                                "with filter '{}'",
                                filter.name(), old_path, path, stream.writers[{kind, old_path}]->filter()));
    filter.path = path;
  }
  const auto found = stream.writers.find({kind, path});
  if (found != stream.writers.end()) return found->second.get();

  Writer::Plan plan;
  plan.info.stream = stream.id;
  plan.info.writer = filter.writer();
  plan.info.path = path;
  plan.info.rotation_interval = filter.interval();
  plan.info.config = filter.config();
  plan.info.columns = filter.columns();
  plan.filter = filter.name();
  plan.local = filter.local();
  plan.remote = filter.remote();
  plan.postprocessor = postprocessor_of(&filter, filter.writer());
  return &open(stream, std::move(plan));
}

Ref<FuncObject> Manager::postprocessor_of(const Filter* filter, const Cell& writer) const {
  if (filter && filter->postprocessor()) return Ref<FuncObject>(filter->postprocessor());
  const Cell defaults = runtime_.value_of("Log::default_rotation_postprocessors");
  if (defaults.tag() != Tag::Table) return nullptr;
  const TableObject::Entry* const entry = defaults.as<TableObject>().find({&writer, 1});
  return entry ? function_of(entry->value) : nullptr;
}

Writer& Manager::open(Stream& stream, Writer::Plan plan) {
  plan.info.network_time = runtime_.network_time();
  plan.info.rotation_base = rotation_.base();
  if (plan.postprocessor) plan.info.postprocessor = plan.postprocessor->function->name;
  const std::pair key(plan.info.writer.enum_value(), plan.info.path);
  auto writer = std::make_shared<Writer>(home_of(runtime_), worker_, std::move(plan));
  if (!writer->filter().empty())
    writer->writes =
        own_counter(runtime_, "log_writer_writes", "Number of records that a filter let through to the log",
                    {{"writer", writer->info().writer_name()},
                     {"module", module_of(stream.name)},
                     {"stream", stream.name},
                     {"filter_name", writer->filter()},
                     {"path", writer->info().path}});
  writer->set_buffered(stream.is_buffered);
  notices_.insert(notices_.end(), writer->notices.begin(), writer->notices.end());
  if (writer->is_due_at_times() && !runtime_.terminating) start_rotation(writer);
  if (writer->is_remote() && shipper_) shipper_->writer_created(writer->info());
  return *(stream.writers[key] = std::move(writer));
}

void Manager::start_rotation(const std::shared_ptr<Writer>& writer) {
  const double next = runtime_.network_time() + rotation_.until_next(writer->info().rotation_interval);
  runtime_.add_timer(next, [this, weak = std::weak_ptr<Writer>(writer)](bool early) {
    const std::shared_ptr<Writer> still_there = weak.lock();
    if (!still_there) return;
    rotate(*still_there, early);
    if (!early) start_rotation(still_there);
  });
}

void Manager::rotate(Writer& writer, bool terminating) {
  if (auto notice = rotation_.rotate(writer, terminating)) notices_.push_back(std::move(*notice));
}

void Manager::put(Stream& stream, Writer& writer, Row row) {
  if (const std::string wrong = writer.wrong_size(row.size()); !wrong.empty())
    return runtime_.reporter.warning(Location{}, wrong);
  if (writer.writes) ++writer.writes->value;
  bool is_too_large = writer.write(row, largest_record_) == Written::TooLarge;
  if (!is_too_large && writer.is_remote() && shipper_ && !shipper_->wants_records()) {
    shipper_->record_unwanted(writer.info());
  } else if (!is_too_large && writer.is_remote() && shipper_) {
    serial_.clear();
    append_serial(serial_, row, writer.info().columns);
    is_too_large = serial_.size() > largest_record_ && size_of(row) > largest_record_;
    if (!is_too_large) shipper_->record(writer.info(), serial_);
  }
  if (is_too_large)
    runtime_.raise("net_weird",
                   {string_cell("log_record_too_large"),
                    string_cell(fmt::format("{}: {} bytes", stream.name, size_of(row))), string_cell(writer.name())});
}

// -- the main loop

bool Manager::process(Runtime& runtime) {
  const double now = runtime.host.wall_clock();
  if (now >= next_handover_ || now < next_handover_ - 2 * kHandOverPause) {
    next_handover_ = now + kHandOverPause;
    for (const auto& [id, stream] : streams_)
      for (const auto& [key, writer] : stream->writers) writer->hand_over();
    if (const uint64_t mark = shipper_ ? shipper_->mark() : 0; mark > 0) worker_.mark(mark);
  }
  if (notices_.empty() && !worker_.has_notices()) return false;
  report_all();
  return true;
}

void Manager::report_all() {
  for (const Notice& notice : std::exchange(notices_, {})) report(notice);
  for (const Notice& notice : worker_.take_notices()) report(notice);
}

void Manager::report(const Notice& notice) {
  switch (notice.kind) {
    case Notice::Kind::Error:
      return runtime_.reporter.error(Location{}, notice.text);
    case Notice::Kind::Info:
      return runtime_.reporter.info(Location{}, notice.text);
    case Notice::Kind::Rotated:
    case Notice::Kind::NothingRotated:
      return rotation_.done(notice.ticket, notice.text);
    case Notice::Kind::Marked:
      if (shipper_) shipper_->written(notice.ticket);
  }
}

void Manager::close_all(Stream& stream, bool at_end) {
  for (const auto& [key, writer] : stream.writers) {
    // What peers have sent after the timers had gone.
    if (at_end && writer->filter().empty() && writer->rotates() && writer->has_rows()) rotate(*writer, true);
    writer->close();
  }
}

void Manager::finish(Runtime&) {
  for (const auto& [id, stream] : std::map(streams_)) delays_.release_all(stream);
  has_finished_ = true;
  for (const auto& [id, stream] : streams_) close_all(*stream, true);
  if (const uint64_t mark = shipper_ ? shipper_->mark() : 0; mark > 0) worker_.mark(mark);
  worker_.stop();
  report_all();
}

}  // namespace whimbrel::script::logging
