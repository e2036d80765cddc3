#include "supervisor.h"

#include <fmt/format.h>

#include <algorithm>

#include "../console.h"

namespace whimbrel::cluster {

namespace {

using Clock = std::chrono::steady_clock;

constexpr seconds kBetweenRows{1};

}  // namespace

Supervisor::Supervisor(const Layout& layout, NodeSettings settings, View& view)
    : settings_(std::move(settings)), view_(view) {
  for (const NodePlan& plan : layout.nodes)
    nodes_.push_back(std::make_unique<Node>(plan, nodes_.size(), peers_of(layout, plan), settings_, view_));
}

bool Supervisor::run(const cli::Signals& signals) {
  while (true) {
    const TimePoint now = Clock::now();
    for (const auto& node : nodes_) node->tick(now);
    if (signals.stop()) begin_stop(now);
    is_stopping_ ? stop_next(now) : start_next(now);
    if (!is_stopping_) tell_if_complete();
    show(now);
    if (!view_.flush()) begin_stop(now);
    if (has_ended()) break;
    wait(signals, now);
  }
  return std::ranges::none_of(nodes_, &Node::has_failed);
}

bool Supervisor::has_ended() const {
  return std::ranges::all_of(nodes_, [](const auto& node) { return node->state() == Node::State::Ended; });
}

void Supervisor::start_next(TimePoint now) {
  for (const auto& node : nodes_) {
    if (node->state() != Node::State::Waiting) continue;
    const auto must_be_first = [&](const auto& other) { return other->plan().type < node->plan().type; };
    const bool may_start =
        std::ranges::all_of(nodes_, [&](const auto& other) { return !must_be_first(other) || other->is_settled(now); });
    if (may_start) node->start(now);
  }
}

void Supervisor::begin_stop(TimePoint now) {
  if (is_stopping_) return;
  is_stopping_ = true;
  view_.stop();
  view_.note("stopping the cluster");
  for (const auto& node : nodes_)
    if (!node->is_running()) node->stop(now);
}

void Supervisor::stop_next(TimePoint now) {
  const auto last = std::find_if(nodes_.rbegin(), nodes_.rend(), [](const auto& node) { return node->is_running(); });
  if (last == nodes_.rend()) return;
  for (const auto& node : nodes_)
    if (node->plan().type == (*last)->plan().type) node->stop(now);
}

void Supervisor::tell_if_complete() {
  const bool were = std::exchange(is_complete_, std::ranges::all_of(nodes_, &Node::is_complete));
  if (is_complete_ && !were)
    view_.note(fmt::format("the cluster is complete: {}", cli::counted(nodes_.size(), "node")));
}

void Supervisor::show(TimePoint now) {
  std::vector<std::pair<Node::State, size_t>> states;
  for (const auto& node : nodes_) states.emplace_back(node->state(), node->peers());
  const bool are_new = states != shown_;
  if (!view_.wants_rows() || (now < next_rows_ && !are_new)) return;
  shown_ = std::move(states);
  next_rows_ = now + kBetweenRows;
  std::vector<NodeRow> rows;
  for (const auto& node : nodes_) rows.push_back(node->row(now));
  view_.show(rows);
}

void Supervisor::wait(const cli::Signals& signals, TimePoint now) const {
  std::vector<int> descriptors;
  TimePoint until = view_.wants_rows() ? next_rows_ : TimePoint::max();
  for (const auto& node : nodes_) {
    node->add_descriptors(descriptors);
    if (const auto due = node->due(); due && *due > now) until = std::min(until, *due);
  }
  signals.wait(until == TimePoint::max() ? std::nullopt : std::optional(until), descriptors);
}

}  // namespace whimbrel::cluster
