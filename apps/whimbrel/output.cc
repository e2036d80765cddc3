#include "output.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "console.h"
#include "signals.h"

namespace whimbrel::cli {

namespace {

constexpr size_t kBufferSize = 64 * 1024;

}  // namespace

void Output::line(std::string_view text) {
  if (error_) return;
  buffer_ += text;
  buffer_ += '\n';
  if (buffer_.size() >= kBufferSize) flush();
}

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !error_) {
    const ssize_t n = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (n >= 0)
      rest.remove_prefix(static_cast<size_t>(n));
    else if (errno != EINTR)
      error_ = errno;
    else if (Signals::stop())
      break;
  }
  buffer_.clear();
}

bool Output::broken() {
  pollfd out = {STDOUT_FILENO, 0, 0};
  if (!error_ && ::poll(&out, 1, 0) == 1) error_ = out.revents & POLLNVAL ? EBADF : EPIPE;
  return error_ != 0;
}

int Output::verdict() const {
  if (error_ == 0 || error_ == EPIPE) return kFine;
  return fail(fmt::format("cannot write to standard output: {}", std::generic_category().message(error_)));
}

}  // namespace whimbrel::cli
