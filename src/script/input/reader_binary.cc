// Files as they are: each piece of at most a chunk's size is a record of one string.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "script/input/reader.h"
#include "script/input/text_file.h"

namespace whimbrel::script::input {

namespace {

constexpr int64_t kLargestChunk = int64_t{64} << 20;

class BinaryReader final : public Reader {
 public:
  explicit BinaryReader(Stream& stream)
      : Reader(stream),
        path_(stream.path("InputBinary::path_prefix")),
        changes_(path_),
        chunk_size_(std::clamp<int64_t>(
            std::strtoll(stream.option("chunk_size", "InputBinary::chunk_size").c_str(), nullptr, 10), 1,
            kLargestChunk)) {}
  ~BinaryReader() override { stop(); }

  bool start() override {
    const auto& columns = stream_.columns();
    if (columns.size() != 1 || columns[0].type->tag() != Tag::String)
      return fail("A binary stream has one field of type string");
    return read();
  }

  bool update() override { return read(); }

  void stop() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

 private:
  bool read() {
    const Mode mode = stream_.mode();
    if (mode == Mode::Reread) {
      const TextFile::Change change = changes_.look();
      if (change == TextFile::Change::None) return true;
      if (change == TextFile::Change::Missing) return fail(fmt::format("Could not get stat for {}", path_));
    }
    if ((mode != Mode::Stream || descriptor_ < 0) && !open()) return fail(fmt::format("Init: cannot open {}", path_));
    while (read_chunk()) {
    }
    if (mode != Mode::Stream) stream_.end_of_update();
    return true;
  }

  bool open() {
    stop();
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat now {};
    // A folder can be opened, but not be read.
    if (descriptor_ >= 0 && (::fstat(descriptor_, &now) != 0 || S_ISDIR(now.st_mode))) stop();
    return descriptor_ >= 0;
  }

  bool read_chunk() {
    std::string chunk(static_cast<size_t>(chunk_size_), '\0');
    const ssize_t size = ::read(descriptor_, chunk.data(), chunk.size());
    if (size <= 0) return false;
    chunk.resize(static_cast<size_t>(size));
    Entry entry;
    entry.values.push_back(string_cell(std::move(chunk)));
    if (stream_.mode() == Mode::Stream)
      stream_.put(std::move(entry));
    else
      stream_.entry(std::move(entry));
    return true;
  }

  const std::string path_;
  TextFile changes_;  // only asked whether there are any
  const int64_t chunk_size_;
  int descriptor_ = -1;
};

}  // namespace

std::unique_ptr<Reader> make_binary_reader(Stream& stream) { return std::make_unique<BinaryReader>(stream); }

}  // namespace whimbrel::script::input
