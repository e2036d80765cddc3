#include "script/builtins/registry.h"

namespace whimbrel::script {

std::string Registry::script(std::string_view file) const {
  const auto found = files_.find(file);
  if (found == files_.end()) return {};
  std::string text = "module GLOBAL;\nexport {\n";
  for (const Builtin& builtin : found->second) {
    const size_t parameters = builtin.signature.find('(');
    text += "global ";
    text += builtin.name();
    text += ": function";
    text += builtin.signature.substr(parameters);
    text += ";\n";
  }
  return text + "}\n";
}

BuiltinBody Registry::find(std::string_view name) const {
  if (by_name_.empty())
    for (const auto& [file, list] : files_)
      for (const Builtin& builtin : list) by_name_.emplace(builtin.name(), builtin.body);
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Registry& builtins() {
  static const Registry all = [] {
    Registry registry;
    add_core_builtins(registry);
    add_string_builtins(registry);
    add_number_builtins(registry);
    add_network_builtins(registry);
    add_container_builtins(registry);
    add_reflection_builtins(registry);
    add_hash_builtins(registry);
    add_probability_builtins(registry);
    add_json_builtins(registry);
    add_file_builtins(registry);
    add_option_builtins(registry);
    add_reporter_builtins(registry);
    return registry;
  }();
  return all;
}

void builtin_error(const BuiltinCall& call, const std::string& text) {
  Reporter& reporter = call.runtime.reporter;
  if (call.expression)
    reporter.error(*call.expression, text);
  else
    reporter.error(Location{}, text);
}

void builtin_error(const BuiltinCall& call, const std::string& text, size_t argument) {
  Reporter& reporter = call.runtime.reporter;
  const Reporter::Subject value(Location{}, text_of(call.arguments[argument], Description::Style::Short));
  if (call.expression)
    reporter.error(*call.expression, value, text);
  else
    reporter.error(value, text);
}

void builtin_warning(const BuiltinCall& call, const std::string& text) {
  if (call.expression)
    call.runtime.reporter.warning(*call.expression, text);
  else
    call.runtime.reporter.warning(Location{}, text);
}

TypePtr named_type(Runtime& runtime, std::string_view name) {
  const Symbol* const symbol = runtime.symbols.find(name);
  assert(symbol && symbol->is_type);
  return symbol->type;
}

Cell enum_cell(Runtime& runtime, std::string_view name) {
  const Symbol* const symbol = runtime.symbols.find(name);
  assert(symbol && symbol->is_enum_constant);
  return symbol->value;
}

Cell string_vector(Runtime& runtime, const std::vector<std::string>& strings) {
  auto vector = make<VectorObject>(Ref<VectorType>(named_type(runtime, "string_vec")->as_vector()));
  for (const std::string& string : strings) vector->cells.push_back(string_cell(string));
  return vector;
}

Cell string_set(Runtime& runtime, const std::vector<std::string>& strings) {
  auto set = make<TableObject>(Ref<TableType>(named_type(runtime, "string_set")->as_table()));
  for (const std::string& string : strings) set->assign({string_cell(string)}, {});
  return set;
}

}  // namespace whimbrel::script
