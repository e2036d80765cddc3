#include "script/builtins/registry.h"

#include "script/run/birthplaces.h"

namespace whimbrel::script {

std::string Registry::script(std::string_view file) const {
  const auto found = files_.find(file);
  if (found == files_.end()) return {};
  std::string text = "module GLOBAL;\nexport {\n";
  for (const Builtin& builtin : found->second) {
    const size_t parameters = builtin.signature.find('(');
    if (parameters == std::string_view::npos) continue;
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

namespace {

std::vector<BuiltinFamily>& other_families() {
  static std::vector<BuiltinFamily> families;
  return families;
}

}  // namespace

void add_builtin_family(BuiltinFamily family) { other_families().push_back(family); }

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
    add_certificate_builtins(registry);
    add_json_builtins(registry);
    add_file_builtins(registry);
    add_option_builtins(registry);
    add_reporter_builtins(registry);
    add_telemetry_builtins(registry);
    for (const BuiltinFamily family : other_families()) family(registry);
    return registry;
  }();
  return all;
}

namespace {

/// The call that messages show; null: none, outside of functions and statements. Of M::__x, called by the script
/// function M::x, users know only the latter.
const Expr* shown_call(const BuiltinCall& call) {
  if (&call.frame == &call.runtime.top_frame()) return nullptr;
  const Function* const caller = call.frame.function;
  if (!call.expression || !caller || !call.frame.call) return call.expression;
  const std::string text = call.expression->text();
  std::string name = text.substr(0, text.find('('));
  const size_t mark = name.find("::__");
  if (mark == std::string::npos) return call.expression;
  name.erase(mark + 2, 2);
  return name == caller->name ? call.frame.call : call.expression;
}

}  // namespace

void builtin_error(const BuiltinCall& call, const std::string& text) {
  Reporter& reporter = call.runtime.reporter;
  if (const Expr* const shown = shown_call(call))
    reporter.error(*shown, text);
  else
    reporter.error(Location{}, text);
}

void builtin_error(const BuiltinCall& call, const std::string& text, size_t argument) {
  Reporter& reporter = call.runtime.reporter;
  const Cell& cell = call.arguments[argument];
  const Expr* const shown = shown_call(call);
  Location where = birthplace(cell, argument_of(call.expression, argument), call.frame);
  if (!shown && !where && cell.is_object() && !call.runtime.is_initialised) where = reporter.default_place;
  const Reporter::Subject value(where, text_of(cell, Description::Style::Short));
  if (shown)
    reporter.error(*shown, value, text);
  else
    reporter.error(value, text);
}

void builtin_warning(const BuiltinCall& call, const std::string& text) {
  if (const Expr* const shown = shown_call(call))
    call.runtime.reporter.warning(*shown, text);
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
