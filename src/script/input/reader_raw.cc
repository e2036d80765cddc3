// Raw pieces: each line of a file, of standard input, or of what a command writes is a record of one string.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "script/input/command.h"
#include "script/input/reader.h"
#include "script/input/text_file.h"

namespace whimbrel::script::input {

namespace {

std::string record_separator(const Stream& stream) {
  const std::string separator = stream.option("record_separator", "InputRaw::record_separator");
  return separator.empty() ? "\n" : separator;
}

class RawReader : public Reader {
 public:
  explicit RawReader(Stream& stream) : Reader(stream), separator_(record_separator(stream)) {}

  bool start() override { return takes_pieces() && begin(); }

 protected:
  virtual bool begin() = 0;
  virtual bool takes_errors() const { return false; }

  void give(std::string piece, bool is_error = false) {
    Entry entry;
    entry.values.push_back(string_cell(std::move(piece)));
    if (takes_errors()) entry.values.push_back(Cell::boolean(is_error));
    if (stream_.mode() == Mode::Stream)
      stream_.put(std::move(entry));
    else
      stream_.entry(std::move(entry));
  }

  /// Gives the pieces that are complete, and at the end what is left.
  void give_all(std::string& text, bool at_end, bool is_error = false) {
    size_t begin = 0;
    for (size_t end; (end = text.find(separator_, begin)) != std::string::npos; begin = end + separator_.size())
      give(text.substr(begin, end - begin), is_error);
    text.erase(0, begin);
    if (!at_end || text.empty()) return;
    give(std::move(text), is_error);
    text.clear();
  }

  const std::string separator_;

 private:
  bool takes_pieces() {
    const auto& columns = stream_.columns();
    const size_t wanted = takes_errors() ? 2 : 1;
    const bool fits = columns.size() == wanted && columns[0].type->tag() == Tag::String &&
                      (wanted == 1 || columns[1].type->tag() == Tag::Bool);
    if (fits) return true;
    stream_.reader_error(fmt::format(
        "A raw stream has {}, this one has {} field(s)",
        wanted == 1 ? "one field of type string" : "a field of type string and, with read_stderr, one of type bool",
        columns.size()));
    return false;
  }
};

// -- files

class RawFileReader final : public RawReader {
 public:
  explicit RawFileReader(Stream& stream) : RawReader(stream), file_(stream.path("InputRaw::path_prefix"), separator_) {}

  bool update() override {
    const Mode mode = stream_.mode();
    if (mode == Mode::Reread) {
      const TextFile::Change change = file_.look();
      if (change == TextFile::Change::None) return true;
      if (change == TextFile::Change::Missing) return said(fmt::format("Could not get stat for {}", file_.path()));
    }
    file_.begin_round();
    const bool goes_on = mode == Mode::Stream && file_.is_open() && !file_.is_replaced();
    if (!goes_on && !open()) return said(fmt::format("cannot open {}", file_.path()));
    said_problem_ = false;
    while (auto piece = file_.next(mode == Mode::Stream)) give(std::move(*piece));
    if (mode != Mode::Stream) stream_.end_of_update();
    return true;
  }

 private:
  bool begin() override {
    if (stream_.mode() == Mode::Reread) return update();
    if (open()) return update();
    stream_.reader_error(fmt::format("Init: cannot open {}", file_.path()));
    return false;
  }

  bool open() {
    if (!file_.open()) return false;
    const std::string offset = stream_.option("offset");
    if (!offset.empty()) file_.seek(std::strtoll(offset.c_str(), nullptr, 10));
    return true;
  }

  bool said(const std::string& text) {
    if (!said_problem_) stream_.reader_warning(text);
    said_problem_ = true;
    return true;
  }

  TextFile file_;
  bool said_problem_ = false;
};

// -- standard input

class RawInputReader final : public RawReader {
 public:
  using RawReader::RawReader;

  bool update() override { return true; }
  bool is_busy() const override { return !ended_ && stream_.mode() != Mode::Stream; }

  bool poll() override {
    bool moved = false;
    while (!ended_ && read_some()) moved = true;
    return moved;
  }

 private:
  bool begin() override { return true; }

  /// Others share the descriptor, so it is asked first instead of being made one that never blocks.
  bool read_some() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, 0) <= 0) return false;
    char bytes[65536];
    const ssize_t size = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (size < 0 && errno == EINTR) return false;
    ended_ = size <= 0;
    if (!ended_) text_.append(bytes, static_cast<size_t>(size));
    give_all(text_, ended_);
    if (ended_) stream_.end_of_update();
    return true;
  }

  std::string text_;
  bool ended_ = false;
};

// -- commands

class RawCommandReader final : public RawReader {
 public:
  explicit RawCommandReader(Stream& stream) : RawReader(stream) {
    const std::string& source = stream.source();
    line_ = source.substr(0, source.find_last_not_of(" |") + 1);
    options_.input = stream.option("stdin");
    options_.has_input = !options_.input.empty();
    options_.takes_errors = stream.is_option_on("read_stderr");
    options_.is_killed = stream.is_option_on("force_kill");
  }

  /// A command that has ended runs again, unless its output is a stream.
  bool update() override {
    if (command_.is_running() || stream_.mode() == Mode::Stream) return true;
    return begin();
  }

  bool is_busy() const override { return command_.is_running() && stream_.mode() != Mode::Stream; }

  bool poll() override {
    if (!command_.is_running()) return false;
    const bool moved = command_.move();
    const bool ended = command_.has_ended();
    give_all(command_.output, ended);
    give_all(command_.errors, ended, true);
    const auto exit = ended ? command_.exit() : std::nullopt;
    if (exit) finish(*exit);
    return moved || exit;
  }

  void stop() override { command_.stop(); }

 private:
  bool takes_errors() const override { return options_.takes_errors; }

  bool begin() override {
    stream_.runtime().host.flush();
    if (command_.start(line_, options_)) return true;
    stream_.reader_error(fmt::format("Could not start command {}", line_));
    return false;
  }

  void finish(const Command::Exit& exit) {
    if (exit.by_signal)
      stream_.reader_error(fmt::format("Child process exited due to signal {}", exit.code));
    else if (exit.code != 0)
      stream_.reader_error(fmt::format("Child process exited with non-zero return code {}", exit.code));
    stream_.end_of_update();
    stream_.runtime().raise("InputRaw::process_finished",
                            {string_cell(stream_.name()), string_cell(stream_.source()),
                             Cell::count(static_cast<uint64_t>(exit.code)), Cell::boolean(exit.by_signal)});
  }

  std::string line_;
  Command::Options options_;
  Command command_;
};

}  // namespace

std::unique_ptr<Reader> make_raw_reader(Stream& stream) {
  const std::string& source = stream.source();
  if (source == "-") return std::make_unique<RawInputReader>(stream);
  if (source.ends_with('|')) return std::make_unique<RawCommandReader>(stream);
  return std::make_unique<RawFileReader>(stream);
}

}  // namespace whimbrel::script::input
