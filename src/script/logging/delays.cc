#include "script/logging/delays.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/logging/manager.h"

namespace whimbrel::script::logging {

Delays::Scope::Scope(Delays& delays, const StreamPtr& stream, const Ref<RecordObject>& record,
                     std::unique_ptr<Delayed> delayed)
    : delays_(delays), stream_(stream), record_(record), delayed_(std::move(delayed)), outer_(delays.scope_) {
  delays_.scope_ = this;
}

Delays::Scope::~Scope() { delays_.scope_ = outer_; }

void Delays::fail(const std::string& text) const { runtime_.reporter.error(Location{}, text); }

// -- what scripts ask for

uint64_t Delays::delay(const Cell& id, const Cell& record, const Ref<FuncObject>& callback) {
  if (!scope_) {
    fail("invalid Log::delay() call: outside of Log::log_stream_policy() hook");
    return 0;
  }
  if (scope_->stream_->id.enum_value() != id.enum_value() || record.object() != scope_->record_.get()) {
    fail("invalid Log::delay() call: argument mismatch with active Log::write()");
    return 0;
  }
  std::unique_ptr<Delayed>& delayed = scope_->delayed_;
  if (!delayed) {
    delayed = std::make_unique<Delayed>();
    delayed->token = ++last_token_;
    delayed->record = scope_->record_;
  }
  ++delayed->holds;
  if (callback) delayed->callbacks.push_back(callback);
  return delayed->token;
}

Delayed* Delays::find(const StreamPtr& stream, uint64_t token) const {
  for (Scope* scope = scope_; scope; scope = scope->outer_)
    if (scope->stream_ == stream && scope->delayed_ && scope->delayed_->token == token) return scope->delayed_.get();
  for (const auto& delayed : stream->delayed)
    if (delayed->token == token) return delayed.get();
  return nullptr;
}

bool Delays::finish(const Cell& id, const Cell& record, uint64_t token) {
  const StreamPtr stream = manager_.stream(id);
  if (!stream) return false;
  if (token == 0) {
    fail("invalid Log::delay_finish() call: invalid token provided");
    return false;
  }
  const auto* const given = static_cast<const void*>(record.object());
  Delayed* const delayed = find(stream, token);
  if (!delayed) {
    fail(fmt::format("non-existing log record for token={} {}", token, given));
    return false;
  }
  const auto* const held = static_cast<const void*>(delayed->record.get());
  if (held != given) {
    fail(fmt::format("record mismatch token={} {} and {}", token, held, given));
    return false;
  }
  if (delayed->holds == 0) {
    fail(fmt::format("delay reference underflow for token={}", token));
    return false;
  }
  --delayed->holds;
  if (delayed->holds > 0) return true;
  const auto waiting = std::find_if(stream->delayed.begin(), stream->delayed.end(),
                                    [&](const auto& one) { return one.get() == delayed; });
  if (waiting == stream->delayed.end()) return true;  // still in its hook, which ends soon
  std::unique_ptr<Delayed> released = std::move(*waiting);
  stream->delayed.erase(waiting);
  release(stream, std::move(released));
  return true;
}

void Delays::set_interval(const StreamPtr& stream, double seconds) {
  stream->max_delay = seconds;
  if (stream->delayed.empty()) return;
  stream->has_delay_timer = false;
  start_timer(stream);
}

void Delays::set_limit(const StreamPtr& stream, size_t records) {
  stream->max_delayed = records;
  shrink(stream);
}

// -- the queue

void Delays::keep(const StreamPtr& stream, std::unique_ptr<Delayed> delayed) {
  if (delayed->holds == 0) return release(stream, std::move(delayed));
  delayed->since = runtime_.network_time();
  stream->delayed.push_back(std::move(delayed));
  shrink(stream);
  start_timer(stream);
}

void Delays::shrink(const StreamPtr& stream) {
  if (stream->is_shrinking || stream->delayed.size() <= stream->max_delayed) return;
  // Each record once: its callback may hold it back again.
  stream->is_shrinking = true;
  for (size_t left = stream->delayed.size(); left > 0 && stream->delayed.size() > stream->max_delayed; --left)
    release_first(stream);
  stream->is_shrinking = false;
  if (stream->delayed.size() > stream->max_delayed)
    runtime_.reporter.warning(
        Location{}, fmt::format("unable to evict delayed records for stream {} queue_size={}, all re-delayed?",
                                stream->name, stream->delayed.size()));
}

void Delays::release_all(const StreamPtr& stream) {
  // No more than there are now: a callback may hold its record back again.
  for (size_t left = stream->delayed.size(); left > 0 && !stream->delayed.empty(); --left) release_first(stream);
}

void Delays::release_first(const StreamPtr& stream) {
  std::unique_ptr<Delayed> first = std::move(stream->delayed.front());
  stream->delayed.pop_front();
  first->holds = 0;
  release(stream, std::move(first));
}

void Delays::release(const StreamPtr& stream, std::unique_ptr<Delayed> delayed) {
  const std::vector<Ref<FuncObject>> callbacks = std::exchange(delayed->callbacks, {});
  const Ref<RecordObject> record = delayed->record;
  bool is_wanted = true;
  {
    Scope scope(*this, stream, record, std::move(delayed));
    for (const Ref<FuncObject>& callback : callbacks) {
      const Cell answer = runtime_.call_safely(*callback, {Cell(record), stream->id});
      if (answer.is_set() && !answer.as_bool()) is_wanted = false;
    }
    delayed = scope.take();
  }
  if (!is_wanted) return;
  if (delayed->holds > 0 && !runtime_.terminating) return keep(stream, std::move(delayed));
  manager_.write_to_filters(stream, record, false);
}

void Delays::start_timer(const StreamPtr& stream) {
  if (stream->has_delay_timer || stream->delayed.empty()) return;
  stream->has_delay_timer = true;
  runtime_.add_timer(stream->delayed.front()->since + stream->max_delay,
                     [this, id = stream->id](bool early) { expire(id, early); });
}

void Delays::expire(const Cell& id, bool all) {
  const StreamPtr stream = manager_.stream(id);
  if (!stream) return;
  stream->has_delay_timer = false;
  const double now = runtime_.network_time();
  for (size_t left = stream->delayed.size();
       left > 0 && !stream->delayed.empty() && (all || stream->delayed.front()->since + stream->max_delay <= now);
       --left)
    release_first(stream);
  start_timer(stream);
}

}  // namespace whimbrel::script::logging
