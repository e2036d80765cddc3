// Runtime: the state of one interpreter: names, reporter, time, queue of events, timers, waiting `when`s.
//
// The life of a process is in run/process.h. One thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/model/symbol.h"
#include "script/run/event_queue.h"
#include "script/run/frame.h"
#include "script/run/host.h"
#include "script/run/profiler.h"
#include "script/run/reporter.h"
#include "script/run/tables.h"

namespace whimbrel::script {

class Triggers;  // trigger.h

/// Calls a function when network time has reached a moment, or at the end of the process, when all timers are
/// dispatched early (`early` is true then).
using TimerAction = std::function<void(bool early)>;

/// Something beside timers and events that keeps the main loop alive and busy: the Broker endpoint, readers, queries.
class IoSource {
 public:
  virtual ~IoSource() = default;
  virtual bool counts() const = 0;     ///< keeps the process alive (2.5)
  virtual bool process(Runtime&) = 0;  ///< works off what is there; false: there was nothing
  virtual void finish(Runtime&) {}     ///< at the end of the process
};

/// A call in a script.
struct CallSite {
  const Expr& expression;
  std::span<const ExprPtr> arguments;
};

class Runtime {
 public:
  explicit Runtime(Host& host);
  ~Runtime();

  Host& host;
  Reporter reporter;
  SymbolTable symbols;

  // -- calls (calls.cc)
  /// Calls a function or hook (all bodies), or an event's bodies at once. Reports what is wrong with the number of
  /// arguments; run-time errors in a function go on to the caller as Interrupt, in hooks and events they end one body.
  Cell call(FuncObject& function, std::vector<Cell> arguments, Frame* caller, const Expr* expression = nullptr);
  /// The same for a call in a script, whose arguments are evaluated here: straight into the new frame, so that nothing
  /// is allocated. Unset, without a call, if an argument has no value.
  Cell call(FuncObject& function, const CallSite& site, Frame& caller);
  /// The same for functions that return a bool, count, int or port: the bits. Throws NoValue for unset.
  uint64_t call_word(FuncObject& function, const CallSite& site, Frame& caller);
  /// For the runtime's own calls: an Interrupt is caught, and gives an unset cell.
  Cell call_safely(FuncObject& function, std::vector<Cell> arguments, Frame* caller = nullptr);
  /// The frame that code outside of functions runs in: initialisers, @if, defaults.
  Frame& top_frame() { return top_frame_; }
  /// Set from outside, by a user who wants a script to end that does not come to an end by itself. Loops look at it in
  /// every round: `if (frame.runtime.interrupted) frame.runtime.break_off(where())`.
  std::atomic<bool> interrupted = false;
  /// Says where, and throws ExitProcess.
  [[noreturn]] void break_off(const Location& where);

  /// Set to measure where the time of scripts goes; null: nobody wants to know.
  std::unique_ptr<Profiler> profiler;

  // -- events (events.cc)
  /// Null if there is no event of that name.
  Function* event(std::string_view name) const;
  void queue(const Ref<Function>& handler, std::vector<Cell> arguments, double time, Origin origin = Origin::Here) {
    queue_.push(handler, arguments, time, origin);
  }
  void queue(const Ref<Function>& handler, std::vector<Cell> arguments) {
    queue(handler, std::move(arguments), network_time());
  }
  /// For events that scripts raise: the arguments are moved out of the span.
  void queue_moved(const Ref<Function>& handler, std::span<Cell> arguments) {
    queue_.push(handler, arguments, network_time(), Origin::Here);
  }
  /// By name, if there are handlers.
  void raise(std::string_view name, std::vector<Cell> arguments);
  bool queue_is_empty() const { return queue_.empty(); }
  /// Two rounds, then the triggers (2.3).
  void drain();
  const Event* current_event() const { return current_event_; }
  /// Told of events of our own that are to be published (Function::auto_publish), before their handlers run.
  std::function<void(const Event&)> on_auto_publish;
  // Event groups (1.9): false if there is none of that name.
  bool enable_group(const std::string& name, bool enable);
  bool has_group(const std::string& name) const;
  void note_group(const std::string& name) { groups_.try_emplace(name, true); }

