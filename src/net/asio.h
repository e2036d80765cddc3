// The parts of Asio that net/ uses, and the inside of a Loop. Included by net/*.cc only.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "net/loop.h"

namespace whimbrel {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Loop::Impl {
  asio::io_context context{1};  // one thread runs it
  asio::steady_timer timer{context};
  std::optional<TimePoint> timer_at;
  std::atomic<bool> asleep{false};
  std::atomic<bool> stopped{false};
  std::atomic<std::thread::id> thread;
};

}  // namespace whimbrel
