// Events on their way: publish, make_event, and publishing to a pool of nodes.
#include <fmt/format.h>

#include "script/broker/data_access.h"
#include "script/broker/functions.h"
#include "script/broker/node.h"

namespace whimbrel::script {

namespace {

bool is_unspecified(const Cell& cell) {
  if (cell.tag() == Tag::Table) return cell.as<TableObject>().type->unspecified;
  return cell.tag() == Tag::Vector && cell.as<VectorObject>().type->unspecified;
}

bool is_of_type(const Cell& cell, const TypePtr& wanted) {
  if (wanted->tag() == Tag::Any) return true;
  if (wanted->tag() != cell.tag()) return false;
  if (wanted->tag() < Tag::Any && wanted->tag() != Tag::Enum) return true;
  if (is_unspecified(cell)) return true;
  const TypePtr is = type_of(cell);
  return is.get() == wanted.get() || same_type(*is, *wanted);
}

/// An event and its arguments, as a call names them.
class EventArguments {
 public:
  /// `first`: which of the call's arguments is the event.
  EventArguments(const BuiltinCall& call, size_t first) : call_(call), first_(first) {}

  /// False, after a message, if it is no event, or something is wrong with the arguments.
  bool check() {
    const Cell event = call_.arguments.size() > first_ ? call_.arguments[first_] : Cell();
    function_ = event.tag() == Tag::Func ? event.as<FuncObject>().function.get() : nullptr;
    if (!function_ || function_->type->flavour != Flavour::Event)
      return fail("attempt to convert non-event into an event type");
    const std::vector<Field>& parameters = function_->type->parameters->fields;
    if (size() != parameters.size())
      return fail(fmt::format("bad # of arguments: got {}, expect {}", size() + 1, parameters.size() + 1));
    for (size_t i = 0; i < parameters.size(); ++i)
      if (!is_of_type(argument(i), parameters[i].type))
        return fail(fmt::format("event parameter #{} type mismatch, got {}, expect {}", i + 1,
                                name_of(argument(i).tag()), name_of(parameters[i].type->tag())));
    return true;
  }

  const std::string& name() const { return function_->name; }
  size_t size() const { return call_.arguments.size() - first_ - 1; }
  const Cell& argument(size_t i) const { return call_.arguments[first_ + 1 + i]; }

  /// False, after messages, if one of them cannot travel.
  bool write(WireWriter& writer, ByteSink& out) const {
    for (size_t i = 0; i < size(); ++i)
      if (!write_unwrapped(writer, call_.runtime, out, argument(i))) return complain(writer, i);
    return true;
  }

  bool complain(const WireWriter& writer, size_t i) const {
    if (!is_data(call_.runtime, argument(i))) report_failed_conversion(call_, writer);
    return fail(
        fmt::format("failed to convert param #{} of type {} to broker data", i + 1, name_of(argument(i).tag())));
  }

 private:
  bool fail(const std::string& text) const {
    builtin_error(call_, text);
    return false;
  }

