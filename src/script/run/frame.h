// Frame: the variables of one call. Interrupt, which run-time errors throw, is in model/expr.h.
#pragma once

#include <memory>
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
  /// `size`: of the cells; a number (they are unset), or FrameCells::Room.
  template <class Size>
  Frame(Runtime& runtime_, const Function* function_, const Body* body_, Size size, Frame* caller_,
        FuncObject* closure_ = nullptr, const Expr* call_ = nullptr)
      : runtime(runtime_),
        function(function_),
        body(body_),
        cells(size),
        closure(closure_),
        caller(caller_),
        call(call_),
        trigger(caller_ ? caller_->trigger : nullptr) {}

  Runtime& runtime;
  const Function* function;  ///< null: code outside of functions
  const Body* body;
  FrameCells cells;     ///< parameters, then locals
  FuncObject* closure;  ///< of a lambda: where its captures are
  Cell result;          ///< what `return` returns
  Frame* caller;
  const Expr* call;                                          ///< the expression that made this call, in the caller
  const Stmt* statement = nullptr;                           ///< what runs at the moment; for places in messages
  std::shared_ptr<const std::vector<Cell>> entry_arguments;  ///< if the body assigns to its parameters
  Trigger* trigger;      ///< whose condition is evaluated; passed on to functions called from it
  bool broke = false;    ///< a hook's body has ended by `break`
  bool delayed = false;  ///< `return when`: the result comes later
};

}  // namespace whimbrel::script
