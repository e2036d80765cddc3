#include "script/run/process.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "script/model/objects.h"
#include "script/run/trigger.h"

namespace whimbrel::script {
namespace {

// How long a process that nothing wakes waits before it looks again, in seconds.
constexpr double kIdlePause = 0.1;
constexpr uint64_t kDefaultTimersPerRound = 300;

bool is_on(Runtime& runtime, std::string_view option, bool fallback) {
  const Cell value = runtime.value_of(option);
  return value.is_set() ? value.as_bool() : fallback;
}

// The event that tells scripts of such a message; "" for none.
std::string_view event_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return "reporter_info";
    case Severity::Warning:
    case Severity::ExpressionWarning:
    case Severity::InternalWarning:
      return "reporter_warning";
    case Severity::Error:
    case Severity::ExpressionError:
    case Severity::RuntimeError:
      return "reporter_error";
    case Severity::Fatal:
      return "";
  }
  return "";
}

void raise_message(Runtime& runtime, const Diagnostic& diagnostic) {
  const Event* const current = runtime.current_event();
  if (current && current->handler->is_error_handler) return;
  const std::string_view event = event_of(diagnostic.severity);
  if (event.empty()) return;
  runtime.raise(event,
                {Cell::time(runtime.network_time()), string_cell(diagnostic.text), string_cell(diagnostic.place)});
}

class Process {
 public:
  Process(Runtime& runtime, const ProcessOptions& options) : runtime_(runtime), options_(options) {}

  void run(const std::vector<StmtPtr>& statements, int frame_size) {
    note_status("INITIALIZING", "main");
    runtime_.is_initialised = true;
    clock_runs_ = is_on(runtime_, "allow_network_time_forward", true);
    ends_on_request_only_ = is_on(runtime_, "exit_only_after_terminate", false);
    forward_clock();
    start_expiry_of_globals();
    initialise(statements, frame_size);
    if (ends_on_request_only_ || counts_on_sources() || runtime_.next_timer()) loop();
    shut_down();
  }

  void note_status(const char* state, const char* where) {
    if (options_.status_file.empty() || !keeps_status_) return;
    std::ofstream file(options_.status_file);
    keeps_status_ = static_cast<bool>(file << state << " [" << where << "]\n" << std::flush);
    if (!keeps_status_)
      runtime_.reporter.warning(Location{}, "the state of the process cannot be written to " + options_.status_file);
  }

 private:
  // -- the start

  void initialise(const std::vector<StmtPtr>& statements, int frame_size) {
    runtime_.raise("zeek_init", {});
    run_top_level(statements, frame_size);
    for (const ProcessOptions::LoadedScript& script : options_.loaded)
      runtime_.raise("zeek_script_loaded",
                     {string_cell(script.path), Cell::count(static_cast<uint64_t>(script.level))});
    raise_messages();
    runtime_.drain();
    if (runtime_.reporter.errors() > 0 && !options_.allow_init_errors)
      runtime_.reporter.fatal({}, "errors occurred while initializing");
    apply_reporter_switches();
  }

  void run_top_level(const std::vector<StmtPtr>& statements, int frame_size) {
    Frame frame(runtime_, nullptr, nullptr, static_cast<size_t>(frame_size), nullptr);
    try {
      for (const StmtPtr& statement : statements)
        if (statement->exec(frame) == Flow::Return) break;
    } catch (const Interrupt&) {
      runtime_.reporter.fatal({}, "failed to execute script statements at top-level scope");
    }
  }

  void start_expiry_of_globals() {
    for (const auto& [name, symbol] : runtime_.symbols.all())
      if (symbol->value.tag() == Tag::Table) start_expiry(runtime_, symbol->value.as<TableObject>());
  }

  void raise_messages() {
    Reporter& reporter = runtime_.reporter;
    reporter.on_message = [&runtime = runtime_, before = std::move(reporter.on_message)](const Diagnostic& diagnostic) {
      if (before) before(diagnostic);
      raise_message(runtime, diagnostic);
    };
  }

