#include "node.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <filesystem>

namespace whimbrel::cluster {

namespace {

constexpr seconds kPatience{20};  // for a node to be up, before others start all the same

constexpr std::array<std::string_view, 6> kStateNames = {"waiting", "starting", "up", "restart", "stopping", "ended"};

/// The environment of this process, with what makes it one of the node.
std::vector<std::string> environment_of(const NodePlan& plan) {
  std::vector<std::string> all = {"CLUSTER_NODE=" + plan.name,
                                  fmt::format("WHIMBREL_CLUSTER_REPORT={}", ChildProcess::kReportFile)};
  if (const auto address = listen_address(plan); !address.empty() && !std::getenv("ZEEK_DEFAULT_LISTEN_ADDRESS"))
    all.push_back("ZEEK_DEFAULT_LISTEN_ADDRESS=" + address);
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with("CLUSTER_NODE=") && !text.starts_with("WHIMBREL_CLUSTER_REPORT=")) all.emplace_back(text);
  }
  return all;
}

}  // namespace

Node::Node(const NodePlan& plan, size_t index, size_t expected_peers, const NodeSettings& settings, View& view)
    : plan_(plan),
      index_(index),
      expected_peers_(expected_peers),
      settings_(settings),
      view_(view),
      folder_(settings.folder + "/" + plan.name) {
  std::error_code error;  // if there is no folder, the start says so
  std::filesystem::create_directories(folder_, error);
  out_log_.open(folder_ + "/stdout.log", std::ios::app);
  err_log_.open(folder_ + "/stderr.log", std::ios::app);
}

ProcessPlan Node::process_plan() const {
  ProcessPlan plan;
  plan.command = {"whimbrel", "run"};
  plan.command.insert(plan.command.end(), settings_.arguments.begin(), settings_.arguments.end());
  plan.program = "/proc/self/exe";
  plan.environment = environment_of(plan_);
  plan.folder = folder_;
  return plan;
}

bool Node::is_settled(TimePoint now) const {
  return state_ != State::Waiting && (state_ != State::Starting || now >= started_ + kPatience);
}

void Node::start(TimePoint now) {
  child_ = std::make_unique<ChildProcess>();
  started_ = now;
  peers_ = 0;
  if (const auto started = child_->start(process_plan()); !started)
    return restart_later(started.error().message(), now);
  state_ = State::Starting;
  view_.note(fmt::format("{} started (process {})", plan_.name, child_->pid()));
}

void Node::stop(TimePoint now) {
  if (is_running()) {
    if (state_ == State::Stopping) return;
    child_->signal(SIGTERM);
    due_ = now + settings_.grace;
    state_ = State::Stopping;
  } else {
    has_failed_ |= state_ == State::Restart;
    state_ = State::Ended;
  }
}

void Node::tick(TimePoint now) {
  if (state_ == State::Restart && now >= due_) {
    ++restarts_;
    return start(now);
  }
  if (!is_running()) return;
  read();
  if (const auto status = child_->ended()) return on_end(*status, now);
  if (state_ == State::Stopping && now >= due_) {
    view_.note(fmt::format("{} has not ended within {} of SIGTERM; it is killed", plan_.name,
                           rough_time(std::chrono::ceil<seconds>(settings_.grace))));
    has_failed_ = true;
    child_->signal(SIGKILL);
    due_ = TimePoint::max();
  }
}

std::optional<TimePoint> Node::due() const {
  if (state_ == State::Starting) return started_ + kPatience;
  if (state_ != State::Restart && state_ != State::Stopping) return {};
  return due_ == TimePoint::max() ? std::nullopt : std::optional(due_);
}

void Node::add_descriptors(std::vector<int>& to) const {
  if (!is_running()) return;
  for (const int descriptor :
       {child_->end_descriptor(), child_->out.descriptor(), child_->err.descriptor(), child_->report.descriptor()})
    if (descriptor >= 0) to.push_back(descriptor);
}

// -- what it says

LinePipe::OnLine Node::to(View::Stream stream, std::ofstream& log) {
  return [this, stream, &log](std::string_view line) {
    log << line << '\n';
    view_.line(index_, stream, line);
  };
}

void Node::read() {
  child_->out.read(to(View::Stream::Out, out_log_));
  child_->err.read(to(View::Stream::Err, err_log_));
  child_->report.read([this](std::string_view line) { take_report(line); });
  out_log_.flush();
  err_log_.flush();
}

void Node::drain() {
  child_->out.drain(to(View::Stream::Out, out_log_));
  child_->err.drain(to(View::Stream::Err, err_log_));
  child_->report.drain([](std::string_view) {});
  out_log_.flush();
  err_log_.flush();
}

// The lines that scripts/policy/frameworks/cluster/supervised.zeek writes.
void Node::take_report(std::string_view line) {
  constexpr std::string_view kPeers = "peers ";
  if (line == "up" && state_ == State::Starting) {
    state_ = State::Up;
    view_.note(fmt::format("{} is up", plan_.name));
  } else if (line.starts_with(kPeers)) {
    std::from_chars(line.data() + kPeers.size(), line.data() + line.size(), peers_);
  }
}

// -- its end

void Node::on_end(int status, TimePoint now) {
  drain();
  peers_ = 0;
  const bool was_asked = state_ == State::Stopping;
  // SIGTERM may come before it is prepared for it.
  const bool is_good = (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
                       (was_asked && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  if (!was_asked && !is_good) return restart_later("died: " + describe_end(status), now);
  has_failed_ |= !is_good;
  state_ = State::Ended;
  view_.note(plan_.name + (is_good ? std::string(" has ended") : " ended badly: " + describe_end(status)));
}

void Node::restart_later(const std::string& why, TimePoint now) {
  const seconds pause = back_off_.after(now - started_);
  state_ = State::Restart;
  due_ = now + pause;
  view_.note(fmt::format("{} {}; it is started again in {}", plan_.name, why, rough_time(pause)));
}

// -- how it is

NodeRow Node::row(TimePoint now) const {
  NodeRow row{
      plan_.name, std::string(name_of(plan_.type)), plan_.place(), "", "", "", restarts_, peers_, expected_peers_, 0,
      0};
  row.state = kStateNames[static_cast<size_t>(state_)];
  if (state_ == State::Restart)
    row.since = "in " + rough_time(std::chrono::ceil<seconds>(std::max(due_ - now, TimePoint::duration(0))));
  if (!is_running()) return row;
  row.pid = fmt::format("{}", child_->pid());
  row.since = rough_time(std::chrono::floor<seconds>(now - started_));
  row.cpu_seconds = child_->cpu_seconds();
  row.resident_bytes = child_->resident_bytes();
  return row;
}

}  // namespace whimbrel::cluster
