// Frame: the variables of one call. Interrupt, which run-time errors throw, is in model/expr.h.
#pragma once

#include <vector>

#include "script/model/function.h"
#include "script/run/frame_cells.h"

namespace whimbrel::script {

class Runtime;
class Trigger;

/// A condition of `when` waits for a result from outside: ends this evaluation of it.
struct Suspended {};
/// Ends the process: exit(), fatal errors.
struct ExitProcess {
  int status;
};

class Frame {
 public:
  Frame(Runtime& runtime_, const Function* function_, const Body* body_, size_t size, Frame* caller_)
      : runtime(runtime_), function(function_), body(body_), cells(size), caller(caller_) {}

  Runtime& runtime;
  const Function* function;  ///< null: code outside of functions
  const Body* body;
  FrameCells cells;               ///< parameters, then locals
  FuncObject* closure = nullptr;  ///< of a lambda: where its captures are
  Cell result;                    ///< what `return` returns
  Frame* caller;
  const Expr* call = nullptr;         ///< the expression that made this call, in the caller
  const Stmt* statement = nullptr;    ///< what runs at the moment; for places in messages
  std::vector<Cell> entry_arguments;  ///< if the body assigns to its parameters
  Trigger* trigger = nullptr;         ///< whose condition is evaluated; passed on to functions called from it
  bool broke = false;                 ///< a hook's body has ended by `break`
  bool delayed = false;               ///< `return when`: the result comes later
};

}  // namespace whimbrel::script
