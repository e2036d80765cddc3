// Local variables: parameters, loop variables, and the statements `local` and `const`.
#pragma once

#include <string_view>

#include "script/bind/binder.h"

namespace whimbrel::script {

/// A variable of the current function, without any check. It belongs to no block, so its name stays known to the end of
/// the function.
Symbol& add_local(Binder& binder, std::string_view name, TypePtr type, const Location& where);

StmtPtr bind_local(Binder& binder, const syntax::Stmt& stmt);

/// "no type given" and what else the reference says about a name, which counts as of no type from then on.
void fail_symbol(Binder& binder, Symbol& symbol, const std::string& text);
void fail_symbol(Binder& binder, Symbol& symbol, const Location& also, const std::string& text);

}  // namespace whimbrel::script
