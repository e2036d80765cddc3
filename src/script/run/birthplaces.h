// Birthplaces: where in the scripts a value was made that was there before they ran. Literals are, and what globals
// start with. Messages about such a value show that place as well. Kept as a state of the runtime.
#pragma once

#include <unordered_map>
#include <vector>

#include "script/model/expr.h"
#include "script/model/symbol.h"
#include "script/run/frame.h"

namespace whimbrel::script {

class Birthplaces {
 public:
  void note_literal(const Cell& value, const Location& where);
  /// Of the value that the global has now. It is forgotten when the global gets another one.
  void note_initial(const Symbol& global, const Location& where);
  /// No place if the value was made at run time, or is no object.
  Location of(const Cell& value) const;

 private:
  struct Initial {
    const Symbol* global;
    Location where;
  };
  std::vector<std::pair<Cell, Location>> literals_;
  std::unordered_map<const Object*, Initial> initial_;
  mutable std::unordered_map<const Object*, Location> found_literals_;  ///< made when it is first asked for
};

/// The same for the value of an expression in that frame. Numbers are followed to the literal that they come from, as
/// far as variables start with it or it is passed on as an argument. Enums, ports and small numbers have no place.
Location birthplace(const Cell& value, const Expr* expr, const Frame& frame);
/// What stands in a call, by number; null if that is not to be found.
const Expr* argument_of(const Expr* call, size_t i);

}  // namespace whimbrel::script
