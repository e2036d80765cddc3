#include "script/supervisor/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <utility>

#include "script/model/table.h"
#include "script/run/records.h"

namespace whimbrel::script::supervisor {

namespace {

/// Reads the fields of a configuration.
class Fields {
 public:
  Fields(Runtime& runtime, RecordObject& record) : runtime_(runtime), record_(record) {}

  Cell cell(std::string_view name) const {
    const int place = record_.type->index_of(name);
    return place < 0 ? Cell() : record_field(runtime_.top_frame(), record_, place);
  }
  std::string text(std::string_view name) const {
    const Cell value = cell(name);
    return value.is_set() ? value.string() : "";
  }
  std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> all;
    if (const Cell value = cell(name); value.is_set())
      for (const Cell& element : value.as<VectorObject>().cells)
        if (element.is_set()) all.push_back(element.string());
    return all;
  }
  size_t table_size(std::string_view name) const {
    const Cell value = cell(name);
    return value.is_set() ? value.as<TableObject>().size() : 0;
  }

 private:
  Runtime& runtime_;
  RecordObject& record_;
};

/// NAME=VALUE for this process, without those that are set anew.
std::vector<std::string> environment_with(std::vector<std::string> ours) {
  const size_t count = ours.size();
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('=') + 1);
    const auto is_same = [name](const std::string& other) { return other.starts_with(name); };
    if (std::none_of(ours.begin(), ours.begin() + static_cast<int64_t>(count), is_same)) ours.emplace_back(text);
  }
  return ours;
}

std::string in_folder(const std::string& folder, const std::string& file) {
  return file.empty() || folder.empty() ? file : (std::filesystem::path(folder) / file).string();
}

}  // namespace

Supervisor::Supervisor(Runtime& runtime, MakeCommand make_command)
    : runtime_(runtime), make_command_(std::move(make_command)) {
  listener_.on_line = [this](const Node& node, std::string_view line, bool is_error) { show(node, line, is_error); };
  listener_.on_start = [this](const Node& node) {
    runtime_.raise("Supervisor::node_status",
                   {string_cell(node.name()), Cell::count(static_cast<uint64_t>(*node.pid()))});
  };
  listener_.warn = [this](const std::string& text) { runtime_.reporter.warning(Location{}, text); };
}

std::string Supervisor::create(RecordObject& configuration, const std::string& as_json) {
  const Fields fields(runtime_, configuration);
  const std::string name = fields.text("name"), folder = fields.text("directory");
  if (name.empty()) return "node names must not be empty";
  if (name.find(' ') != name.npos) return fmt::format("node names must not contain spaces: '{}'", name);
  if (!find(name).empty()) return fmt::format("node with name '{}' already exists", name);
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return fmt::format("failed to create working directory {}", folder);
  auto node =
      std::make_unique<Node>(name, Ref<RecordObject>(&configuration), plan_of(configuration, as_json), listener_);
  const auto before = [](const auto& one, const auto& other) { return one->name() < other->name(); };
  Node& made = **nodes_.insert(std::ranges::upper_bound(nodes_, node, before), std::move(node));
  made.start(std::chrono::steady_clock::now());
  return "";
}

ProcessPlan Supervisor::plan_of(RecordObject& configuration, const std::string& as_json) const {
  const Fields fields(runtime_, configuration);
  NodeScripts scripts;
  if (const Cell bare = fields.cell("bare_mode"); bare.is_set()) scripts.bare = bare.as_bool();
  scripts.before = fields.texts("addl_base_scripts");
  scripts.after = fields.texts("addl_user_scripts");
  ProcessPlan plan;
  plan.orphan_signal = SIGTERM;  // its logs are still written
  plan.command = make_command_(scripts);
  plan.program = std::exchange(plan.command.at(0), "zeek." + fields.text("name"));
  std::vector<std::string> variables = {fmt::format("{}={}", kSupervisedNode, as_json)};
  if (fields.table_size("cluster") > 0) variables.push_back("CLUSTER_NODE=" + fields.text("name"));
  if (const Cell table = fields.cell("env"); table.is_set()) {
    TableObject::Walk walk(table.as<TableObject>());
    while (const auto* const entry = walk.next())
      variables.push_back(fmt::format("{}={}", entry->index[0].string(), entry->value.string()));
  }
  plan.environment = environment_with(std::move(variables));
  const std::string folder = fields.text("directory");
  plan.folder = folder.empty() ? "." : folder;
  plan.out_file = in_folder(folder, fields.text("stdout_file"));
  plan.err_file = in_folder(folder, fields.text("stderr_file"));
  if (const Cell processor = fields.cell("cpu_affinity"); processor.is_set() && processor.as_int() >= 0)
    plan.processor = static_cast<int>(processor.as_int());
  return plan;
}

std::vector<const Node*> Supervisor::find(std::string_view name) const {
  std::vector<const Node*> found;
  for (const auto& node : nodes_)
    if (name.empty() || node->name() == name) found.push_back(node.get());
  return found;
}

std::vector<Node*> Supervisor::chosen(std::string_view name) {
  std::vector<Node*> found;
  for (const auto& node : nodes_)
    if (name.empty() || node->name() == name) found.push_back(node.get());
  return found;
}

bool Supervisor::destroy(std::string_view name) {
  const auto nodes = chosen(name);
  for (Node* const node : nodes) node->stop(std::chrono::steady_clock::now());
  std::erase_if(nodes_, [&](auto& node) {
    if (std::ranges::find(nodes, node.get()) == nodes.end()) return false;
    leaving_.push_back(std::move(node));
    return true;
  });
  return name.empty() || !nodes.empty();
}

bool Supervisor::restart(std::string_view name) {
  const auto nodes = chosen(name);
  for (Node* const node : nodes) node->restart(std::chrono::steady_clock::now());
  return name.empty() || !nodes.empty();
}

/// Hooks may keep a line from being shown.
void Supervisor::show(const Node& node, std::string_view line, bool is_error) {
  const Cell hook = runtime_.value_of(is_error ? "Supervisor::stderr_hook" : "Supervisor::stdout_hook");
  if (hook.tag() == Tag::Func) {
    const Cell answer =
        runtime_.call_safely(hook.as<FuncObject>(), {string_cell(node.name()), string_cell(std::string(line))});
    if (answer.is_set() && !answer.as_bool()) return;
  }
  const std::string text = fmt::format("[{}] {}\n", node.name(), line);
  is_error ? runtime_.host.err(text) : runtime_.host.out(text);
  runtime_.host.flush();
}

bool Supervisor::process(Runtime&) {
  const TimePoint now = std::chrono::steady_clock::now();
  bool was_something = false;
  // Hooks may create nodes and destroy them.
  for (size_t i = 0; i < nodes_.size(); ++i) was_something |= nodes_[i]->work(now);
  for (size_t i = 0; i < leaving_.size(); ++i) was_something |= leaving_[i]->work(now);
  std::erase_if(leaving_, [](const auto& node) { return node->is_gone(); });
  return was_something;
}

/// Whoever is still there is asked to end, and waited for.
void Supervisor::finish(Runtime& runtime) {
  constexpr int kPause = 100;  // milliseconds, after which pipes are read again
  destroy("");
  while (!leaving_.empty()) {
    if (process(runtime)) continue;
    std::vector<pollfd> ends;
    for (const auto& node : leaving_) ends.push_back({node->end_descriptor(), POLLIN, 0});
    ::poll(ends.data(), ends.size(), kPause);
  }
}

}  // namespace whimbrel::script::supervisor
