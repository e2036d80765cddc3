#include "codec/binary/build.h"

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

Result<Value> decode(BytesView bytes) {
  if (auto valid = validate(bytes); !valid) return valid.error();
  return Builder(bytes.data()).value();
}

}  // namespace whimbrel
