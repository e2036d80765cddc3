// Symbol: what a name stands for; SymbolTable: the names of all modules.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "script/model/attributes.h"
#include "script/model/function.h"

namespace whimbrel::script {

class Symbol final : public Counted {
 public:
  Symbol(std::string name_, Location where_) : name(std::move(name_)), where(where_) {}

  const std::string name;  ///< full: "M::x"; without a prefix in the global module. Locals: as written
  Location where;
  TypePtr type;                ///< null until it is known
  Ref<Attributes> attributes;  ///< null: none
  Cell value;                  ///< of globals. Functions, events and hooks: a FuncObject
  bool watched = false;        ///< a waiting `when` wants to hear of assignments (run/trigger.h)

  bool is_global = true;
  bool is_exported = false;
  bool is_const = false;  ///< const, and enum constants
  bool is_option = false;
  bool is_type = false;  ///< a name for `type`
  bool is_enum_constant = false;
  bool is_captured = false;               ///< of a lambda or `when`: `slot` counts its captures
  bool out_of_scope = false;              ///< a local whose block is closed
  int slot = -1;                          ///< of locals: place in the frame
  std::optional<std::string> deprecated;  ///< the message, maybe empty
  bool is_used = false;
  ExprPtr initialiser;  ///< as far as there is one

  bool is_redefinable() const { return is_option || has(attributes, AttributeKind::Redef); }
  Function* function() const { return value.tag() == Tag::Func ? value.as<FuncObject>().function.get() : nullptr; }
};
using SymbolPtr = Ref<Symbol>;

/// "M::x" for a name in module M; the name itself if it is qualified already, or M is "GLOBAL".
std::string full_name(std::string_view module, std::string_view name);
/// "M" of "M::x", "GLOBAL" of "x".
std::string module_of(std::string_view full_name);

/// "_", also with a module: a name for what nobody asks for.
inline bool is_blank_name(std::string_view name) { return name == "_" || name.ends_with("::_"); }

class SymbolTable {
 public:
  SymbolTable() = default;
  SymbolTable(const SymbolTable&) = delete;
  SymbolTable& operator=(const SymbolTable&) = delete;
  ~SymbolTable();
  /// By its full name; null if there is none.
  Symbol* find(std::string_view full_name) const;
  /// As seen from inside a module: M::x, then x; a leading "::" means the global module.
  Symbol* lookup(std::string_view module, std::string_view name) const;
  Symbol& add(SymbolPtr symbol);
  const std::map<std::string, SymbolPtr, std::less<>>& all() const { return symbols_; }
  std::set<std::string, std::less<>> modules;  ///< seen so far

 private:
  std::map<std::string, SymbolPtr, std::less<>> symbols_;
};

}  // namespace whimbrel::script