  // -- time (timers.cc)
  double network_time() const { return network_time_; }
  void set_network_time(double time);  ///< forwards only, except for set_network_time() of scripts
  void add_timer(double time, TimerAction action);
  std::optional<double> next_timer() const;
  /// At most `most` that are due.
  size_t expire_timers(size_t most);
  /// At the end: all of them, early.
  void expire_all_timers();

  // -- what changes (trigger.cc, tables.cc)
  /// Told of every change in a table that has &broker_store or &backend, unless `mutes_stores` is set. The value is the
  /// new one; unset if the element is gone.
  std::function<void(TableObject&, Change, std::span<const Cell> index, const Cell& value)> on_store_change;
  bool mutes_stores = false;
  /// A watched variable or aggregate has changed.
  void modified(const Object* object);
  void modified(const Symbol* symbol);
  Triggers& triggers() { return *triggers_; }

  // -- the process
  bool terminating = false;
  bool is_initialised = false;  ///< from the end of parsing on
  std::vector<std::unique_ptr<IoSource>> sources;
  /// At the end. The last one first: it may use those that were there before it.
  void finish_sources();
  std::vector<std::pair<Symbol*, Cell>> options_set;
  struct OptionHandler {
    Ref<FuncObject> function;
    int priority;
  };
  std::map<std::string, std::vector<OptionHandler>, std::less<>> option_handlers;  ///< by descending priority, stable
  std::vector<std::string> arguments;                                              ///< of the command line
  std::vector<std::string> search_path;                                            ///< ZEEKPATH
  /// The path of the script that `@load NAME` reads; "" if there is none. Set by who loads the scripts.
  std::function<std::string(const std::string& name)> find_script;
  bool bare_mode = false;
  /// The value of a global variable; unset if there is none.
  Cell value_of(std::string_view full_name) const;
  /// State of built-in families, one object of each type.
  template <class T>
  T& state() {
    std::shared_ptr<void>& slot = states_[&key_of<T>];
    if (!slot) slot = std::make_shared<T>();
    return *static_cast<T*>(slot.get());
  }

 private:
  template <class T>
  static inline char key_of = 0;

  template <class Take>
  auto call_from(FuncObject& object, const CallSite& site, Frame& caller);
  Cell call_other(FuncObject& function, const CallSite& site, Frame& caller);
  Cell call_builtin(const Function& function, std::span<const Cell> arguments, Frame& caller, const Expr* expression);
  Cell call_bodies(const Function& function, FuncObject* closure, std::span<const Cell> arguments, Frame* caller,
                   const Expr* expression);
  Flow run_body(Frame& frame);
  Flow run_profiled(Frame& frame);
  Cell&& function_result(Frame& frame, Flow flow);
  void warn_of_no_value(const Function& function);
  void check_stack(Frame* caller, const Expr* expression);
  [[noreturn]] void report_deep_stack(Frame* caller, const Expr* expression);
  /// `observer`: the event new_event, if it has handlers.
  void dispatch(const Event& event, const Function* observer);
  void report_new_event(const Event& event, const Function& observer);

  Frame top_frame_;
  const char* stack_end_;  // calls that come this far are too deep
  EventQueue queue_;
  const Event* current_event_ = nullptr;
  std::map<std::string, bool, std::less<>> groups_;
  double network_time_ = 0;
  struct Timer {
    double time;
    uint64_t number;
    TimerAction action;
  };
  std::vector<Timer> timers_;  // a heap: earliest first, equal ones in the order of adding
  uint64_t timers_added_ = 0;
  std::unique_ptr<Triggers> triggers_;
  std::map<const void*, std::shared_ptr<void>> states_;
};

}  // namespace whimbrel::script
