// Birthplaces: where in the scripts a value was made that was there before they ran. Literals are, and what globals
// start with. Messages about such a value show that place as well. Kept as a state of the runtime.
#pragma once

#include <unordered_map>
#include <vector>

#include "script/model/location.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

class Birthplaces {
 public:
  void note_literal(const Cell& value, const Location& where);
  /// Of the value that the global has now. It is forgotten when the global gets another one.
  void note_initial(const Symbol& global, const Location& where);
  /// No place if the value was made at run time, or is of a kind that does not know: numbers, enums, ports.
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

}  // namespace whimbrel::script
