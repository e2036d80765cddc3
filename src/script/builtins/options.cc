// Options: variables that are set at run time, past their change handlers.
#include <fmt/format.h>

#include <algorithm>

#include "script/builtins/registry.h"
#include "script/model/table.h"
#include "script/run/data_casts.h"
#include "script/run/records.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

namespace {

/// The option of that name; null, and reported, if there is none.
Symbol* find_option(const BuiltinCall& call, const std::string& name) {
  Symbol* const symbol = call.runtime.symbols.find(name);
  if (!symbol) {
    builtin_error(call, fmt::format("Could not find ID named '{}'", name));
    return nullptr;
  }
  if (!symbol->is_option) {
    builtin_error(call, fmt::format("ID '{}' is not an option", name));
    return nullptr;
  }
  return symbol;
}

/// The new value as the handlers leave it. Unset if one of them failed.
Cell ask_handlers(BuiltinCall& call, const std::string& name, Cell value, const Cell& location) {
  const auto known = call.runtime.option_handlers.find(name);
  if (known == call.runtime.option_handlers.end()) return value;
  const auto handlers = known->second;  // a handler may add another
  for (const Runtime::OptionHandler& handler : handlers) {
    std::vector<Cell> arguments = {string_cell(name), value};
    if (handler.function->function->type->parameters->fields.size() == 3) arguments.push_back(location);
    value = call.runtime.call_safely(*handler.function, std::move(arguments), &call.frame);
    if (!value.is_set()) return {};
  }
  return value;
}

/// What table() and set() give where no type is known.
bool is_empty_of_any_type(const Cell& value) {
  return value.tag() == Tag::Table && value.as<TableObject>().type->unspecified;
}

/// The value as one of the option's type: the same one, or what Broker::Data holds. Unset, and reported, if it is
/// neither.
Cell fitting_value(const BuiltinCall& call, const std::string& name, const Symbol& option) {
  const Cell& value = call.arguments[1];
  const TypePtr type = type_of(value);
  if (same_type(*type, *option.type)) return value;
  const DataCasts& casts = call.runtime.state<DataCasts>();
  const bool is_data = casts.data_type && same_type(*type, *casts.data_type);
  if (is_data) {
    Cell held = casts.cast(call.runtime, value, option.type);
    if (held.is_set()) return held;
  }
  if (is_empty_of_any_type(value) && option.type->tag() == Tag::Table) {
    return make<TableObject>(Ref<TableType>(option.type->as_table()), option.attributes);
  }
  const std::string got =
      is_data ? fmt::format("broker data '{}'", casts.name_of_held(value)) : fmt::format("'{}'", name_of(type->tag()));
  builtin_error(call, fmt::format("Incompatible type for set of ID '{}': got {}, need '{}'", name, got,
                                  name_of(option.type->tag())));
  return {};
}

Cell set_option(BuiltinCall& call) {
  const std::string& name = call.arguments[0].string();
  Symbol* const option = find_option(call, name);
  if (!option) return Cell::boolean(false);
  Cell value = fitting_value(call, name, *option);
  if (!value.is_set() || call.runtime.terminating) return Cell::boolean(false);
  value = ask_handlers(call, name, std::move(value), call.arguments[2]);
  if (!value.is_set()) return Cell::boolean(false);
  option->value = deep_copy(value);
  if (option->watched) call.runtime.modified(option);
  return Cell::boolean(true);
}

/// What is wrong with a handler for this option; "" if nothing.
std::string wrong_with_handler(const std::string& name, const Symbol& option, const Cell& handler) {
  if (handler.tag() != Tag::Func)
    return fmt::format("Option::on_change needs function argument; got '{}' for ID '{}'", name_of(handler.tag()), name);
  const FuncType& type = *handler.as<FuncObject>().function->type;
  if (type.flavour != Flavour::Function)
    return fmt::format("Option::on_change needs function argument; not hook or event for ID '{}'", name);
  const auto& parameters = type.parameters->fields;
  if (parameters.size() < 2 || parameters.size() > 3)
    return fmt::format(
        "Wrong number of arguments for passed function in Option::on_change for ID '{}'; expected 2 or 3, got {}", name,
        parameters.size());
  if (parameters[0].type->tag() != Tag::String)
    return fmt::format("First argument of passed function has to be string in Option::on_change for ID '{}'; got '{}'",
                       name, name_of(parameters[0].type->tag()));
  if (!same_type(*parameters[1].type, *option.type))
    return fmt::format("Second argument of passed function has to be {} in Option::on_change for ID '{}'; got '{}'",
                       name_of(option.type->tag()), name, name_of(parameters[1].type->tag()));
  if (parameters.size() == 3 && parameters[2].type->tag() != Tag::String)
    return fmt::format("Third argument of passed function has to be string in Option::on_change for ID '{}'; got '{}'",
                       name, name_of(parameters[2].type->tag()));
  if (!type.yield || !same_type(*type.yield, *option.type))
    return fmt::format("Passed function needs to return type '{}' for ID '{}'; got '{}'", name_of(option.type->tag()),
                       name, name_of(type.yield ? type.yield->tag() : Tag::Void));
  return {};
}

Cell set_change_handler(BuiltinCall& call) {
  const std::string& name = call.arguments[0].string();
  const Symbol* const option = find_option(call, name);
  if (!option) return Cell::boolean(false);
  if (const std::string wrong = wrong_with_handler(name, *option, call.arguments[1]); !wrong.empty()) {
    builtin_error(call, wrong);
    return Cell::boolean(false);
  }
  const int priority = static_cast<int>(call.arguments[2].as_int());
  auto& handlers = call.runtime.option_handlers[name];
  const auto place =
      std::ranges::find_if(handlers, [priority](const auto& other) { return other.priority < priority; });
  handlers.insert(place, {Ref<FuncObject>(&call.arguments[1].as<FuncObject>()), priority});
  return Cell::boolean(true);
}

Cell any_set_to_any_vec(BuiltinCall& call) {
  auto vector = make<VectorObject>(Ref<VectorType>(named_type(call.runtime, "any_vec")->as_vector()));
  if (call.arguments[0].tag() != Tag::Table) {
    builtin_error(call, "Option::any_set_to_any_vec: argument is not a set");
    return vector;
  }
  TableObject::Walk walk(call.arguments[0].as<TableObject>());
  while (const TableObject::Entry* const entry = walk.next()) vector->cells.push_back(entry->index[0]);
  return vector;
}

Cell option_names(BuiltinCall& call) {
  std::vector<std::string> names;
  for (const auto& [name, symbol] : call.runtime.symbols.all())
    if (symbol->is_option) names.push_back(name);
  return string_vector(call.runtime, names);
}

}  // namespace

void add_option_builtins(Registry& registry) {
  registry.begin("option.bif");
  registry.add("Option::set(ID: string, val: any, location: string &default=\"\"): bool", set_option);
  registry.add("Option::set_change_handler(ID: string, on_change: any, priority: int &default=0): bool",
               set_change_handler);
  registry.add("Option::any_set_to_any_vec(v: any): any_vec", any_set_to_any_vec);
  registry.add("Option::__names(): string_vec", option_names);
}

}  // namespace whimbrel::script
