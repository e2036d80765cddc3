#include "net/loop.h"

#include "net/asio.h"

namespace whimbrel {

namespace {

// Asio's waits end up to a millisecond late unless it is a timer that ends them, and that costs a system call more.
constexpr auto kCoarse = std::chrono::milliseconds(5);

}  // namespace

Loop::Loop() : impl_(std::make_unique<Impl>()) {}

Loop::~Loop() {
  if (impl_->alarm.is_open()) impl_->alarm.release();
}

void Loop::run(Turn& turn) {
  Impl& in = *impl_;
  const auto is_guest_back = [&in] { return !in.stand_in.is_needed(); };
  while (!in.stopped) {
    in.stand_in.wait_until_needed();
    std::lock_guard role(in.role);
    in.thread = std::this_thread::get_id();
    while (!in.stopped && !is_guest_back()) {
      take_turn(turn);
      sleep(turn, {}, is_guest_back);
    }
    in.thread = std::thread::id();
  }
}

void Loop::work(Turn& turn, TimePoint until, int alarm) {
  Impl& in = *impl_;
  in.stand_in.guest_enters();
  std::unique_lock role(in.role, std::try_to_lock);
  if (!role) {
    wake();
    role.lock();
  }
  in.thread = std::this_thread::get_id();
  watch(alarm);
  for (;;) {
    take_turn(turn);
    if (turn.take_arrival() || in.alarmed || in.stopped) break;
    if (now() >= until) {
      in.context.poll();
      take_turn(turn);
      break;
    }
    sleep(turn, until, [] { return false; });
  }
  in.alarmed = false;
  in.thread = std::thread::id();
  role.unlock();
  in.stand_in.guest_leaves();
}

void Loop::dismiss_guest() { impl_->stand_in.dismiss(); }

void Loop::watch(int alarm) {
  Impl& in = *impl_;
  if (in.alarm_armed && in.alarm.native_handle() == alarm) return;
  if (in.alarm.is_open() && in.alarm.native_handle() != alarm) in.alarm.release();
  if (alarm < 0) return;
  if (!in.alarm.is_open()) in.alarm.assign(alarm);
  in.alarm_armed = true;
  in.alarm.async_wait(asio::posix::stream_descriptor::wait_read, [&in](error_code error) {
    if (error) return;
    in.alarm_armed = false;
    in.alarmed = true;
  });
}

void Loop::take_turn(Turn& turn) {
  Impl& in = *impl_;
  const auto next = turn.take_turn(now());
  if (next == in.timer_at) return;
  in.timer_at = next;
  if (next) {
    in.timer.expires_at(*next);
    in.timer.async_wait([&in, at = *next](error_code) {
      if (in.timer_at == at) in.timer_at.reset();
    });
  } else {
    in.timer.cancel();
  }
}

// A publisher that finds us asleep wakes us; one that commits before we sleep is seen by has_work(). The same goes for
// the condition.
template <class MustNot>
void Loop::sleep(Turn& turn, std::optional<TimePoint> until, MustNot must_not) {
  Impl& in = *impl_;
  const auto has_any = [&] { return in.context.poll_one() > 0 || turn.has_work() || must_not(); };
  if (in.spin.look(until.value_or(TimePoint::max()), has_any)) return;
  in.asleep = true;
  if (turn.has_work() || must_not()) {
    in.asleep = false;
    in.context.poll_one();
    return;
  }
  if (!until) {
    in.context.run_one();
  } else if (*until - now() > kCoarse) {
    in.context.run_one_until(*until);
  } else {
    in.deadline.expires_at(*until);
    in.deadline.async_wait([](error_code) {});
    in.context.run_one();
  }
  in.asleep = false;
  in.spin.woke();
}

void Loop::stop() {
  impl_->stopped = true;
  impl_->stand_in.dismiss();
  asio::post(impl_->context, [] {});
}

void Loop::run_posted() {
  impl_->context.restart();
  impl_->context.poll();
}

void Loop::post(std::function<void()> function) { asio::post(impl_->context, std::move(function)); }

void Loop::wake() {
  if (impl_->asleep.load() && impl_->asleep.exchange(false)) asio::post(impl_->context, [] {});
}

bool Loop::on_loop() const { return impl_->thread.load() == std::this_thread::get_id(); }

Loop::Visit::Visit(Loop& loop) : loop_(loop.impl_->role.try_lock() ? &loop : nullptr) {
  if (loop_) loop_->impl_->thread = std::this_thread::get_id();
}

Loop::Visit::~Visit() {
  if (!loop_) return;
  loop_->impl_->thread = std::thread::id();
  loop_->impl_->role.unlock();
}

}  // namespace whimbrel
