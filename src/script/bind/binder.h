// Binder: turns syntax into checked code. Resolves names, finds types, converts values, evaluates initialisers as they
// come, and says what is wrong in the reference's words and order.
//
// One Binder reads all scripts of a run. Its parts:
//   names.cc         modules, scopes, lookup
//   types.cc         syntax types to types; attributes.cc
//   declarations.cc  variables, redef, enums, records;  functions.cc  bodies, prototypes, lambdas
//   statements.cc, when.cc
//   expressions: expr_*.cc make them; expr_*.h are the classes they make
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/model/symbol.h"
#include "script/run/runtime.h"
#include "script/syntax/ast.h"
#include "script/syntax/parser.h"

namespace whimbrel::script {

/// Thrown where the reference stops parsing for good: "unknown identifier X", syntax errors.
struct StopParsing {};

/// The function that is being bound: one flat frame for all its blocks.
struct FunctionScope {
  Ref<FuncType> type;  ///< null: top-level statements
  std::map<std::string, SymbolPtr, std::less<>> locals;
  std::vector<std::vector<Symbol*>> blocks;  ///< what each open block has declared
  std::vector<SymbolPtr> hidden;             ///< locals whose names others have taken over
  int frame_size = 0;
  std::vector<Symbol*> aggregates;  ///< locals that are made empty when the body starts
  bool assigns_parameters = false;
  bool is_lambda = false, is_when = false, is_hook = false;
  bool in_when_condition = false;
  TypePtr inferred_yield;  ///< `$f(x: count) = {...}`
  bool infers_yield = false;
  std::vector<SymbolPtr> captures;
  FunctionScope* outer = nullptr;  ///< of a lambda or `when`
  int loops = 0, switches = 0;
  bool in_casting_case = false;     ///< of a switch: `case type T as x`
  bool may_return_nothing = false;  ///< the body of a `when`
  std::string declaring;            ///< the local whose initialiser is being bound
};

class Binder final : public syntax::ParserClient {
 public:
  explicit Binder(Runtime& runtime);
  ~Binder() override;

  // -- ParserClient
  void on_declaration(syntax::Declaration declaration) override;
  void on_statement(syntax::StmtPtr statement) override;
  void on_file_begin(const std::string& path, int level) override;
  void on_file_end() override;
  bool on_condition(const syntax::Expr& condition) override;
  bool is_defined(std::string_view name, const Location& where) override;
  void warning(const Location& where, const std::string& text) override;
  void error(const Location& where, const std::string& text) override;
  void fatal(const Location& where, const std::string& text) override;
  void set_ignore_deprecations(bool ignore) override { ignore_deprecations_ = ignore; }
  bool ignores_deprecations() const { return ignore_deprecations_; }

  /// After everything has been read: what can only be checked then, such as `break` outside of loops.
  void finish();
  /// A `break` or `next` stands where it must not be: finish() tells it, when all has been read.
  void note_misplaced(const StmtPtr& statement, std::string text);
  /// Warnings about unused code (1.18).
  void warn_of_unused();
  /// The top-level statements, in order.
  std::vector<StmtPtr> statements;
  int top_level_frame_size() const { return top_level_.frame_size; }
  struct LoadedScript {
    std::string path;
    int level;
  };
  std::vector<LoadedScript> loaded;
  /// Declares a built-in function: its type comes from `declaration`.
  void declare_builtin(std::string_view declaration, BuiltinBody body);

