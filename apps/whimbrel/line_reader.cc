#include "line_reader.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace whimbrel::cli {

namespace {

constexpr size_t kReadSize = 64 * 1024;
constexpr size_t kLongestLine = 256u << 20;

}  // namespace

bool LineReader::take(std::string_view& line) {
  const size_t end = buffer_.find('\n', scanned_);
  scanned_ = end == buffer_.npos ? buffer_.size() : end + 1;
  if (end == buffer_.npos && !(at_end_ && start_ < buffer_.size())) return false;
  line = std::string_view(buffer_).substr(start_, end == buffer_.npos ? end : end - start_);
  if (line.ends_with('\r')) line.remove_suffix(1);
  start_ = scanned_;
  ++number_;
  return true;
}

Result<void> LineReader::read_more() {
  buffer_.erase(0, start_);
  scanned_ -= start_;
  start_ = 0;
  if (buffer_.size() > kLongestLine)
    return Error(ErrorCode::TooLarge, at_line(number_ + 1, "it is longer than 256 MiB"));
  const size_t before = buffer_.size();
  buffer_.resize(before + kReadSize);
  const ssize_t n = ::read(STDIN_FILENO, buffer_.data() + before, kReadSize);
  buffer_.resize(before + (n > 0 ? static_cast<size_t>(n) : 0));
  at_end_ = n == 0;
  if (n < 0 && errno != EINTR && errno != EAGAIN)
    return Error(ErrorCode::CannotOpenResource,
                 fmt::format("cannot read standard input: {}", std::generic_category().message(errno)));
  return {};
}

std::string at_line(size_t number, std::string_view text) { return fmt::format("line {}: {}", number, text); }

}  // namespace whimbrel::cli
