// Sink: where the bytes of one log go: a file, a data base. The worker thread alone uses it.
//
// What cannot be written now is told with a reason, and tried again later; the caller keeps what has not been taken.
#pragma once

#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "script/logging/format.h"

namespace whimbrel::script::logging {

class Sink {
 public:
  struct Outcome {
    size_t taken = 0;  ///< bytes that need not be given again
    std::string why;   ///< "": all is well
    bool is_open = true;
  };
  virtual ~Sink() = default;
  virtual Outcome write(std::string_view bytes) = 0;
  /// What has been taken is made visible to others.
  virtual Outcome flush() { return {}; }
  /// Has someone deleted the file? Then the next write() begins another one.
  virtual bool is_gone() { return false; }
  /// Ends the file properly. It may be called again after it has failed.
  virtual Outcome close() = 0;
  /// Gives a closed file another name, or one like it if that is taken, which `name` is then. "": done; else why not.
  virtual std::string rename(std::string& name) { return "it has no file to be named " + name; }
  /// Nothing follows for a closed file.
  virtual void finish() {}
  /// Is a file open?
  virtual bool has_file() const = 0;
  /// "logs/a.log", for messages.
  virtual const std::string& place() const = 0;
  /// How it is said that it cannot be opened.
  virtual std::string open_problem(const std::string& why) const { return "cannot open " + place() + ": " + why; }
};

struct FilePlan {
  std::string name;
  std::string extension;  ///< that names end with, ".log"
  FileFrame frame;
  int gzip_level = 0;
  std::string shadow;       ///< a file that is there as long as the log is; "": none
  std::string shadow_text;  ///< its content
  bool keeps_old = false;   ///< a file of that name, from before, gets another one
};
std::unique_ptr<Sink> make_file_sink(FilePlan plan);
/// The name, or one with a number in front of its extension, so that no file is overwritten.
std::string untaken_name(std::string name, const std::string& extension);

struct TablePlan {
  std::string file, table;
  Columns columns;
  std::string set_separator, unset_field, empty_field;
};
/// Takes rows as serial.h encodes them, with the size of each in front.
std::unique_ptr<Sink> make_sqlite_sink(TablePlan plan);

}  // namespace whimbrel::script::logging
