#include "script/run/profiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace whimbrel::script {
namespace {

// Time in ways of calls beyond these counts for the caller.
constexpr size_t kMostNodes = 100'000;
constexpr size_t kMostDepth = 500;
constexpr size_t kNameWidth = 45;  // a line has 100 columns

double milliseconds(Profiler::Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::string_view kind_of(const Function& function) {
  if (function.builtin) return "built-in";
  switch (function.type->flavour) {
    case Flavour::Event:
      return "event";
    case Flavour::Hook:
      return "hook";
    case Flavour::Function:
      break;
  }
  return "function";
}

/// The name, and where the body stands if there is room for it.
std::string name_of(const Function& function, const Body* body) {
  std::string name = function.name;
  if (name.size() > kNameWidth) return name.substr(0, kNameWidth - 3) + "...";
  if (!body || !body->where) return name;
  const std::string& path = *body->where.file;
  const std::string line = fmt::format(":{}", body->where.first_line);
  for (const std::string& file : {path, path.substr(path.rfind('/') + 1)})
    if (name.size() + 2 + file.size() + line.size() <= kNameWidth) return name + "  " + file + line;
  return name;
}

}  // namespace

// -- while scripts run

void Profiler::charge(Clock::time_point now) {
  if (!levels_.empty()) {
    levels_.back().row->own += now - charged_;
    levels_.back().node->own += now - charged_;
  }
  charged_ = now;
}

void Profiler::enter(const Function& function, const Body* body) {
  const void* const key = body ? static_cast<const void*>(body) : &function;
  Row& row = rows_.try_emplace(key, Row{&function, body}).first->second;
  Node& node = callee(levels_.empty() ? root_ : *levels_.back().node, function);
  ++row.calls;
  ++row.active;
  charge(Clock::now());
  levels_.push_back({&row, &node, charged_});
}

void Profiler::leave() {
  charge(Clock::now());
  const Level level = levels_.back();
  levels_.pop_back();
  if (--level.row->active == 0) level.row->total += charged_ - level.entered;
}

Profiler::Node& Profiler::callee(Node& caller, const Function& function) {
  const auto known = caller.callees.find(&function);
  if (known != caller.callees.end()) return *known->second;
  const bool is_full = nodes_ >= kMostNodes || levels_.size() >= kMostDepth;
  if (is_full && &caller != &root_) return caller;
  ++nodes_;
  auto node = std::make_unique<Node>();
  node->function = &function;
  return *(caller.callees[&function] = std::move(node));
}

// -- afterwards

std::string Profiler::table() const {
  std::vector<const Row*> rows;
  Duration all{};
  for (const auto& [key, row] : rows_) {
    rows.push_back(&row);
    all += row.own;
  }
  std::ranges::sort(rows, [](const Row* a, const Row* b) {
    return a->own != b->own ? a->own > b->own : a->function->name < b->function->name;
  });
  std::string text = fmt::format("{:.3f} ms in functions and handlers, {:.3f} ms since the start\n", milliseconds(all),
                                 milliseconds(Clock::now() - start_));
  text += fmt::format("{:>10} {:>12} {:>12} {:>6}  {:8}  {}\n", "calls", "total ms", "own ms", "own %", "kind", "name");
  for (const Row* row : rows) {
    const double share = all.count() == 0 ? 0 : 100 * milliseconds(row->own) / milliseconds(all);
    text += fmt::format("{:>10} {:>12.3f} {:>12.3f} {:>6.1f}  {:8}  {}\n", row->calls, milliseconds(row->total),
                        milliseconds(row->own), share, kind_of(*row->function), name_of(*row->function, row->body));
  }
  return text;
}

std::string Profiler::folded_stacks() const {
  std::string text;
  add_stacks(root_, "", text);
  return text;
}

void Profiler::add_stacks(const Node& node, const std::string& above, std::string& text) {
  std::vector<const Node*> callees;
  for (const auto& [function, callee] : node.callees) callees.push_back(callee.get());
  std::ranges::sort(callees, {}, [](const Node* callee) { return callee->function->name; });
  for (const Node* callee : callees) {
    const std::string stack = above + callee->function->name;
    const auto own = std::chrono::round<std::chrono::microseconds>(callee->own).count();
    text += fmt::format("{} {}\n", stack, own);
    add_stacks(*callee, stack + ";", text);
  }
}

}  // namespace whimbrel::script
