// Subscriptions, and what is published by itself: events, variables, logs.
#include <fmt/format.h>

#include <algorithm>

#include "script/broker/functions.h"
#include "script/broker/node.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

Cell subscribe(BuiltinCall& call) {
  return Cell::boolean(BrokerNode::of(call.runtime).subscribe(c_string_argument(call, 0)));
}

Cell forward(BuiltinCall& call) {
  return Cell::boolean(BrokerNode::of(call.runtime).forward(c_string_argument(call, 0)));
}

Cell unsubscribe(BuiltinCall& call) {
  BrokerNode::of(call.runtime).unsubscribe(c_string_argument(call, 0));
  return Cell::boolean(true);
}

/// Null, after a message, if the argument is no event.
Function* event_argument(const BuiltinCall& call, const char* caller) {
  const Cell& cell = call.arguments[1];
  Function* const function = cell.tag() == Tag::Func ? cell.as<FuncObject>().function.get() : nullptr;
  if (!function || function->type->flavour != Flavour::Event) {
    builtin_error(call, fmt::format("{} must operate on an event", caller));
    return nullptr;
  }
  Function* const known = call.runtime.event(function->name);
  if (!known) builtin_error(call, fmt::format("{} failed to lookup event '{}'", caller, function->name));
  return known;
}

Cell auto_publish(BuiltinCall& call) {
  Function* const event = event_argument(call, "Broker::auto_publish");
  if (!event) return Cell::boolean(false);
  BrokerNode::of(call.runtime);  // it hears of events from now on
  std::vector<std::string>& topics = event->auto_publish;
  const std::string topic = c_string_argument(call, 0);
  const auto place = std::lower_bound(topics.begin(), topics.end(), topic);
  if (place == topics.end() || *place != topic) topics.insert(place, topic);
  return Cell::boolean(true);
}

Cell auto_unpublish(BuiltinCall& call) {
  Function* const event = event_argument(call, "Broker::auto_event_stop");
  if (!event) return Cell::boolean(false);
  std::erase(event->auto_publish, c_string_argument(call, 0));
  return Cell::boolean(true);
}

Cell publish_id(BuiltinCall& call) {
  const std::string topic = c_string_argument(call, 0), name = c_string_argument(call, 1);
  return Cell::boolean(BrokerNode::of(call.runtime).publish_variable(topic, name));
}

Cell flush_logs(BuiltinCall& call) { return Cell::count(BrokerNode::of(call.runtime).flush_logs()); }

}  // namespace

void add_topic_builtins(Registry& registry) {
  registry.begin("messaging.bif");
  registry.add("Broker::subscribe", subscribe);
  registry.add("Broker::forward", forward);
  registry.add("Broker::unsubscribe", unsubscribe);
  registry.add("Broker::auto_publish", auto_publish);
  registry.add("Broker::auto_unpublish", auto_unpublish);
  registry.add("Broker::publish_id", publish_id);
  registry.add("Broker::flush_logs", flush_logs);
}

}  // namespace whimbrel::script
