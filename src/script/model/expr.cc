#include "script/model/expr.h"

#include <cassert>
#include <cstdlib>

namespace whimbrel::script {

namespace {

/// The binder calls what changes a place only for expressions that can do so.
[[noreturn]] void never_called() {
  assert(!"the expression is no such place");
  std::abort();
}

}  // namespace

std::string Expr::text(Description::Style style) const {
  Description out(style);
  describe(out);
  return out.take();
}

bool Expr::is_assignable(std::string*) const { return false; }
void Expr::assign(Frame&, Cell) const { never_called(); }
void Expr::add(Frame&) const { never_called(); }
void Expr::erase(Frame&) const { never_called(); }

}  // namespace whimbrel::script
