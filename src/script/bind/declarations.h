// Parts of declaring that more than one file needs.
#pragma once

#include <string_view>
#include <vector>

#include "script/bind/binder.h"

namespace whimbrel::script {

/// The place of a declaration's name.
Location name_place(const syntax::Declaration& declaration);
/// Adds attributes to those that a symbol has; the new ones take the place of others of their kind.
void add_attributes(Symbol& symbol, const Ref<Attributes>& more);
/// Warns of uses in further declarations, as the reference does: not of plain functions.
void warn_if_redeclared(Binder& binder, const Symbol& symbol, const Location& where);
/// A further `global` of an event or hook: another prototype, which handlers may use. Says what is wrong with it.
void add_prototype(Binder& binder, Symbol& symbol, const TypePtr& type, const Ref<Attributes>& attributes,
                   const syntax::Expr* init);
/// A function, event or hook without bodies as the value of its symbol.
Function& make_function_value(Symbol& symbol);

}  // namespace whimbrel::script
