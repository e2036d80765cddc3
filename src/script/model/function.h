// Function: what a function, event or hook name stands for: a type, and bodies to run.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "script/model/expr.h"
#include "script/model/objects.h"

namespace whimbrel::script {

class Runtime;  // run/runtime.h
class Function;

/// One body of a function, event or hook in a script.
struct Body {
  StmtPtr code;
  int frame_size = 0;               ///< slots: parameters first, then locals
  int parameters = 0;               ///< how many it takes
  std::vector<int> places;          ///< of its parameters among those of the canonical prototype; empty: all, in order
  bool assigns_parameters = false;  ///< their first values are kept for call stacks then
  int priority = 0;
  std::vector<std::string> groups;  ///< by attribute, and the module's
  int disabled_groups = 0;          ///< how many of them are: it runs if 0
  Location where;
};

/// The group that all bodies of a module belong to.
inline std::string group_of_module(std::string_view module) { return "module " + std::string(module); }

/// A call of a built-in function, and where it stands.
struct BuiltinCall {
  Runtime& runtime;
  Frame& frame;  ///< of the caller
  std::span<const Cell> arguments;
  const Expr* expression;  ///< the call; null if the interpreter itself calls
};
using BuiltinBody = Cell (*)(BuiltinCall& call);

class Function final : public Counted {
 public:
  Function(std::string name_, Ref<FuncType> type_);
  const std::string name;  ///< full: "M::f"
  Ref<FuncType> type;
  std::vector<Body> bodies;  ///< by descending priority, stable; changed by add_body() and clear_bodies() only
  /// Its body if it is a function (no event, no hook) with just one, which takes the parameters as they come and is in
  /// no disabled group.
  const Body* simple_body = nullptr;
  BuiltinBody builtin = nullptr;
  const uint32_t id;                      ///< running number; key bytes of tables indexed by functions
  std::vector<std::string> auto_publish;  ///< topics
  uint64_t calls = 0;
  bool is_error_handler = false;
  bool is_raised_by_runtime = false;  ///< an event that the interpreter itself may raise: known for usage warnings
  void add_body(Body body);
  void clear_bodies();
  void find_simple_body();  ///< after a change of bodies
};

/// Numbers the functions from here on with `id` and what follows, unless numbers are past that already.
void go_on_with_function_id(uint32_t id);

/// A function as a value. Lambdas carry what they have captured.
struct FuncObject final : Object {
  explicit FuncObject(Ref<Function> function_, std::vector<Cell> captures_ = {})
      : Object(Tag::Func), function(std::move(function_)), captures(std::move(captures_)) {}
  Ref<Function> function;
  std::vector<Cell> captures;
};

/// Name and bodies, as printing a function shows it.
void describe(Description& out, const Function& function);

}  // namespace whimbrel::script
