// Logs as files, compressed or not.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "script/logging/rotation_times.h"
#include "script/logging/sink.h"

namespace whimbrel::script::logging {

namespace {

std::string reason() { return std::strerror(errno); }

/// A stream of gzip.
class Deflater {
 public:
  explicit Deflater(int level)
      : good_(::deflateInit2(&stream_, level, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK) {}
  ~Deflater() {
    if (good_) ::deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void add(std::string_view bytes, int flush, std::string& out) {
    if (!good_) return;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    char piece[16384];
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(piece);
      stream_.avail_out = sizeof piece;
      ::deflate(&stream_, flush);
      out.append(piece, sizeof piece - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  static constexpr int kGzip = 15 + 16;  // the largest window, and gzip's header
  z_stream stream_{};
  const bool good_;
};

class FileSink final : public Sink {
 public:
  explicit FileSink(FilePlan plan) : plan_(std::move(plan)) {}
  ~FileSink() override { drop(); }

  Outcome write(std::string_view bytes) override {
    if (file_ < 0) {
      if (Outcome opened = open(); !opened.why.empty()) return opened;
    }
    if (Outcome rest = write_pending(); !rest.why.empty()) return rest;
    if (!deflater_) return write_plain(bytes);
    Outcome outcome{bytes.size(), {}};
    // In pieces, so that what is held back by a full disk stays small.
    constexpr size_t kPiece = 1 << 20;
    for (size_t at = 0; at < bytes.size(); at += kPiece) {
      deflater_->add(bytes.substr(at, kPiece), Z_NO_FLUSH, pending_);
      outcome.why = write_pending().why;
      if (outcome.why.empty()) continue;
      outcome.taken = std::min(at + kPiece, bytes.size());
      break;
    }
    return outcome;
  }

  Outcome flush() override {
    if (file_ < 0 || !deflater_) return {};
    deflater_->add({}, Z_SYNC_FLUSH, pending_);
    return write_pending();
  }

  bool is_gone() override {
    struct stat status {};
    if (file_ < 0 || ::fstat(file_, &status) != 0 || status.st_nlink > 0) return false;
    drop();
    return true;
  }

  Outcome close() override {
    if (file_ < 0) return {};
    if (!is_closing_) {
      is_closing_ = true;
      const std::string tail = plan_.frame.closing(std::time(nullptr));
      if (deflater_)
        deflater_->add(tail, Z_FINISH, pending_);
      else
        pending_ += tail;
    }
    Outcome outcome = write_pending();
    if (outcome.why.empty()) drop();
    return outcome;
  }

  std::string rename(std::string& name) override {
    name = untaken_name(std::move(name), plan_.extension);
    is_continued_ = ::rename(plan_.name.c_str(), name.c_str()) != 0;
    if (is_continued_) return reason();
    finish();
    return {};
  }

  void finish() override {
    if (!plan_.shadow.empty()) ::unlink(plan_.shadow.c_str());
  }

  bool has_file() const override { return file_ >= 0; }
  const std::string& place() const override { return plan_.name; }

 private:
  /// "" if the name is free now; else why not.
  std::string put_old_aside() const {
    struct stat status {};
    if (::stat(plan_.name.c_str(), &status) != 0 || status.st_size == 0 || !S_ISREG(status.st_mode)) return {};
    const std::string stem = plan_.name.substr(0, plan_.name.size() - plan_.extension.size());
    const std::string other =
        untaken_name(dated_name(stem, static_cast<double>(status.st_mtime)) + plan_.extension, plan_.extension);
    return ::rename(plan_.name.c_str(), other.c_str()) == 0 ? "" : reason();
  }

  Outcome open() {
    if (plan_.keeps_old && !is_continued_)
      if (std::string why = put_old_aside(); !why.empty()) return {0, std::move(why), false};
    const int begin = is_continued_ ? O_APPEND : O_TRUNC;
    file_ = ::open(plan_.name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | begin, 0666);
    if (file_ < 0) return {0, reason(), false};
    if (!plan_.shadow.empty()) write_shadow();
    if (plan_.gzip_level > 0) deflater_ = std::make_unique<Deflater>(plan_.gzip_level);
    const std::string head = is_continued_ ? "" : plan_.frame.opening(std::time(nullptr));
    if (deflater_)
      deflater_->add(head, Z_NO_FLUSH, pending_);
    else
      pending_ = head;
    return {};
  }

  void write_shadow() const {
    const int shadow = ::open(plan_.shadow.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (shadow < 0) return;
    [[maybe_unused]] const ssize_t written = ::write(shadow, plan_.shadow_text.data(), plan_.shadow_text.size());
    ::close(shadow);
  }

  Outcome write_plain(std::string_view bytes) const {
    Outcome outcome;
    while (outcome.taken < bytes.size()) {
      const ssize_t written = ::write(file_, bytes.data() + outcome.taken, bytes.size() - outcome.taken);
      if (written >= 0) {
        outcome.taken += static_cast<size_t>(written);
      } else if (errno != EINTR) {
        outcome.why = reason();
        break;
      }
    }
    return outcome;
  }

  Outcome write_pending() {
    if (pending_.empty()) return {};
    Outcome outcome = write_plain(pending_);
    pending_.erase(0, outcome.taken);
    return {0, std::move(outcome.why)};
  }

  void drop() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
    pending_.clear();
    deflater_.reset();
    is_closing_ = false;
  }

  const FilePlan plan_;
  int file_ = -1;
  std::unique_ptr<Deflater> deflater_;
  std::string pending_;  // taken, but not written yet
  bool is_closing_ = false;
  bool is_continued_ = false;  // it should have got another name, but that failed: its content stays
};

}  // namespace

std::string untaken_name(std::string name, const std::string& extension) {
  const std::string stem = name.substr(0, name.size() - extension.size());
  for (int n = 2; ::access(name.c_str(), F_OK) == 0; ++n) name = fmt::format("{}-{}{}", stem, n, extension);
  return name;
}

std::unique_ptr<Sink> make_file_sink(FilePlan plan) { return std::make_unique<FileSink>(std::move(plan)); }

}  // namespace whimbrel::script::logging
