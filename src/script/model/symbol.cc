#include "script/model/symbol.h"

namespace whimbrel::script {

namespace {

constexpr std::string_view kGlobalModule = "GLOBAL";

/// The name in the global module that "::x" and "GLOBAL::x" mean; "" if the name is of another form.
std::string_view global_name(std::string_view name) {
  if (name.starts_with("::")) return name.substr(2);
  if (name.starts_with("GLOBAL::")) return name.substr(8);
  return {};
}

}  // namespace

std::string full_name(std::string_view module, std::string_view name) {
  if (const std::string_view global = global_name(name); !global.empty()) return std::string(global);
  if (module.empty() || module == kGlobalModule || name.find("::") != name.npos) return std::string(name);
  return std::string(module) + "::" + std::string(name);
}

std::string module_of(std::string_view full_name) {
  const size_t end = full_name.rfind("::");
  return std::string(end == full_name.npos || end == 0 ? kGlobalModule : full_name.substr(0, end));
}

// Names refer to each other in circles: a function calls itself, a record has a field of its own type. Each circle
// leads over a name, so all of them end when names stand for nothing.
SymbolTable::~SymbolTable() {
  for (auto& [name, symbol] : symbols_) {
    if (Function* const function = symbol->function()) function->clear_bodies();
    if (RecordType* const record = symbol->type ? symbol->type->as_record() : nullptr) {
      record->fields.clear();
      record->prepared = nullptr;
    }
    symbol->type = nullptr;
    symbol->attributes = nullptr;
    symbol->value = Cell();
    symbol->initialiser = nullptr;
  }
}

Symbol* SymbolTable::find(std::string_view full_name) const {
  const auto found = symbols_.find(full_name);
  return found == symbols_.end() ? nullptr : found->second.get();
}

Symbol* SymbolTable::lookup(std::string_view module, std::string_view name) const {
  if (const std::string_view global = global_name(name); !global.empty()) return find(global);
  if (Symbol* symbol = find(full_name(module, name))) return symbol;
  return find(name);
}

Symbol& SymbolTable::add(SymbolPtr symbol) {
  SymbolPtr& place = symbols_[symbol->name];
  place = std::move(symbol);
  return *place;
}

}  // namespace whimbrel::script
