// Names and what they stand for; the call stack.
#include "script/builtins/reflection.h"

#include "script/builtins/support.h"
#include "script/run/backtrace.h"

namespace whimbrel::script {

namespace {

Cell lookup_id(BuiltinCall& call) {
  const Symbol* const symbol = call.runtime.symbols.find(string_argument(call, 0));
  if (!symbol) return string_cell("<unknown id>");
  return symbol->value.is_set() ? symbol->value : string_cell("<no ID value>");
}

/// A record script_id.
Cell script_id(const BuiltinCall& call, const Symbol& symbol) {
  auto record = result_record(call, "script_id");
  set_field(*record, "type_name", string_cell(std::string(name_of(symbol.type ? symbol.type->tag() : Tag::Void))));
  set_field(*record, "exported", Cell::boolean(symbol.is_exported));
  set_field(*record, "constant", Cell::boolean(symbol.is_const));
  set_field(*record, "enum_constant", Cell::boolean(symbol.is_enum_constant));
  set_field(*record, "option_value", Cell::boolean(symbol.is_option));
  set_field(*record, "redefinable", Cell::boolean(symbol.is_redefinable()));
  set_field(*record, "broker_backend", Cell::boolean(has(symbol.attributes, AttributeKind::Backend)));
  if (symbol.value.is_set()) set_field(*record, "value", symbol.value);
  return record;
}

Cell module_id(const BuiltinCall& call) {
  auto record = result_record(call, "script_id");
  set_field(*record, "type_name", string_cell("module"));
  set_field(*record, "exported", Cell::boolean(true));
  for (const char* const field : {"constant", "enum_constant", "option_value", "redefinable", "broker_backend"})
    set_field(*record, field, Cell::boolean(false));
  return record;
}

Cell global_ids(BuiltinCall& call) {
  auto ids = make<TableObject>(Ref<TableType>(named_type(call.runtime, "id_table")->as_table()));
  for (const auto& [name, symbol] : call.runtime.symbols.all())
    ids->assign({string_cell(name)}, script_id(call, *symbol));
  for (const std::string& module : call.runtime.symbols.modules)
    ids->assign({string_cell("module " + module)}, module_id(call));
  return ids;
}

Cell global_options(BuiltinCall& call) {
  std::vector<std::string> names;
  for (const auto& [name, symbol] : call.runtime.symbols.all())
    if (symbol->is_option) names.push_back(name);
  return string_set(call.runtime, names);
}

Cell call_stack(BuiltinCall& call) {
  return backtrace(call.frame, "backtrace", call.expression ? call.expression->where() : Location{});
}

}  // namespace

void add_reflection_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("lookup_ID(id: string): any", lookup_id);
  registry.add("global_ids(): id_table", global_ids);
  registry.add("global_options(): string_set", global_options);
  registry.add("backtrace(): Backtrace", call_stack);
  add_type_builtins(registry);
  add_processing_builtins(registry);
  add_session_builtins(registry);
  add_statistics_builtins(registry);
  add_documentation_builtins(registry);
  add_file_analysis_builtins(registry);
}

}  // namespace whimbrel::script
