// Writer: one log of a stream: what a filter writes under one path. It turns rows into bytes, and hands these to the
// worker in blocks.
#pragma once

#include <memory>
#include <string>

#include "script/builtins/telemetry.h"
#include "script/logging/format.h"
#include "script/logging/options.h"
#include "script/logging/shipper.h"
#include "script/logging/worker.h"

namespace whimbrel::script::logging {

/// What becomes of a record.
enum class Written : uint8_t { Done, TooLarge, WrongSize };

class Writer {
 public:
  /// What it was opened for. `filter`: the name of the filter; "": a log that a peer has opened.
  struct Plan {
    WriterInfo info;
    std::string filter;
    bool local = false, remote = false;
    Ref<FuncObject> postprocessor;  ///< null: none
  };
  Writer(Home home, Worker& worker, Plan plan);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  const WriterInfo& info() const { return plan_.info; }
  const std::string& filter() const { return plan_.filter; }
  bool is_remote() const { return plan_.remote; }
  FuncObject* postprocessor() const { return plan_.postprocessor.get(); }
  /// "conn/Log::WRITER_ASCII".
  std::string name() const { return info().path + '/' + info().writer_name(); }

  /// Here.
  Written write(Row row, size_t largest);
  /// A warning, if rows have another number of columns.
  std::string wrong_size(size_t size) const;
  void set_buffered(bool buffered);
  /// Gives the worker what there is.
  void hand_over();
  bool has_block() const { return !block_.empty(); }
  void flush();
  /// Nothing may follow.
  void close();

  // -- rotation (rotation.cc)
  /// Its time comes, whether there is a file or not.
  bool is_due_at_times() const { return info().rotation_interval > 0; }
  bool rotates() const { return is_due_at_times() && target_ == Target::Worker && !is_device_; }
  /// Postprocessors are called for these as well.
  bool has_no_files() const { return plan_.local && info().writer_name() != "Log::WRITER_ASCII"; }
  bool has_rows() const { return has_rows_; }  ///< since it was opened, or rotated
  double opened() const { return opened_; }
  /// Gives the file another name, if there is one. The next row begins a new one.
  void rotate(const std::string& new_name, uint64_t ticket);
  const std::string& extension() const { return extension_; }  ///< ".log"

  /// How many records came from the process itself; null: nobody counts.
  std::shared_ptr<Metric> writes;

  /// What is to be said about options that are wrong, once the scripts have been initialised.
  std::vector<Notice> notices;

 private:
  enum class Target : uint8_t { Nowhere, Worker, Stdout };
  void open_text();
  void open_table();
  void open_stdout();
  void show() const;
  void refuse(const std::string& why);
  std::string file_of_path(const std::string& extension) const;

  const Home home_;
  Worker& worker_;
  const Plan plan_;
  std::unique_ptr<Format> format_;
  Target target_ = Target::Nowhere;
  bool is_device_ = false, is_buffered_ = true;
  std::string file_, extension_;
  Worker::Log log_ = 0;
  std::string block_;
  size_t rows_in_block_ = 0;
  bool has_rows_ = false;
  double opened_ = 0;
};

/// The bytes of the strings of a row, and eight for each other value.
size_t size_of(Row row);

}  // namespace whimbrel::script::logging
