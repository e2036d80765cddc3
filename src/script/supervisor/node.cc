#include "script/supervisor/node.h"

#include <fmt/format.h>

#include <csignal>
#include <utility>

namespace whimbrel::script::supervisor {

namespace {

constexpr std::chrono::seconds kGrace{5};  // from SIGTERM to SIGKILL

}  // namespace

Node::Node(std::string name, Ref<RecordObject> configuration, ProcessPlan plan, const Listener& listener)
    : name_(std::move(name)), configuration_(std::move(configuration)), plan_(std::move(plan)), listener_(listener) {}

std::optional<pid_t> Node::pid() const { return child_ ? std::optional(child_->pid()) : std::nullopt; }

void Node::start(TimePoint now) {
  start_at_.reset();
  kill_at_.reset();
  is_restarted_ = false;
  child_ = std::make_unique<ChildProcess>();
  started_ = now;
  if (const auto result = child_->start(plan_); !result) {
    child_.reset();
    return start_later(result.error().message(), now);
  }
  listener_.on_start(*this);
}

void Node::stop(TimePoint now) {
  is_stopped_ = true;
  start_at_.reset();
  if (!child_ || kill_at_) return;
  child_->signal(SIGTERM);
  kill_at_ = now + kGrace;
}

void Node::restart(TimePoint now) {
  if (!child_) return start(now);
  is_restarted_ = true;
  if (kill_at_) return;
  child_->signal(SIGTERM);
  kill_at_ = now + kGrace;
}

bool Node::read(bool to_end) {
  bool was_something = false;
  for (const bool is_error : {false, true}) {
    const auto take = [&](std::string_view line) {
      was_something = true;
      listener_.on_line(*this, line, is_error);
    };
    LinePipe& pipe = is_error ? child_->err : child_->out;
    to_end ? pipe.drain(take) : pipe.read(take);
  }
  return was_something;
}

bool Node::work(TimePoint now) {
  if (!child_) {
    if (!start_at_ || now < *start_at_) return false;
    start(now);
    return true;
  }
  const auto status = child_->ended();  // first: then all that it has printed can be read
  const bool was_something = read(status.has_value());
  if (status) {
    end(*status, now);
    return true;
  }
  if (kill_at_ && now >= *kill_at_) {
    child_->signal(SIGKILL);
    kill_at_ = now + kGrace;
  }
  return was_something;
}

void Node::end(int status, TimePoint now) {
  child_.reset();
  kill_at_.reset();
  if (is_stopped_) return;
  if (is_restarted_) return start(now);
  start_later(describe_end(status), now);
}

void Node::start_later(const std::string& why, TimePoint now) {
  const auto pause = back_off_.after(now - started_);
  start_at_ = now + pause;
  listener_.warn(
      fmt::format("supervised node '{}' has ended ({}) and is started again in {} s", name_, why, pause.count()));
}

}  // namespace whimbrel::script::supervisor
