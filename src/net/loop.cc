#include "net/loop.h"

#include "net/asio.h"

namespace whimbrel {

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

void Loop::run(Turn& turn) {
  Impl& in = *impl_;
  in.thread = std::this_thread::get_id();
  const auto work = asio::make_work_guard(in.context);
  while (!in.stopped) {
    const auto next = turn.take_turn(now());
    if (next != in.timer_at) {
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
    // A publisher that finds us asleep wakes us; one that commits before we sleep is seen by has_work().
    in.asleep = true;
    if (turn.has_work()) {
      in.asleep = false;
      in.context.poll_one();
      continue;
    }
    in.context.run_one();
    in.asleep = false;
  }
}

void Loop::stop() {
  impl_->stopped = true;
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

}  // namespace whimbrel
