// Supervisor: the processes that the scripts of this one have started, and watches over. It works in the main loop.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script/supervisor/node.h"
#include "script/supervisor/supervision.h"

namespace whimbrel::script::supervisor {

class Supervisor final : public IoSource {
 public:
  Supervisor(Runtime& runtime, MakeCommand make_command);
  /// `configuration`: a Supervisor::NodeConfig, also as JSON. "" if that went well; else what is wrong.
  std::string create(RecordObject& configuration, const std::string& as_json);
  /// An empty name means all. False if there is none of that name.
  bool destroy(std::string_view name);
  bool restart(std::string_view name);
  std::vector<const Node*> find(std::string_view name) const;

  bool counts() const override { return true; }
  bool process(Runtime& runtime) override;
  void finish(Runtime& runtime) override;

 private:
  std::vector<Node*> chosen(std::string_view name);
  ProcessPlan plan_of(RecordObject& configuration, const std::string& as_json) const;
  void show(const Node& node, std::string_view line, bool is_error);

  Runtime& runtime_;
  const MakeCommand make_command_;
  Node::Listener listener_;
  std::vector<std::unique_ptr<Node>> nodes_;    // in order of their names
  std::vector<std::unique_ptr<Node>> leaving_;  // stopped, but still there
};

}  // namespace whimbrel::script::supervisor
