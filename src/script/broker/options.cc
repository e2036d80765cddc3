// The options of the module Broker as those of an endpoint: they have the same names.
#include <fmt/format.h>

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

}  // namespace

EndpointOptions broker_options(Runtime& runtime) {
  EndpointOptions options;
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
