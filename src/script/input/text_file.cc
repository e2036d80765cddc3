#include "script/input/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace whimbrel::script::input {

std::optional<TextFile::Mark> TextFile::mark_of(const std::string& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) != 0) return std::nullopt;
  return Mark{static_cast<uint64_t>(now.st_dev), static_cast<uint64_t>(now.st_ino), now.st_mtim.tv_sec,
              now.st_mtim.tv_nsec, now.st_size};
}

TextFile::Change TextFile::look() {
  const auto now = mark_of(path_);
  if (!now) return Change::Missing;
  if (seen_ == now) return Change::None;
  seen_ = now;
  return Change::Changed;
}

bool TextFile::open() {
  close();
  is_quiet_ = false;
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat now {};
  // A folder can be opened, but not be read.
  if (descriptor_ >= 0 && (::fstat(descriptor_, &now) != 0 || S_ISDIR(now.st_mode))) close();
  return is_open();
}

void TextFile::close() {
  if (is_open()) ::close(descriptor_);
  descriptor_ = -1;
  buffer_.clear();
  at_ = 0;
}

void TextFile::seek(int64_t offset) {
  if (offset >= 0)
    ::lseek(descriptor_, offset, SEEK_SET);
  else
    ::lseek(descriptor_, offset + 1, SEEK_END);
}

bool TextFile::is_replaced() const {
  struct stat open_one {
  }, named_one{};
  if (::fstat(descriptor_, &open_one) != 0 || ::stat(path_.c_str(), &named_one) != 0) return false;
  return open_one.st_dev != named_one.st_dev || open_one.st_ino != named_one.st_ino;
}

bool TextFile::fill() {
  if (!is_open()) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  char bytes[65536];
  const ssize_t size = ::read(descriptor_, bytes, sizeof bytes);
  if (size <= 0) return false;
  buffer_.append(bytes, static_cast<size_t>(size));
  has_read_ = true;
  return true;
}

std::optional<std::string> TextFile::next(bool is_growing) {
  size_t searched = at_;
  for (;;) {
    const size_t end = buffer_.find(separator_, searched);
    if (end != std::string::npos) {
      std::string piece = buffer_.substr(at_, end - at_);
      at_ = end + separator_.size();
      return piece;
    }
    const size_t pending = buffer_.size() - at_;
    if (!fill()) break;
    // The separator may have begun in what was there before.
    searched = pending >= separator_.size() ? pending - separator_.size() + 1 : 0;
  }
  const bool waits = is_growing && (has_read_ || !is_quiet_);
  if (waits || at_ >= buffer_.size()) return std::nullopt;
  std::string rest = buffer_.substr(at_);
  at_ = buffer_.size();
  return rest;
}

void TextFile::begin_round() {
  is_quiet_ = !has_read_;
  has_read_ = false;
}

}  // namespace whimbrel::script::input
