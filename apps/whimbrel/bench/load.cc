#include "load.h"

#include <sched.h>

namespace whimbrel::bench {

void wait_until(uint64_t ns) {
  constexpr uint64_t kImprecise = 200'000;  // how late a sleep may end
  const uint64_t now = now_ns();
  if (now + kImprecise < ns) {
    const uint64_t wake = ns - kImprecise;
    const timespec time = {static_cast<time_t>(wake / 1'000'000'000), static_cast<long>(wake % 1'000'000'000)};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
  }
  while (now_ns() < ns) ::sched_yield();
}

}  // namespace whimbrel::bench
