#include "store/change.h"

#include <limits>

namespace whimbrel {

namespace {

// What an amount begins from if there is nothing to add it to.
Kind init_of(const Value& amount) {
  switch (amount.kind()) {
    case Kind::Count:
    case Kind::Integer:
    case Kind::Real:
      return amount.kind();
    case Kind::Timespan:
      return Kind::Timestamp;
    default:
      return Kind::None;
  }
}

// Overflows wrap around, as with unsigned numbers.
int64_t wrapped_sum(int64_t a, int64_t b, bool subtracts) {
  const auto x = static_cast<uint64_t>(a), y = static_cast<uint64_t>(b);
  return static_cast<int64_t>(subtracts ? x - y : x + y);
}

/// Numbers and times. False if the two do not go together.
bool calculate(Value& value, const Value& amount, bool subtracts) {
  if (auto* const count = value.get_if<uint64_t>()) {
    const auto* const by = amount.get_if<uint64_t>();
    if (by) *count = subtracts ? *count - *by : *count + *by;
    return by;
  }
  if (auto* const integer = value.get_if<int64_t>()) {
    const auto* const by = amount.get_if<int64_t>();
    if (by) *integer = wrapped_sum(*integer, *by, subtracts);
    return by;
  }
  if (auto* const real = value.get_if<double>()) {
    const auto* const by = amount.get_if<double>();
    if (by) *real = subtracts ? *real - *by : *real + *by;
    return by;
  }
  const auto* const by = amount.get_if<Timespan>();
  if (!by) return false;
  if (auto* const span = value.get_if<Timespan>()) span->ns = wrapped_sum(span->ns, by->ns, subtracts);
  if (auto* const time = value.get_if<Timestamp>()) time->ns = wrapped_sum(time->ns, by->ns, subtracts);
  return value.kind() == Kind::Timespan || value.kind() == Kind::Timestamp;
}

}  // namespace

Change Change::put(Value key, Value value, std::optional<Timespan> expiry) {
  return {CommandType::Put, std::move(key), std::move(value), expiry, Kind::None};
}
Change Change::erase(Value key) { return {CommandType::Erase, std::move(key), {}, {}, Kind::None}; }
Change Change::increment(Value key, Value amount, std::optional<Timespan> expiry) {
  const Kind init = init_of(amount);
  return {CommandType::Add, std::move(key), std::move(amount), expiry, init};
}
Change Change::decrement(Value key, Value amount, std::optional<Timespan> expiry) {
  return {CommandType::Subtract, std::move(key), std::move(amount), expiry, Kind::None};
}
Change Change::append(Value key, std::string text, std::optional<Timespan> expiry) {
  return {CommandType::Add, std::move(key), Value(std::move(text)), expiry, Kind::String};
}
Change Change::insert(Value key, Value element, std::optional<Timespan> expiry) {
  return {CommandType::Add, std::move(key), std::move(element), expiry, Kind::Set};
}
Change Change::insert(Value key, Value index, Value value, std::optional<Timespan> expiry) {
  return {CommandType::Add, std::move(key), Vector{std::move(index), std::move(value)}, expiry, Kind::Table};
}
Change Change::remove(Value key, Value index, std::optional<Timespan> expiry) {
  return {CommandType::Subtract, std::move(key), std::move(index), expiry, Kind::None};
}
Change Change::push(Value key, Value element, std::optional<Timespan> expiry) {
  return {CommandType::Add, std::move(key), std::move(element), expiry, Kind::Vector};
}
// The value is not looked at; others send the key.
Change Change::pop(Value key, std::optional<Timespan> expiry) {
  Value same = key;
  return {CommandType::Subtract, std::move(key), std::move(same), expiry, Kind::None};
}

Timestamp later(Timestamp now, Timespan span) {
  Timestamp at;
  if (__builtin_add_overflow(now.ns, span.ns, &at.ns))
    at.ns = span.ns > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  return at;
}

Value default_value(Kind kind) {
  switch (kind) {
    case Kind::None:
      return {};
    case Kind::Boolean:
      return false;
    case Kind::Count:
      return uint64_t{0};
    case Kind::Integer:
      return int64_t{0};
    case Kind::Real:
      return 0.0;
    case Kind::String:
      return "";
    case Kind::Address:
      return Address();
    case Kind::Subnet:
      return Subnet();
    case Kind::Port:
      return Port();
    case Kind::Timestamp:
      return Timestamp();
    case Kind::Timespan:
      return Timespan();
    case Kind::EnumValue:
      return EnumValue();
    case Kind::Set:
      return Set();
    case Kind::Table:
      return Table();
    case Kind::Vector:
      return Vector();
  }
  return {};
}

Result<void> add_to(Value& value, const Value& amount) {
  if (auto* const text = value.get_if<std::string>()) {
    const auto* const more = amount.get_if<std::string>();
    if (!more) return ErrorCode::TypeClash;
    *text += *more;
    return {};
  }
  if (auto* const vector = value.get_if<Vector>()) {
    vector->push_back(amount);
    return {};
  }
  if (auto* const set = value.get_if<Set>()) {
    set->insert(amount);
    return {};
  }
  if (auto* const table = value.get_if<Table>()) {
    const auto* const entry = amount.get_if<Vector>();
    if (!entry) return ErrorCode::TypeClash;
    if (entry->size() != 2) return ErrorCode::InvalidData;
    table->assign((*entry)[0], (*entry)[1]);
    return {};
  }
  return calculate(value, amount, false) ? Result<void>() : ErrorCode::TypeClash;
}

Result<void> subtract_from(Value& value, const Value& amount) {
  if (auto* const vector = value.get_if<Vector>()) {
    if (!vector->empty()) vector->pop_back();
    return {};
  }
  if (auto* const set = value.get_if<Set>()) {
    set->erase(amount);
    return {};
  }
  if (auto* const table = value.get_if<Table>()) {
    table->erase(amount);
    return {};
  }
  return calculate(value, amount, true) ? Result<void>() : ErrorCode::TypeClash;
}

Result<Value> look_into(const Value& value, const Value& aspect) {
  if (const auto* const vector = value.get_if<Vector>()) {
    const auto* const count = aspect.get_if<uint64_t>();
    const auto* const integer = aspect.get_if<int64_t>();
    if (!count && (!integer || *integer < 0)) return ErrorCode::TypeClash;
    const uint64_t i = count ? *count : static_cast<uint64_t>(*integer);
    if (i >= vector->size()) return ErrorCode::NoSuchKey;
    return (*vector)[i];
  }
  if (const auto* const set = value.get_if<Set>()) return Value(set->contains(aspect));
  if (const auto* const table = value.get_if<Table>()) {
    const Value* const found = table->find(aspect);
    return found ? Result<Value>(*found) : ErrorCode::NoSuchKey;
  }
  return value;
}

}  // namespace whimbrel
