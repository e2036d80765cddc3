#include "script/builtins/entropy.h"

#include <algorithm>
#include <cmath>

#include "script/builtins/support.h"

namespace whimbrel::script {

void EntropyTest::add(std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    const double x = byte;
    if (total_ == 0)
      first_ = byte;
    else
      products_ += last_ * x;
    last_ = byte;
    sum_ += x;
    squares_ += x * x;
    ++times_[byte];
    ++total_;
    add_coordinate_byte(byte);
  }
}

void EntropyTest::add_coordinate_byte(uint8_t byte) {
  point_[point_size_++] = byte;
  if (point_size_ < point_.size()) return;
  point_size_ = 0;
  const auto coordinate = [this](size_t i) { return point_[i] * 0x1p16 + point_[i + 1] * 0x1p8 + point_[i + 2]; };
  const double x = coordinate(0), y = coordinate(3), radius = 0x1p24 - 1;
  ++points_;
  if (x * x + y * y <= radius * radius) ++points_in_circle_;
}

EntropyTest::Result EntropyTest::result() const {
  const double n = static_cast<double>(total_), expected = n / 256;
  Result result{};
  for (const uint64_t times : times_) {
    const double difference = static_cast<double>(times) - expected, share = static_cast<double>(times) / n;
    result.chi_square += difference * difference / expected;
    if (share > 0) result.entropy -= share * std::log2(share);
  }
  result.mean = sum_ / n;
  result.monte_carlo_pi = 4.0 * (static_cast<double>(points_in_circle_) / static_cast<double>(points_));
  // The last byte's neighbour is the first one.
  const double products = products_ + static_cast<double>(last_) * first_;
  const double spread = n * squares_ - sum_ * sum_;
  result.serial_correlation = spread == 0 ? -100000 : (n * products - sum_ * sum_) / spread;
  return result;
}

// Of the sums only those that the others do not follow from are read; they travel as whole numbers.
std::vector<uint64_t> EntropyTest::state() const {
  const auto whole = [](double x) { return static_cast<uint64_t>(x); };
  std::vector<uint64_t> state = {total_, point_size_, total_ == 0,      points_in_circle_, points_,        0, 0, 0, 0,
                                 first_, last_,       whole(products_), whole(sum_),       whole(squares_)};
  state.insert(state.end(), times_.begin(), times_.end());
  state.insert(state.end(), point_.begin(), point_.end());
  return state;
}

std::optional<EntropyTest> EntropyTest::from_state(std::span<const uint64_t> state) {
  constexpr size_t kSums = 14;
  EntropyTest test;
  if (state.size() != kSums + test.times_.size() + test.point_.size() || state[1] >= test.point_.size())
    return std::nullopt;
  test.total_ = state[0];
  test.point_size_ = state[1];
  test.points_in_circle_ = state[3];
  test.points_ = state[4];
  test.first_ = static_cast<uint8_t>(state[9]);
  test.last_ = static_cast<uint8_t>(state[10]);
  test.products_ = static_cast<double>(state[11]);
  test.sum_ = static_cast<double>(state[12]);
  test.squares_ = static_cast<double>(state[13]);
  std::copy_n(state.begin() + kSums, test.times_.size(), test.times_.begin());
  for (size_t i = 0; i < test.point_.size(); ++i)
    test.point_[i] = static_cast<uint8_t>(state[kSums + test.times_.size() + i]);
  return test;
}

namespace {

Cell record_of(const BuiltinCall& call, const EntropyTest& test) {
  const EntropyTest::Result result = test.result();
  auto record = result_record(call, "entropy_test_result");
  set_field(*record, "entropy", Cell::real(result.entropy));
  set_field(*record, "chi_square", Cell::real(result.chi_square));
  set_field(*record, "mean", Cell::real(result.mean));
  set_field(*record, "monte_carlo_pi", Cell::real(result.monte_carlo_pi));
  set_field(*record, "serial_correlation", Cell::real(result.serial_correlation));
  return record;
}

Cell find_entropy(BuiltinCall& call) {
  EntropyTest test;
  test.add(string_argument(call, 0));
  return record_of(call, test);
}

Cell entropy_test_init(BuiltinCall&) { return make<EntropyObject>(); }

Cell entropy_test_add(BuiltinCall& call) {
  call.arguments[0].as<EntropyObject>().test.add(string_argument(call, 1));
  return Cell::boolean(true);
}

Cell entropy_test_finish(BuiltinCall& call) { return record_of(call, call.arguments[0].as<EntropyObject>().test); }

}  // namespace

void add_entropy_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("find_entropy(data: string): entropy_test_result", find_entropy);
  registry.add("entropy_test_init(): opaque of entropy", entropy_test_init);
  registry.add("entropy_test_add(handle: opaque of entropy, data: string): bool", entropy_test_add);
  registry.add("entropy_test_finish(handle: opaque of entropy): entropy_test_result", entropy_test_finish);
}

}  // namespace whimbrel::script
