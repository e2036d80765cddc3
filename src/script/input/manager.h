// Manager: the streams of a process, and their readers.
//
// A reader works in the main loop: once after its stream has been added, then whenever it is asked to, and for sources
// that are watched in each heartbeat. A stream that is removed still gets what has been asked for before.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "script/input/reader.h"

namespace whimbrel::script::input {

class Manager final : public IoSource {
 public:
  /// The one of this interpreter.
  static Manager& of(Runtime& runtime);

  bool add_table(Runtime& runtime, RecordObject& description);
  bool add_event(Runtime& runtime, RecordObject& description);
  bool remove(Runtime& runtime, const std::string& name);
  bool update(Runtime& runtime, const std::string& name);

  bool counts() const override { return false; }
  bool process(Runtime& runtime) override;
  void finish(Runtime& runtime) override;

 private:
  struct Source {
    std::unique_ptr<Stream> stream;
    std::unique_ptr<Reader> reader;
    bool started = false, failed = false, removed = false;
    int updates = 0;  // asked for
  };
  bool add(Runtime& runtime, std::unique_ptr<Stream> stream);
  Source* find(const std::string& name) const;
  bool work(Source& source, bool is_heartbeat) const;
  bool is_heartbeat(Runtime& runtime);

  std::vector<std::unique_ptr<Source>> sources_;
  double next_heartbeat_ = 0;
};

}  // namespace whimbrel::script::input
