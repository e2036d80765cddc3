#include "whimbrel/encoder.h"

#include <algorithm>

#include "codec/binary/value_cursor.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

struct ValueEncoder {
  Encoder& out;

  void operator()(std::monostate) const { out.none(); }
  void operator()(bool x) const { out.boolean(x); }
  void operator()(uint64_t x) const { out.count(x); }
  void operator()(int64_t x) const { out.integer(x); }
  void operator()(double x) const { out.real(x); }
  void operator()(const std::string& x) const { out.string(x); }
  void operator()(const Address& x) const { out.address(x); }
  void operator()(const Subnet& x) const { out.subnet(x); }
  void operator()(const Port& x) const { out.port(x); }
  void operator()(Timestamp x) const { out.timestamp(x); }
  void operator()(Timespan x) const { out.timespan(x); }
  void operator()(const EnumValue& x) const { out.enum_value(x.name); }
  void operator()(const Set& x) const {
    out.set(x.size());
    for (const Value& element : x) out.value(element);
  }
  void operator()(const Table& x) const {
    out.table(x.size());
    for (const auto& [key, value] : x) {
      out.value(key);
      out.value(value);
    }
  }
  void operator()(const Vector& x) const {
    out.vector(x.size());
    for (const Value& element : x) out.value(element);
  }
};

size_t size_with_length(size_t n) { return (std::bit_width(n | 1) + 6) / 7 + n; }

/// How many bytes a value takes when encoded.
size_t encoded_size(const Value& x) {
  const uint8_t payload = kPayloadSizes[static_cast<int>(x.kind())];
  if (payload != kSized) return 1 + payload;
  if (const auto* s = x.get_if<std::string>()) return 1 + size_with_length(s->size());
  if (const auto* e = x.get_if<EnumValue>()) return 1 + size_with_length(e->name.size());
  const auto sum_of = [](const auto& elements) {
    size_t sum = 1 + size_with_length(elements.size()) - elements.size();
    for (const Value& element : elements) sum += encoded_size(element);
    return sum;
  };
  if (const auto* v = x.get_if<Vector>()) return sum_of(*v);
  if (const auto* s = x.get_if<Set>()) return sum_of(*s);
  const auto& table = *x.get_if<Table>();
  size_t sum = 1 + size_with_length(table.size()) - table.size();
  for (const auto& [key, value] : table) sum += encoded_size(key) + encoded_size(value);
  return sum;
}

/// A ByteSink over memory that is known to suffice.
class ExactSink final : public ByteSink {
 public:
  explicit ExactSink(std::span<std::byte> room) {
    cursor_ = room.data();
    end_ = cursor_ + room.size();
  }

 private:
  void grow(size_t) override { std::abort(); }
};

}  // namespace

void Encoder::value(const Value& x) { std::visit(ValueEncoder{*this}, x.rep()); }

std::vector<std::byte> encode(const Value& value) {
  std::vector<std::byte> bytes(encoded_size(value));
  ExactSink sink(bytes);
  Encoder(sink).value(value);
  return bytes;
}

}  // namespace whimbrel
