// TextFile: a file that is read piece by piece, while others may write to it, or put another in its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace whimbrel::script::input {

class TextFile {
 public:
  explicit TextFile(std::string path, std::string separator = "\n")
      : path_(std::move(path)), separator_(std::move(separator)) {}
  ~TextFile() { close(); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  enum class Change : uint8_t { None, Changed, Missing };
  /// Compared with the last time this was asked.
  Change look();
  /// From the beginning. False if that cannot be.
  bool open();
  void close();
  bool is_open() const { return descriptor_ >= 0; }
  /// Where to begin: behind so many bytes; negative: so many before the end, -1 being the end.
  void seek(int64_t offset);
  /// There is another file at the path now than the one that is open.
  bool is_replaced() const;
  /// The next piece, without its separator. At the end of a file that others still write to (`is_growing`), an
  /// unfinished piece waits; if nothing has come for a whole round, or others do not write to it, it is a piece too.
  std::optional<std::string> next(bool is_growing);
  /// Before the pieces of a growing file are asked for again.
  void begin_round();
  const std::string& path() const { return path_; }

 private:
  bool fill();

  std::string path_, separator_;
  int descriptor_ = -1;
  std::string buffer_;
  size_t at_ = 0;
  bool is_quiet_ = false, has_read_ = false;  // nothing has come in the last round; something has in this one
  struct Mark {
    uint64_t device = 0, inode = 0;
    int64_t seconds = 0, nanoseconds = 0, size = 0;
    bool operator==(const Mark&) const = default;
  };
  static std::optional<Mark> mark_of(const std::string& path);
  std::optional<Mark> seen_;
};

}  // namespace whimbrel::script::input
