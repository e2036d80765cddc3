// Reader: finds records in a source, and gives them to a stream. In the main loop: a reader never waits.
#pragma once

#include <memory>
#include <string>

#include "script/input/stream.h"

namespace whimbrel::script::input {

class Reader {
 public:
  explicit Reader(Stream& stream) : stream_(stream) {}
  virtual ~Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// Opens the source and reads what is there, once. False: it cannot be read, which has been said.
  virtual bool start() = 0;
  /// Looks again: from the beginning, or at what is new, as the stream's mode says. False: no more use.
  virtual bool update() = 0;
  /// In every round of the main loop: true if there was something to do.
  virtual bool poll() { return false; }
  /// Still has to do what start() or update() began.
  virtual bool is_busy() const { return false; }
  /// Ends what goes on; the stream is not told of anything any more.
  virtual void stop() {}

  /// The last words of one that is of no use.
  void say_it_ends(bool at_start) {
    if (at_start) say("Init failed");
    say("terminating thread");
  }

 protected:
  /// An error of this reader.
  virtual void say(const std::string& text) { stream_.reader_error(text); }
  bool fail(const std::string& text) {
    say(text);
    return false;
  }

  Stream& stream_;
};

std::unique_ptr<Reader> make_ascii_reader(Stream& stream);
std::unique_ptr<Reader> make_benchmark_reader(Stream& stream);
std::unique_ptr<Reader> make_binary_reader(Stream& stream);
std::unique_ptr<Reader> make_config_reader(Stream& stream);
std::unique_ptr<Reader> make_raw_reader(Stream& stream);
std::unique_ptr<Reader> make_sqlite_reader(Stream& stream);

}  // namespace whimbrel::script::input
