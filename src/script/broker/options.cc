// The options of the module Broker as those of an endpoint: they have the same names.
#include <fmt/format.h>

#include <algorithm>

#include "script/broker/node.h"

namespace whimbrel::script {

namespace {

std::string option_text(const Cell& value) {
  switch (value.tag()) {
    case Tag::Bool:
      return value.as_bool() ? "T" : "F";
    case Tag::Interval:
      return fmt::format("{}sec", std::max(value.as_double(), 0.0));
    case Tag::Port:
      return std::to_string(value.port_code() & 0xffff);
    case Tag::String:
      return value.string();
    default:
      return std::to_string(value.as_count());
  }
}

/// What the endpoint says, as far as BROKER_CONSOLE_VERBOSITY asks for it: reasons of failures, above all.
std::function<void(std::string_view, std::string_view)> log_for(Host& host) {
  constexpr std::string_view kLevels[] = {"error", "warning", "info", "debug"};
  const std::string wanted = host.environment("BROKER_CONSOLE_VERBOSITY").value_or("quiet");
  const bool wants_all = wanted == "debug" || wanted == "trace";
  const auto last = std::find(std::begin(kLevels), std::end(kLevels), wanted == "verbose" ? "info" : wanted);
  if (last == std::end(kLevels) && !wants_all) return {};
  const std::vector<std::string_view> shown(std::begin(kLevels), wants_all ? std::end(kLevels) : last + 1);
  return [&host, shown](std::string_view level, std::string_view text) {
    if (std::find(shown.begin(), shown.end(), level) != shown.end())
      host.err(fmt::format("broker: {}: {}\n", level, text));
  };
}

}  // namespace

EndpointOptions broker_options(Runtime& runtime) {
  EndpointOptions options;
  options.log = log_for(runtime.host);
  for (const OptionInfo& option : option_table()) {
    const Cell value = runtime.value_of(fmt::format("Broker::{}", option.name));
    if (!value.is_set()) continue;
    const auto set = set_option(options, option.name, option_text(value));
    if (set) continue;
    if (option.name == "scheduler_policy")
      runtime.reporter.fatal({}, "Invalid Broker::scheduler_policy: " + value.string());
    runtime.reporter.fatal({}, "Broker: " + set.error().message());
  }
  return options;
}

}  // namespace whimbrel::script
