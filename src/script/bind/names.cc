// Names: lookup in scopes and modules, declaring, the end of blocks.
#include "script/bind/binder.h"

namespace whimbrel::script {
namespace {

constexpr std::string_view kGlobalModule = "GLOBAL";

bool is_qualified(std::string_view name) { return name.find("::") != std::string_view::npos; }

/// "x" if the name, as written in the module, can be that of a local: "x" itself, "M::x" in M. Otherwise "".
std::string_view local_part(std::string_view module, std::string_view name) {
  if (!is_qualified(name)) return name;
  const bool is_own =
      name.size() > module.size() + 2 && name.starts_with(module) && name.substr(module.size(), 2) == "::";
  const std::string_view rest = is_own ? name.substr(module.size() + 2) : std::string_view{};
  return is_qualified(rest) ? std::string_view{} : rest;
}

Symbol* find_local(FunctionScope* scope, std::string_view name) {
  for (; scope; scope = scope->outer)
    if (const auto found = scope->locals.find(name); found != scope->locals.end()) return found->second.get();
  return nullptr;
}

/// Qualified names are looked up only as given: full, so to speak.
std::string full_name_of(std::string_view module, std::string_view name) {
  if (name.starts_with("::")) return std::string(name.substr(2));
  if (name.starts_with("GLOBAL::")) return std::string(name.substr(kGlobalModule.size() + 2));
  return full_name(module, name);
}

}  // namespace

Symbol* Binder::lookup(std::string_view name, const Location& where) {
  if (name.starts_with("GLOBAL::") && !ignore_deprecations_)
    warning(where, "Remove in v7.1: Use :: instead of GLOBAL:: (" + std::string(name) + ")");
  if (!name.starts_with("::")) {
    if (Symbol* local = find_local(scope_, local_part(module_, name))) {
      local->is_used = true;
      return local;
    }
  }
  Symbol* symbol = runtime_.symbols.find(full_name_of(module_, name));
  if (!symbol && !is_qualified(name)) symbol = runtime_.symbols.find(name);
  if (!symbol) return nullptr;
  symbol->is_used = true;
  const std::string module = module_of(symbol->name);
  if (is_qualified(name) && module != kGlobalModule && module != module_ && !symbol->is_exported)
    error(where, "identifier is not exported: " + std::string(name));
  return symbol;
}

Symbol* Binder::declare_global(std::string_view name, const Location& where, bool fall_back) {
  const std::string full = full_name_of(module_, name);
  Symbol* symbol = runtime_.symbols.find(full);
  if (!symbol && fall_back && !is_qualified(name)) symbol = runtime_.symbols.find(name);
  if (symbol) {
    const std::string module = module_of(symbol->name);
    if (is_qualified(name) && module != kGlobalModule && module != module_ && !symbol->is_exported)
      error(where, "identifier is not exported: " + std::string(name));
    return symbol;
  }
  auto created = make<Symbol>(full, where);
  created->is_exported = in_export();
  return &runtime_.symbols.add(created);
}

Symbol* Binder::declare_local(std::string_view name, TypePtr type, const Location& where) {
  Symbol* other = find_local(scope_, name);
  if (!other) {
    other = runtime_.symbols.find(full_name(module_, name));
    if (!other) other = runtime_.symbols.find(name);
    if (other) reporter().error(*other, "already a global identifier");
  }
  if (other) {
    if (other->is_const) reporter().error(*other, "already a const identifier");
    reporter().error(*other, Reporter::Subject::place(where), "already defined");
    return nullptr;
  }
  auto symbol = make<Symbol>(full_name(module_, name), where);
  symbol->is_global = false;
  symbol->type = std::move(type);
  symbol->slot = scope_->frame_size++;
  if (!scope_->blocks.empty()) scope_->blocks.back().push_back(symbol.get());
  scope_->locals.emplace(name, symbol);
  return symbol.get();
}

Symbol* Binder::declare_local_anew(std::string_view name, TypePtr type, const Location& where) {
  if (const auto other = scope_->locals.find(name); other != scope_->locals.end()) {
    scope_->hidden.push_back(std::move(other->second));
    scope_->locals.erase(other);
  }
  return declare_local(name, std::move(type), where);
}

void Binder::open_block() {
  if (scope_) scope_->blocks.emplace_back();
}

void Binder::close_block() {
  if (!scope_ || scope_->blocks.empty()) return;
  for (Symbol* symbol : scope_->blocks.back()) symbol->out_of_scope = true;
  scope_->blocks.pop_back();
}

void Binder::warn_if_deprecated(const Symbol& symbol, const Location& where) {
  if (ignore_deprecations_ || !symbol.deprecated) return;
  const std::string& message = *symbol.deprecated;
  warning(where, "deprecated (" + symbol.name + ")" + (message.empty() ? "" : ": " + message));
}

}  // namespace whimbrel::script