  const BuiltinCall& call_;
  const size_t first_;
  const Function* function_ = nullptr;
};

bool is_event_record(const BuiltinCall& call, const Cell& cell) {
  return cell.tag() == Tag::Record &&
         same_type(*cell.as<RecordObject>().type, *named_type(call.runtime, "Broker::Event"));
}

/// The record's fields in any order of checks: without a name it is what a failed make_event() gives.
bool publish_record(const BuiltinCall& call, BrokerNode& node, std::string_view topic, RecordObject& record) {
  const Cell name = record_field(call.frame, record, 0), arguments = record_field(call.frame, record, 1);
  if (!node.has_peers()) return true;
  if (!name.is_set() || !arguments.is_set()) return false;
  const std::vector<Cell>& cells = arguments.as<VectorObject>().cells;
  ByteBuffer& out = node.message();
  BrokerNode::begin_event(out, name.string(), cells.size());
  for (const Cell& cell : cells)
    if (!cell.is_set() || !write_unwrapped(node.writer(), call.runtime, out, cell)) return false;
  BrokerNode::end_event(out, call.runtime.network_time());
  node.send_event(topic);
  return true;
}

/// What stands in the call from `first` on: a record Broker::Event, or an event and its arguments.
bool publish_to(const BuiltinCall& call, std::string_view topic, size_t first) {
  BrokerNode& node = BrokerNode::of(call.runtime);
  if (call.arguments.size() == first + 1 && is_event_record(call, call.arguments[first]))
    return publish_record(call, node, topic, call.arguments[first].as<RecordObject>());
  EventArguments event(call, first);
  if (!event.check()) return !node.has_peers();
  if (!node.has_peers()) return true;
  ByteBuffer& out = node.message();
  BrokerNode::begin_event(out, event.name(), event.size());
  if (!event.write(node.writer(), out)) return false;
  BrokerNode::end_event(out, call.runtime.network_time());
  node.send_event(topic);
  return true;
}

Cell publish(BuiltinCall& call) {
  if (call.arguments.size() < 2) {
    builtin_error(call, "publish takes a topic, and an event with its arguments or a record Broker::Event");
    return Cell::boolean(false);
  }
  if (call.arguments[0].tag() != Tag::String) {
    builtin_error(call, "expected type string for topic");
    return Cell::boolean(false);
  }
  if (call.arguments[0].string().find('\0') == std::string::npos)
    return Cell::boolean(publish_to(call, call.arguments[0].string(), 1));
  return Cell::boolean(publish_to(call, c_string_argument(call, 0), 1));
}

Cell make_event(BuiltinCall& call) {
  auto record = result_record(call, "Broker::Event");
  EventArguments event(call, 0);
  if (!event.check()) return record;
  auto arguments = result_vector(call, "Broker::DataVector");
  WireWriter writer(call.runtime);
  for (size_t i = 0; i < event.size(); ++i) {
    auto value = value_of_cell(writer, call.runtime, event.argument(i));
    if (!value) {
      event.complain(writer, i);
      return record;
    }
    arguments->cells.push_back(data_record(call.runtime, std::move(*value)));
  }
  set_field(*record, "name", string_cell(event.name()));
  set_field(*record, "args", arguments);
  return record;
}

/// The topic of the node of a pool that a script function chooses; "" if there is none.
std::string topic_in_pool(const BuiltinCall& call, std::string_view chooser) {
  const Symbol* const function = call.runtime.symbols.find(chooser);
  if (!function || function->value.tag() != Tag::Func) return {};
  const Cell topic = call.runtime.call(function->value.as<FuncObject>(), {call.arguments[0], call.arguments[1]},
                                       &call.frame, call.expression);
  return topic.is_set() ? topic.string() : std::string();
}

Cell publish_in_pool(const BuiltinCall& call, std::string_view chooser) {
  if (call.arguments.size() < 3) {
    builtin_error(call, "takes a pool, a key, and an event with its arguments or a record Broker::Event");
    return Cell::boolean(false);
  }
  const Cell& pool = call.arguments[0];
  const TypePtr wanted = named_type(call.runtime, "Cluster::Pool");
  if (pool.tag() != Tag::Record || !same_type(*pool.as<RecordObject>().type, *wanted)) {
    builtin_error(call, "expected type Cluster::Pool for pool");
    return Cell::boolean(false);
  }
  const std::string topic = topic_in_pool(call, chooser);
  return Cell::boolean(!topic.empty() && publish_to(call, topic, 2));
}

Cell publish_rr(BuiltinCall& call) {
  const bool has_pool = !call.arguments.empty() && call.arguments[0].tag() == Tag::Record;
  if (has_pool && call.arguments.size() > 1 && call.arguments[1].tag() != Tag::String) {
    builtin_error(call, fmt::format("expected type string for key, got {}", name_of(call.arguments[1].tag())));
    return Cell::boolean(false);
  }
  return publish_in_pool(call, "Cluster::rr_topic");
}

Cell publish_hrw(BuiltinCall& call) { return publish_in_pool(call, "Cluster::hrw_topic"); }

}  // namespace

void add_event_builtins(Registry& registry) {
  registry.begin("messaging.bif");
  registry.add("Broker::make_event", make_event);
  registry.add("Broker::publish", publish);
  registry.begin("cluster.bif");
  registry.add("Cluster::publish_rr", publish_rr);
  registry.add("Cluster::publish_hrw", publish_hrw);
}

}  // namespace whimbrel::script
