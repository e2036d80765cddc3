// The load of one publisher: as many messages as it can send, or a fixed number of them per second. The same for every
// system that is measured.
#pragma once

#include <time.h>

#include <cstdint>

#include "figures.h"
#include "work.h"

namespace whimbrel::bench {

/// Nanoseconds on the clock that all processes of a machine share.
inline uint64_t now_ns() {
  timespec time;
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

/// Sleeps as long as that is precise enough, and then lets others run until it is time.
void wait_until(uint64_t ns);

/// Messages of the first moments of a paced load carry the number 0: their latency does not count.
inline constexpr double kWarmUp = 0.2;  // of the time, but at most so many seconds

/// Calls send(n) for n = 1, 2, 3, ... until the time is over, or it returns false.
template <class Send>
Figures send_all_out(const Work& work, Send& send) {
  constexpr uint64_t kBetweenLooks = 16;  // at the clock
  const uint64_t start = now_ns(), end = start + static_cast<uint64_t>(work.seconds * 1e9);
  uint64_t sent = 0;
  bool good = true;
  while (good && now_ns() < end)
    for (uint64_t i = 0; i < kBetweenLooks && (good = send(sent + 1)); ++i) ++sent;
  return {{"messages", static_cast<double>(sent)}, {"seconds", static_cast<double>(now_ns() - start) / 1e9}};
}

/// Calls send(t) once for each time t of a schedule with equal distances, as soon as that time has come. If sending
/// falls behind, the schedule does not wait for it: t is when the message should have been sent, and what measures from
/// there counts the delay. Before it waits for the next time it calls pause().
template <class Send, class Pause>
Figures send_at_rate(const Work& work, Send& send, Pause& pause) {
  const uint64_t start = now_ns() + 1'000'000;
  const auto count = static_cast<uint64_t>(work.rate * work.seconds);
  const double gap = 1e9 / work.rate;
  const uint64_t warm = start + static_cast<uint64_t>(1e9 * kWarmUp * (work.seconds < 1 ? work.seconds : 1));
  const uint64_t latest = start + static_cast<uint64_t>(2e9 * work.seconds);
  uint64_t sent = 0, now = 0;
  for (; sent < count && now < latest; ++sent) {
    const uint64_t due = start + static_cast<uint64_t>(gap * static_cast<double>(sent));
    if (now < due) {
      pause();
      wait_until(due);
      now = now_ns();
    } else if (sent % 64 == 0) {
      now = now_ns();
    }
    if (!send(due < warm ? 0 : due)) break;
  }
  return {{"messages", static_cast<double>(sent)}, {"seconds", static_cast<double>(now_ns() - start) / 1e9}};
}

template <class Send, class Pause>
Figures send_load(const Work& work, Send send, Pause pause) {
  return work.is_latency() ? send_at_rate(work, send, pause) : send_all_out(work, send);
}

template <class Send>
Figures send_load(const Work& work, Send send) {
  return send_load(work, send, [] {});
}

}  // namespace whimbrel::bench