  // -- names.cc
  Runtime& runtime() { return runtime_; }
  Reporter& reporter() { return runtime_.reporter; }
  const std::string& module() const { return module_; }
  bool in_export() const { return export_depth_ > 0; }
  FunctionScope* scope() { return scope_; }
  /// Locals of the current function, then globals. Null if there is none; reports what is not exported. Notes the use.
  Symbol* lookup(std::string_view name, const Location& where);
  /// Declares a name in the current module; `fall_back`: a global of the same name will do (redef, handlers).
  Symbol* declare_global(std::string_view name, const Location& where, bool fall_back);
  /// A variable of the current function. Null, and reported, if that cannot be.
  Symbol* declare_local(std::string_view name, TypePtr type, const Location& where);
  /// A new local that may take over the name of another one, as `case type T as x` does.
  Symbol* declare_local_anew(std::string_view name, TypePtr type, const Location& where);
  void open_block();
  void close_block();
  void warn_if_deprecated(const Symbol& symbol, const Location& where);

  // -- types.cc, attributes.cc
  /// Never null: an error type if it is none, after saying so. `name`: of the `type` declaration it stands in.
  TypePtr bind_type(const syntax::Type& type, std::string_view name = {});
  Ref<FuncType> bind_signature(const syntax::Function& function);
  Ref<Attributes> bind_attributes(const std::vector<syntax::Attribute>& attributes, const TypePtr& type, bool is_global,
                                  bool is_field, const Location& where);

  // -- expressions
  /// Never null: its type is the error type if something was wrong, which has been said.
  ExprPtr bind(const syntax::Expr& expr);
  /// An initialiser or other place where the type is known already: brace lists and constructors adapt to it.
  ExprPtr bind_initialiser(const syntax::Expr& expr, const TypePtr& wanted, const Ref<Attributes>& attributes);
  /// Makes the expression of the wanted type, with a conversion if need be.
  /// Null, and reported with the inner message, if that cannot be.
  ExprPtr promote(ExprPtr expr, const TypePtr& to);
  /// The assignment `left = right`, the right side checked and converted (laxer than promote). An error expression if
  /// it cannot be. Evaluating it assigns, and gives the value; assigned_value() (expr_assign.h) is the right side then.
  /// `is_init`: `left` is what is being declared, so const will do.
  ExprPtr bind_assignment(ExprPtr left, ExprPtr right, const Location& where, bool is_init = false);
  /// Arguments of a call, fitted to the parameters, defaults added. False, and the inner message reported, if they do
  /// not fit; the caller goes on with "argument type mismatch in WHAT (CALL)". `what` is "function call" or "event
  /// invocation". (expr_call.h has bind_event(), which does all that for events.)
  bool bind_arguments(std::vector<ExprPtr>& arguments, const FuncType& type, const Location& where,
                      std::string_view what);
  ExprPtr error_expr(const Location& where);
  /// The value of a constant expression while parsing; unset if it has none, or an error came up.
  Cell evaluate(const Expr& expr);

  // -- functions.cc, statements.cc, when.cc
  StmtPtr bind_statement(const syntax::Stmt& statement);
  /// A lambda: the expression that makes it.
  ExprPtr bind_lambda(const syntax::Function& function);
  /// Binds a body in a scope of its own.
  Body bind_body(const syntax::Function& function, const Ref<FuncType>& type, FunctionScope& scope);
  StmtPtr bind_when(const syntax::Stmt& statement);

 private:
  void declare_variable(const syntax::Declaration& declaration);
  void declare_type(const syntax::Declaration& declaration);
  void declare_function(const syntax::Declaration& declaration);
  void extend_enum(const syntax::Declaration& declaration);
  void extend_record(const syntax::Declaration& declaration);
  void change_field_log(const syntax::Declaration& declaration);

  Runtime& runtime_;
  std::string module_ = "GLOBAL";
  std::vector<std::string> modules_of_files_;  ///< the loader's module, to be put back
  int export_depth_ = 0;
  FunctionScope top_level_;
  FunctionScope* scope_ = nullptr;
  bool ignore_deprecations_ = false;
  std::map<std::string, TypePtr, std::less<>> declared_types_;  ///< by `type`, even if the name has gone wrong since
  std::map<const Stmt*, std::pair<StmtPtr, std::string>> misplaced_;  ///< with what is wrong
};

}  // namespace whimbrel::script
