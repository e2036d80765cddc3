// What it costs to encode, check, read and convert values: a small event, one with the fields of a connection log, a
// long string.
#include <benchmark/benchmark.h>

#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

/// [1, 1, [name, arguments]]: how events travel.
void begin_event(Encoder& e, std::string_view name, size_t arguments) {
  e.vector(3);
  e.count(1);
  e.count(1);
  e.vector(2);
  e.string(name);
  e.vector(arguments);
}

void small_event(Encoder& e) {
  begin_event(e, "event_1", 2);
  e.count(42);
  e.string("test");
}

void connection_event(Encoder& e) {
  begin_event(e, "log_conn", 18);
  e.timestamp({1700000000123456789});
  e.string("CHhAvVGS1DHFjwGM9");
  e.address(Address::v4(10, 1, 2, 3));
  e.port({49152, Protocol::Tcp});
  e.address(Address::v4(192, 168, 0, 1));
  e.port({443, Protocol::Tcp});
  e.enum_value("tcp");
  e.string("ssl");
  e.timespan({1234567890});
  e.count(1234);
  e.count(56789);
  e.string("SF");
  e.boolean(true);
  e.boolean(false);
  e.count(0);
  e.string("ShADadFf");
  e.count(25);
  e.set(0);
}

void long_string(Encoder& e) {
  static const std::string text(16384, 'x');
  e.string(text);
}

using Message = void (*)(Encoder&);

std::vector<std::byte> bytes_of(Message message) {
  ByteBuffer out;
  Encoder e(out);
  message(e);
  return {out.bytes().begin(), out.bytes().end()};
}

void count_bytes(benchmark::State& state, size_t size) {
  state.SetBytesProcessed(static_cast<int64_t>(size) * state.iterations());
}

void encode_in_place(benchmark::State& state, Message message) {
  ByteBuffer out;
  for (auto _ : state) {
    out.clear();
    Encoder e(out);
    message(e);
    benchmark::DoNotOptimize(out.bytes().data());
    benchmark::ClobberMemory();
  }
  count_bytes(state, out.bytes().size());
}

void encode_value(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  const Value value = decode(bytes).value();
  for (auto _ : state) benchmark::DoNotOptimize(encode(value));
  count_bytes(state, bytes.size());
}

void check(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  for (auto _ : state) benchmark::DoNotOptimize(validate(bytes));
  count_bytes(state, bytes.size());
}

size_t walked(const ValueView& view) {
  if (view.kind() < Kind::Set) return 1;
  size_t n = 1;
  for (const ValueView element : view) n += walked(element);
  return n;
}

void walk_view(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  const ValueView view = ValueView::over_valid(bytes);
  for (auto _ : state) benchmark::DoNotOptimize(walked(view));
  count_bytes(state, bytes.size());
}

void decode_value(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  for (auto _ : state) benchmark::DoNotOptimize(decode(bytes));
  count_bytes(state, bytes.size());
}

void write_json(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  const ValueView view = ValueView::over_valid(bytes);
  std::string out;
  for (auto _ : state) {
    out.clear();
    benchmark::DoNotOptimize(append_json(view, out));
  }
  count_bytes(state, out.size());
}

void read_json(benchmark::State& state, Message message) {
  const auto bytes = bytes_of(message);
  const std::string json = to_json(ValueView::over_valid(bytes)).value();
  for (auto _ : state) benchmark::DoNotOptimize(from_json(json));
  count_bytes(state, json.size());
}

#define WHIMBREL_FOR_EACH_MESSAGE(function)                  \
  BENCHMARK_CAPTURE(function, small_event, small_event);     \
  BENCHMARK_CAPTURE(function, connection, connection_event); \
  BENCHMARK_CAPTURE(function, long_string, long_string)

WHIMBREL_FOR_EACH_MESSAGE(encode_in_place);
WHIMBREL_FOR_EACH_MESSAGE(encode_value);
WHIMBREL_FOR_EACH_MESSAGE(check);
WHIMBREL_FOR_EACH_MESSAGE(walk_view);
WHIMBREL_FOR_EACH_MESSAGE(decode_value);
WHIMBREL_FOR_EACH_MESSAGE(write_json);
WHIMBREL_FOR_EACH_MESSAGE(read_json);

}  // namespace
}  // namespace whimbrel
