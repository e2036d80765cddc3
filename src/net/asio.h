// The parts of Asio that net/ uses, and the inside of a Loop. Included by net/*.cc only.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <thread>

#include "base/adaptive_spin.h"
#include "net/loop.h"
#include "net/stand_in.h"

namespace whimbrel {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Loop::Impl {
  asio::io_context context{1};  // one thread at a time runs it
  const asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::steady_timer timer{context};
  std::optional<TimePoint> timer_at;
  AdaptiveSpin spin;
  std::atomic<bool> asleep{false};
  std::atomic<bool> stopped{false};

  std::mutex role;                      // whoever holds it is the loop's thread, and touches all of the above
  std::atomic<std::thread::id> thread;  // who that is
  StandIn stand_in;

  // the guest's
  asio::posix::stream_descriptor alarm{context};
  asio::steady_timer deadline{context};
  bool alarm_armed = false, alarmed = false;
};

}  // namespace whimbrel
