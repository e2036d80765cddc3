#include "script/input/manager.h"

#include <fmt/format.h>

#include "script/input/command.h"
#include "script/run/records.h"

namespace whimbrel::script::input {

namespace {

using MakeReader = std::unique_ptr<Reader> (*)(Stream&);
struct ReaderKind {
  std::string_view name;
  MakeReader make;
};
constexpr ReaderKind kReaders[] = {
    {"Input::READER_ASCII", make_ascii_reader},   {"Input::READER_BENCHMARK", make_benchmark_reader},
    {"Input::READER_BINARY", make_binary_reader}, {"Input::READER_CONFIG", make_config_reader},
    {"Input::READER_RAW", make_raw_reader},       {"Input::READER_SQLITE", make_sqlite_reader},
};

struct ManagerState {
  Manager* manager = nullptr;  // owned by the runtime's list of sources
};

bool has_field(RecordObject& record, Runtime& runtime, std::string_view name) {
  const int place = record.type->index_of(name);
  return place >= 0 && record_field(runtime.top_frame(), record, place).is_set();
}

bool is_complete(Runtime& runtime, RecordObject& description) {
  for (const std::string_view name : {"name", "source", "reader", "mode"}) {
    if (has_field(description, runtime, name)) continue;
    runtime.reporter.error(Location{}, fmt::format("Input stream description has no '{}'", name));
    return false;
  }
  return true;
}

}  // namespace

Manager& Manager::of(Runtime& runtime) {
  auto& state = runtime.state<ManagerState>();
  if (!state.manager) {
    auto made = std::make_unique<Manager>();
    state.manager = made.get();
    runtime.sources.push_back(std::move(made));
  }
  return *state.manager;
}

bool Manager::add_table(Runtime& runtime, RecordObject& description) {
  return is_complete(runtime, description) && add(runtime, make_table_stream(runtime, description));
}

bool Manager::add_event(Runtime& runtime, RecordObject& description) {
  return is_complete(runtime, description) && add(runtime, make_event_stream(runtime, description));
}

bool Manager::add(Runtime& runtime, std::unique_ptr<Stream> stream) {
  if (find(stream->name())) {
    runtime.reporter.error(Location{}, fmt::format("Input stream with name '{}' already exists!", stream->name()));
    return false;
  }
  if (!stream->set_up()) return false;
  for (const ReaderKind& kind : kReaders) {
    if (kind.name != stream->reader_name()) continue;
    auto source = std::make_unique<Source>();
    source->stream = std::move(stream);
    source->reader = kind.make(*source->stream);
    sources_.push_back(std::move(source));
    return true;
  }
  runtime.reporter.error(Location{}, fmt::format("The reader for input stream {} does not exist", stream->name()));
  return false;
}

Manager::Source* Manager::find(const std::string& name) const {
  for (const auto& source : sources_)
    if (!source->removed && source->stream->name() == name) return source.get();
  return nullptr;
}

bool Manager::remove(Runtime& runtime, const std::string& name) {
  Source* const source = find(name);
  if (!source) {
    runtime.reporter.error(Location{}, fmt::format("Input stream '{}' does not exist for removal!", name));
    return false;
  }
  source->removed = true;
  return true;
}

bool Manager::update(Runtime& runtime, const std::string& name) {
  Source* const source = find(name);
  if (!source) {
    runtime.reporter.error(Location{}, fmt::format("Input stream '{}' does not exist", name));
    return false;
  }
  ++source->updates;
  return true;
}

// -- the main loop

bool Manager::is_heartbeat(Runtime& runtime) {
  const double now = runtime.host.wall_clock();
  if (now < next_heartbeat_) return false;
  const Cell interval = runtime.value_of("Threading::heartbeat_interval");
  next_heartbeat_ = now + (interval.is_set() ? interval.as_double() : 1.0);
  return true;
}

bool Manager::work(Source& source, bool is_heartbeat) const {
  Reader& reader = *source.reader;
  if (!source.started) {
    source.started = true;
    source.failed = !reader.start();
    if (source.failed) reader.say_it_ends(true);
    reader.poll();
    return true;
  }
  if (source.failed) return false;
  bool worked = reader.poll();
  const bool is_watched = source.stream->mode() != Mode::Manual && !source.removed;
  if (reader.is_busy() || source.failed) return worked;
  if (source.updates > 0) {
    --source.updates;
    source.failed = !reader.update();
    worked = true;
  } else if (is_heartbeat && is_watched) {
    source.failed = !reader.update();
  }
  if (source.failed) reader.say_it_ends(false);
  return worked;
}

bool Manager::process(Runtime& runtime) {
  Command::reap();
  if (sources_.empty()) return false;
  const bool heartbeat = is_heartbeat(runtime);
  bool worked = false;
  // Predicates and &on_change functions may add streams.
  for (size_t i = 0; i < sources_.size(); ++i) worked |= work(*sources_[i], heartbeat);
  std::erase_if(sources_, [](const std::unique_ptr<Source>& source) {
    if (!source->failed) {
      if (!source->removed || !source->started || source->updates > 0 || source->reader->is_busy()) return false;
      source->reader->stop();
    }
    return source->removed;
  });
  return worked;
}

void Manager::finish(Runtime&) {
  for (const auto& source : sources_) source->reader->stop();
  sources_.clear();
  Command::reap();
}

}  // namespace whimbrel::script::input
