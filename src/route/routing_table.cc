#include "route/routing_table.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr size_t kRecent = 256;

size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.begin() + std::min(a.size(), b.size()), b.begin()).first -
                             a.begin());
}

}  // namespace

// A node stands for the bytes of the labels on the way to it. Children differ in the first byte of their labels and are
// sorted by it.
struct RoutingTable::Node {
  std::string label;
  std::vector<std::unique_ptr<Node>> children;
  std::vector<Numbered> sinks;

  auto position(char first) const {
    return std::lower_bound(children.begin(), children.end(), first,
                            [](const auto& child, char c) { return child->label[0] < c; });
  }
  Node* child(std::string_view rest) const {
    if (rest.empty()) return nullptr;
    const auto at = position(rest[0]);
    return at != children.end() && (*at)->label[0] == rest[0] ? at->get() : nullptr;
  }
  // Cuts the label after n bytes; what hung below hangs below the second half.
  void split(size_t n) {
    auto lower = std::make_unique<Node>();
    lower->label = label.substr(n);
    lower->children.swap(children);
    lower->sinks.swap(sinks);
    label.resize(n);
    children.push_back(std::move(lower));
  }
};

RoutingTable::RoutingTable() : root_(std::make_unique<Node>()), recent_(kRecent) {}
RoutingTable::~RoutingTable() = default;

void RoutingTable::set(Sink sink, std::vector<std::string> prefixes) {
  auto known = prefixes_.find(sink);
  if (known != prefixes_.end())
    for (const std::string& prefix : known->second.prefixes) remove(sink, prefix);
  else if (!prefixes.empty())
    known = prefixes_.emplace(sink, Known{++last_number_, {}}).first;
  for (const std::string& prefix : prefixes) add(sink, prefix);
  if (!prefixes.empty())
    known->second.prefixes = std::move(prefixes);
  else if (known != prefixes_.end())
    prefixes_.erase(known);
  for (Answer& answer : recent_) answer.known = false;
}

std::span<const RoutingTable::Sink> RoutingTable::match(std::string_view topic) {
  Answer& answer = recent_[std::hash<std::string_view>()(topic) % kRecent];
  if (!answer.known || answer.topic != topic) {
    answer.topic = topic;
    answer.sinks.clear();
    find(topic, answer.sinks);
    answer.known = true;
  }
  return answer.sinks;
}

void RoutingTable::add(Sink sink, std::string_view prefix) {
  Node* node = root_.get();
  while (!prefix.empty()) {
    Node* next = node->child(prefix);
    if (!next) {
      auto leaf = std::make_unique<Node>();
      leaf->label = prefix;
      next = leaf.get();
      node->children.insert(node->position(prefix[0]), std::move(leaf));
    }
    const size_t common = common_prefix(prefix, next->label);
    if (common < next->label.size()) next->split(common);
    prefix.remove_prefix(common);
    node = next;
  }
  node->sinks.push_back({prefixes_.at(sink).number, sink});
}

void RoutingTable::remove(Sink sink, std::string_view prefix) {
  std::vector<Node*> path = {root_.get()};
  while (!prefix.empty()) {
    Node* next = path.back()->child(prefix);
    prefix.remove_prefix(next->label.size());
    path.push_back(next);
  }
  auto& sinks = path.back()->sinks;
  sinks.erase(std::ranges::find(sinks, sink, &Numbered::second));
  // Nodes that lead nowhere any more go; a chain that does not branch stays as it is, which costs a comparison.
  while (path.size() > 1 && path.back()->sinks.empty() && path.back()->children.empty()) {
    const char first = path.back()->label[0];
    path.pop_back();
    path.back()->children.erase(path.back()->position(first));
  }
}

void RoutingTable::find(std::string_view topic, std::vector<Sink>& found) {
  matches_.clear();
  for (const Node* node = root_.get(); node;) {
    matches_.insert(matches_.end(), node->sinks.begin(), node->sinks.end());
    const Node* next = node->child(topic);
    if (next && !topic.starts_with(next->label)) break;
    if (next) topic.remove_prefix(next->label.size());
    node = next;
  }
  std::sort(matches_.begin(), matches_.end());
  matches_.erase(std::unique(matches_.begin(), matches_.end()), matches_.end());
  for (const auto& [number, sink] : matches_) found.push_back(sink);
}

}  // namespace whimbrel
