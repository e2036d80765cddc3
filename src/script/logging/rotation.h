// Rotation: logs get other names at certain times, and postprocessors are told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "script/logging/writer.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

class Rotation {
 public:
  explicit Rotation(Runtime& runtime) : runtime_(runtime) {}

  /// Seconds since midnight, by log_rotate_base_time.
  double base() const;
  /// Until the next time that is a multiple of the interval from there on.
  double until_next(double interval) const;
  /// Gives the log's file its new name, if there is one. What writers without files have to tell about it comes back.
  std::optional<Notice> rotate(Writer& writer, bool terminating);
  /// The worker has done so, or, without a name, had nothing to do.
  void done(uint64_t ticket, const std::string& new_name);
  /// Logs that a process has left behind, with the files that tell of them.
  void rotate_leftovers();

 private:
  struct Rotated {
    Cell writer;
    std::string file, path;
    double open, close;
    bool terminating;
    Ref<FuncObject> postprocessor;
  };
  std::string new_name(const Rotated& log, const std::string& extension) const;
  std::string folder_for(const std::string& wanted, const std::string& path) const;
  Ref<RecordObject> record(std::string_view type, const Rotated& log) const;
  void postprocess(const Rotated& log) const;
  Ref<FuncObject> postprocessor_named(const std::string& name, const std::string& file) const;
  void rotate_leftover(const std::string& folder, const std::string& shadow);

  Runtime& runtime_;
  std::map<uint64_t, Rotated> open_;  // that the worker has not told of yet
  uint64_t last_ticket_ = 0;
};

}  // namespace whimbrel::script::logging