  void apply_reporter_switches() {
    Reporter& reporter = runtime_.reporter;
    reporter.info_to_stderr = is_on(runtime_, "Reporter::info_to_stderr", true);
    reporter.warnings_to_stderr = is_on(runtime_, "Reporter::warnings_to_stderr", true);
    reporter.errors_to_stderr = is_on(runtime_, "Reporter::errors_to_stderr", true);
  }

  // -- the main loop

  void loop() {
    note_status("RUNNING", "run_loop");
    const Cell most = runtime_.value_of("max_timer_expires");
    const uint64_t timers_per_round = most.is_set() ? most.as_count() : kDefaultTimersPerRound;
    while (counts_on_sources() || ends_on_request_only_) {
      const bool is_busy = process_sources();
      forward_clock();
      runtime_.expire_timers(timers_per_round);
      runtime_.drain();
      if (runtime_.host.stop_requested()) {
        runtime_.reporter.info({}, "received termination signal");
        return;
      }
      if (!is_busy) runtime_.host.wait(pause());
    }
  }

  bool counts_on_sources() const {
    return std::any_of(runtime_.sources.begin(), runtime_.sources.end(),
                       [](const std::unique_ptr<IoSource>& source) { return source->counts(); });
  }

  // Handlers that run from here may add sources.
  bool process_sources() {
    bool is_busy = false;
    for (size_t i = 0; i < runtime_.sources.size(); ++i) is_busy |= runtime_.sources[i]->process(runtime_);
    return is_busy;
  }

  void forward_clock() {
    if (!clock_runs_) return;
    const double now = runtime_.host.wall_clock();
    if (now > runtime_.network_time()) runtime_.set_network_time(now);
  }

  double pause() const {
    if (!runtime_.queue_is_empty() || runtime_.triggers().has_pending()) return 0;
    const std::optional<double> timer = runtime_.next_timer();
    if (!timer) return kIdlePause;
    const double now = clock_runs_ ? runtime_.host.wall_clock() : runtime_.network_time();
    if (!clock_runs_ && *timer > now) return kIdlePause;
    return std::clamp(*timer - now, 0.0, kIdlePause);
  }

  // -- the end

  void shut_down() {
    note_status("TERMINATING", "finish_run");
    runtime_.drain();
    call_net_done();
    runtime_.terminating = true;
    runtime_.expire_all_timers();
    for (int i = 0; i < 3; ++i) runtime_.drain();
    note_status("TERMINATING", "terminate_zeek");
    runtime_.raise("zeek_done", {});
    runtime_.expire_all_timers();
    while (!runtime_.queue_is_empty() && !runtime_.interrupted) runtime_.drain();
    runtime_.drain();
    runtime_.triggers().drop_all();
    runtime_.finish_sources();
    runtime_.drain();
  }

  void call_net_done() {
    Function* const handler = runtime_.event("net_done");
    if (!handler || handler->bodies.empty()) return;
    runtime_.call_safely(*make<FuncObject>(Ref<Function>(handler)), {Cell::time(runtime_.network_time())});
  }

  Runtime& runtime_;
  const ProcessOptions& options_;
  bool keeps_status_ = true;  // in a file, if the options name one
  bool clock_runs_ = true;
  bool ends_on_request_only_ = false;
};

}  // namespace

int run_process(Runtime& runtime, const std::vector<StmtPtr>& statements, int frame_size,
                const ProcessOptions& options) {
  if (runtime.reporter.errors() > 0) return 1;
  if (options.parse_only) return 0;
  Process process(runtime, options);
  int status = 0;
  try {
    process.run(statements, frame_size);
  } catch (const ExitProcess& exit) {
    status = exit.status;
  }
  runtime.host.flush();
  process.note_status("TERMINATED", "atexit");
  return status;
}

}  // namespace whimbrel::script
