// Records with random values, to see what a script can take. The source is their number; in a stream, so many come in
// each heartbeat, and the options say how that number grows and how they are spread.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "script/input/reader.h"
#include "script/input/text_values.h"
#include "script/model/table.h"

namespace whimbrel::script::input {

namespace {

constexpr double kMostLines = 1e9;
constexpr double kMicrosecond = 1e-6;

double number_of(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

/// Values that differ from run to run.
class RandomValues {
 public:
  Cell value(const Type& type, double now) {
    switch (const Tag tag = type.tag()) {
      case Tag::Bool:
        return Cell::boolean(below(2) == 1);
      case Tag::Int:
        return Cell::integer(static_cast<int64_t>(random_() >> 1));
      case Tag::Count:
        return Cell::count(random_() >> 1);
      case Tag::Time:
        return Cell::time(now);
      case Tag::Double:
      case Tag::Interval:
        return Cell::real_of(tag, std::uniform_real_distribution<>(0, 1)(random_));
      case Tag::Port:
        return Cell::port(static_cast<uint32_t>(below(65536)), kUnknownPort);
      case Tag::Enum:
        return constant(*type.as_enum());
      case Tag::Table:
      case Tag::Vector:
        return container(type, now);
      default:
        return from_text(type);
    }
  }

 private:
  uint64_t below(uint64_t limit) { return random_() % limit; }

  std::string word() {
    constexpr int kLetters = 10;
    std::string text;
    for (int i = 0; i < kLetters; ++i) text += static_cast<char>('a' + below(26));
    return text;
  }

  std::string address() { return fmt::format("{}.{}.{}.{}", below(256), below(256), below(256), below(256)); }

  Cell from_text(const Type& type) {
    std::string text = word();
    if (type.tag() == Tag::Addr) text = address();
    if (type.tag() == Tag::Subnet) text = fmt::format("{}/{}", address(), below(33));
    if (type.tag() == Tag::Pattern) text = '/' + text + '/';
    return TextValues({}, [](const std::string&) {}).parse(text, type, {}).cell;
  }

  Cell constant(const EnumType& type) {
    if (type.values.empty()) return {};
    const auto found = std::next(type.values.begin(), static_cast<int64_t>(below(type.values.size())));
    return Cell::enumeration(found->second, &type);
  }

  Cell container(const Type& type, double now) {
    constexpr uint64_t kMostElements = 30;
    const uint64_t size = below(kMostElements) + 1;
    if (type.tag() == Tag::Table) {
      auto set = make<TableObject>(Ref<TableType>(const_cast<TableType*>(type.as_table())));
      for (uint64_t i = 0; i < size; ++i) set->assign({value(*type.as_table()->index->types[0], now)}, {});
      return set;
    }
    auto vector = make<VectorObject>(Ref<VectorType>(const_cast<VectorType*>(type.as_vector())));
    for (uint64_t i = 0; i < size; ++i) vector->cells.push_back(value(*type.as_vector()->yield, now));
    return vector;
  }

  std::mt19937_64 random_{std::random_device{}()};
};

class BenchmarkReader final : public Reader {
 public:
  explicit BenchmarkReader(Stream& stream) : Reader(stream) {}

  bool start() override {
    lines_ = number_of(stream_.source());
    return update();
  }

  bool update() override {
    if (started_ && stream_.mode() == Mode::Stream) lines_ = lines_ * option("factor") + option("addfactor");
    started_ = true;
    lines_ = std::clamp(lines_, 0.0, kMostLines);
    left_ = static_cast<uint64_t>(lines_);
    gap_ = gap();
    next_ = now();
    poll();
    return true;
  }

  bool is_busy() const override { return left_ > 0; }
  void stop() override { left_ = 0; }

  bool poll() override {
    if (left_ == 0) return false;
    // What is not spread comes in portions, so that the rest of the process has its turns.
    constexpr int kPortion = 1000;
    for (int i = 0; i < kPortion && left_ > 0; ++i) {
      if (gap_ > 0 && next_ > now()) return true;
      next_ += gap_;
      --left_;
      give_one();
    }
    if (left_ == 0 && stream_.mode() != Mode::Stream) stream_.end_of_update();
    return true;
  }

 private:
  double now() const { return stream_.runtime().host.wall_clock(); }
  double option(const std::string& key) const { return number_of(stream_.option(key, "InputBenchmark::" + key)); }

  /// Seconds between two lines.
  double gap() const {
    if (lines_ < 1) return 0;
    const double spread = option("spread"), auto_spread = option("autospread"), stops_at = option("stopspreadat");
    if (option("timedspread") != 0) {
      const Cell heartbeat = stream_.runtime().value_of("Threading::heartbeat_interval");
      return (heartbeat.is_set() ? heartbeat.as_double() : 1.0) / lines_;
    }
    if (auto_spread != 0) return 1 / (auto_spread * lines_);
    const bool is_spread = spread > 0 && (stops_at == 0 || lines_ < stops_at);
    return is_spread ? spread * kMicrosecond : 0;
  }

  void give_one() {
    Entry entry;
    const double time = now();
    for (const Column& column : stream_.columns())
      entry.values.push_back(column.unsupported ? Cell() : values_.value(*column.type, time));
    if (stream_.mode() == Mode::Stream)
      stream_.put(std::move(entry));
    else
      stream_.entry(std::move(entry));
  }

  RandomValues values_;
  bool started_ = false;
  double lines_ = 0;   // of each round
  uint64_t left_ = 0;  // of this round
  double gap_ = 0, next_ = 0;
};

}  // namespace

std::unique_ptr<Reader> make_benchmark_reader(Stream& stream) { return std::make_unique<BenchmarkReader>(stream); }

}  // namespace whimbrel::script::input
