// Is this process a supervisor, or one that a supervisor has started? What a command line says of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "script/run/runtime.h"

namespace whimbrel::script {

/// Where a supervised process finds its configuration, as JSON.
constexpr const char* kSupervisedNode = "WHIMBREL_SUPERVISED_NODE";

/// The scripts of a supervised process, beside those of its supervisor.
struct NodeScripts {
  std::optional<bool> bare;
  std::vector<std::string> before, after;
};
/// The command that runs the scripts of this process in another one.
using MakeCommand = std::function<std::vector<std::string>(const NodeScripts&)>;

/// Before scripts are read:
void be_supervisor(Runtime& runtime, MakeCommand make_command);
void be_supervised(Runtime& runtime, std::string configuration);

}  // namespace whimbrel::script
