#include "codec/binary/build.h"

#include <fmt/format.h>

#include "whimbrel/codec.h"

namespace whimbrel {

Value Builder::value() {
  switch (in_.kind()) {
    case Kind::None:
      break;
    case Kind::Boolean:
      return in_.boolean();
    case Kind::Count:
      return in_.count();
    case Kind::Integer:
      return in_.integer();
    case Kind::Real:
      return in_.real();
    case Kind::String:
      return in_.string();
    case Kind::Address:
      return in_.address();
    case Kind::Subnet:
      return in_.subnet();
    case Kind::Port:
      return in_.port();
    case Kind::Timestamp:
      return Timestamp{in_.integer()};
    case Kind::Timespan:
      return Timespan{in_.integer()};
    case Kind::EnumValue:
      return EnumValue{std::string(in_.string())};
    case Kind::Set:
      return set();
    case Kind::Table:
      return table();
    case Kind::Vector:
      return elements();
  }
  return {};
}

Vector Builder::elements() {
  Vector out;
  const size_t n = in_.size();
  out.reserve(n);
  for (size_t i = 0; i < n; ++i) out.push_back(value());
  return out;
}

Set Builder::set() {
  Vector all = elements();
  const size_t n = all.size();
  Set out(std::move(all));
  repeated_ |= out.size() != n;
  return out;
}

Table Builder::table() {
  std::vector<Table::Entry> all;
  const size_t n = in_.size();
  all.reserve(n);
  for (size_t i = 0; i < n; ++i) {
    Value key = value();
    all.emplace_back(std::move(key), value());
  }
  Table out(std::move(all));
  repeated_ |= out.size() != n;
  return out;
}

// Elements lie one beside the other in a block of their container; long strings have a block as well.
size_t ValueView::owned_size() const {
  constexpr size_t kBlock = 2 * sizeof(void*);  // what an allocation costs beside its bytes
  constexpr size_t kShort = 15;                 // characters of a string that need no block
  size_t memory = sizeof(Value);
  ValueCursor in(bytes_.data());
  for (size_t left = 1; left > 0; --left) {
    const Kind kind = in.peek();
    if (kind < Kind::Set && kPayloadSizes[static_cast<int>(kind)] != kSized) {
      in.skip();
      continue;
    }
    in.kind();
    if (kind < Kind::Set) {
      const size_t size = in.string().size();
      if (size > kShort) memory += size + kBlock;
      continue;
    }
    const size_t values = in.size() * (kind == Kind::Table ? 2 : 1);
    if (values > 0) memory += values * sizeof(Value) + kBlock;
    left += values;
  }
  return memory;
}

Value ValueView::to_value() const { return Builder(bytes_.data()).value(); }

Result<Value> ValueView::to_value(size_t max_memory) const {
  // Small ones, which are almost all, need no second look: no byte becomes more than a whole value.
  if (bytes_.size() < max_memory / sizeof(Value)) return to_value();
  if (const size_t memory = owned_size(); memory > max_memory)
    return Error(ErrorCode::TooLarge,
                 fmt::format("{} of {} bytes would take {} bytes of memory as an owned value; the limit is {}",
                             name_of(kind()), bytes_.size(), memory, max_memory));
  return to_value();
}

Result<Value> decode(BytesView bytes, size_t max_memory) {
  if (auto valid = validate(bytes); !valid) return valid.error();
  return ValueView::over_valid(bytes).to_value(max_memory);
}

}  // namespace whimbrel
