// Change: one modification of a store, as a front end asks for it and the master executes it.
#pragma once

#include <optional>

#include "codec/binary/command.h"
#include "whimbrel/result.h"
#include "whimbrel/value.h"

namespace whimbrel {

struct Change {
  CommandType type = CommandType::Clear;  ///< Put, PutUnique, Erase, Add, Subtract or Clear
  Value key, value;
  std::optional<Timespan> expiry;
  Kind init = Kind::None;  ///< of Add: what an absent value begins as; none: it must be there

  static Change put(Value key, Value value, std::optional<Timespan> expiry);
  static Change erase(Value key);
  static Change clear() { return {}; }
  static Change increment(Value key, Value amount, std::optional<Timespan> expiry);
  static Change decrement(Value key, Value amount, std::optional<Timespan> expiry);
  static Change append(Value key, std::string text, std::optional<Timespan> expiry);
  static Change insert(Value key, Value element, std::optional<Timespan> expiry);
  static Change insert(Value key, Value index, Value value, std::optional<Timespan> expiry);
  static Change remove(Value key, Value index, std::optional<Timespan> expiry);
  static Change push(Value key, Value element, std::optional<Timespan> expiry);
  static Change pop(Value key, std::optional<Timespan> expiry);
};

/// At the end of time if it is after that.
Timestamp later(Timestamp now, Timespan span);
/// The simplest value of a kind: 0, "", {} ...
Value default_value(Kind kind);
/// What the value becomes, by its kind: a sum, a longer text or vector, a set or table with one more. TypeClash, or
/// InvalidData for what is no entry of a table; the value is as before then.
Result<void> add_to(Value& value, const Value& amount);
Result<void> subtract_from(Value& value, const Value& amount);
/// get(key, aspect): an element of a vector, membership in a set, a value of a table; any other value itself.
Result<Value> look_into(const Value& value, const Value& aspect);

}  // namespace whimbrel
