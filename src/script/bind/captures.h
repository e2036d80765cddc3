// What lambdas and `when` take from the function around them, and the checks of their lists of captures.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/bind/binder.h"
#include "script/model/expr.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

struct Capture {
  std::string name;  ///< full, as locals are named
  std::string key;   ///< as written
  SymbolPtr outer;   ///< null: a name that cannot be captured; that has been said
  SymbolPtr inner;   ///< the variable that holds the copy
  bool deep = false;
};

/// Looks up what is captured, in the current scope. Reports names that are no locals.
std::vector<Capture> bind_captures(Binder& binder, const std::vector<syntax::Capture>& list);

/// Makes the copies known in the scope of the lambda or `when`. `in_frame`: they are its first cells; else they lie in
/// the function object.
void declare_captures(std::vector<Capture>& captures, FunctionScope& scope, bool in_frame);

/// Locals of functions around the scope that code in it uses, each once, in the order of use. Captured ones by what
/// they are a copy of.
class OuterLocals final : public Visitor {
 public:
  OuterLocals(const FunctionScope& scope, const std::vector<Capture>& captures) : scope_(scope), captures_(captures) {}
  bool visit(const Expr& expr) override;
  bool visit(const Stmt& stmt) override;
  const std::vector<const Symbol*>& found() const { return found_; }

 private:
  void note(const Symbol* symbol);
  bool belongs_to_scope(const Symbol& symbol) const;

  const FunctionScope& scope_;
  const std::vector<Capture>& captures_;
  std::vector<const Symbol*> found_;
};

/// What is wrong with the list, given what is used: "a is captured but not used inside lambda" and so on.
std::optional<std::string> check_captures(const std::vector<Capture>& captures, const std::vector<const Symbol*>& used,
                                          std::string_view what);

/// "a, copy b".
void describe_captures(Description& out, const std::vector<Capture>& captures, std::string_view separator);

/// What a capture takes: the local's value at the moment, unset if it has none.
Cell captured_value(const Symbol& local, bool deep, Frame& frame);

}  // namespace whimbrel::script
