#include "tally.h"

#include <fmt/format.h>

#include "figures.h"
#include "load.h"
#include "payloads.h"
#include "talk.h"
#include "whimbrel/codec.h"

namespace whimbrel::bench {

namespace {

constexpr uint64_t kBetweenSamples = 50'000'000;

}  // namespace

Tally::Tally(const Work& work) : samples_(work.samples), latency_(work.is_latency()) {}

void Tally::begin() {
  if (first_ == 0) first_ = now_ns();
}

void Tally::take(const ValueView& message) {
  begin();
  read_ += walk(message);
  if (latency_)
    take_time(number_of_small(message));
  else
    ++messages_;
}

void Tally::take_time(uint64_t sent) {
  ++messages_;
  if (sent > 0) latencies_.add(now_ns() - sent);
}

void Tally::take_unchecked(BytesView body) {
  const auto message = view(body);
  if (message)
    take(*message);
  else
    ++malformed_;
}

void Tally::take_bytes(size_t bytes) {
  begin();
  bytes_ += bytes;
}

void Tally::end(uint64_t sent) {
  sent_ = sent;
  ended_ = true;
  last_ = now_ns();
}

void Tally::sample() {
  if (!samples_) return;
  const uint64_t now = now_ns();
  if (now < next_sample_) return;
  next_sample_ = now + kBetweenSamples;
  say(fmt::format("sample {} {}", now, messages_));
}

void Tally::report() const {
  const uint64_t end = last_ > 0 ? last_ : now_ns();
  const Figures figures = {
      {"messages", static_cast<double>(messages_)},
      {"bytes", static_cast<double>(bytes_)},
      {"sent", static_cast<double>(sent_)},
      {"told_missing", static_cast<double>(told_missing_)},
      {"malformed", static_cast<double>(malformed_)},
      {"ended", ended_ ? 1. : 0.},
      {"seconds", static_cast<double>(end - (first_ > 0 ? first_ : end)) / 1e9},
      {"checksum", static_cast<double>(read_ % 65536)},
  };
  if (latency_) say("latencies " + latencies_.to_line());
  say("result " + to_line(figures));
}

}  // namespace whimbrel::bench
