// Collector: writes the logs that others send into a folder, without an interpreter. One thread.
//
// What it is told of may be anything: names of files are kept below the folder, rows that do not fit are counted and
// told of once for each log, and the number of logs has a limit.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "script/logging/options.h"
#include "script/logging/serial.h"
#include "script/logging/shipper.h"
#include "script/logging/worker.h"
#include "script/logging/writer.h"

namespace whimbrel::script::logging {

class Collector {
 public:
  /// Home::network_time need not be set.
  struct Plan {
    Home home;
    double rotation_interval = 0;  ///< seconds; 0: never
    std::function<void(Notice::Kind, const std::string&)> tell;
  };
  explicit Collector(Plan plan);
  ~Collector() { finish(); }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// A log is announced: by whom does not matter, and the first one says how it looks. Its stream and writer in `info`
  /// need not be set.
  void create(std::string_view stream, std::string_view writer, WriterInfo info);
  /// A record of it, in the form of serial.h.
  void write(std::string_view stream, std::string_view writer, std::string_view path, std::string_view serial);

  /// Rotates what is due, hands over what waits, and tells what has happened. At least once a second.
  void tick(double now);
  /// Tells what has happened only.
  void report_all();
  /// As Worker::mark(); written() has the highest number that has come back.
  void mark(uint64_t number);
  uint64_t written() const { return written_; }
  /// Writes everything, and closes the files. Any number of times.
  void finish();

  struct Count {
    std::string path;
    uint64_t records = 0;
  };
  /// What has been taken, by path.
  std::vector<Count> counts() const;
  uint64_t refused() const { return refused_; }  ///< records that cannot be written
  uint64_t lost() const { return lost_; }        ///< records that a full disk, or the like, has cost

 private:
  struct Log {
    std::unique_ptr<Writer> writer;  // null: it is not written
    uint64_t records = 0;
    double next_rotation = 0;
    bool has_told = false;  // of records that do not fit
  };
  static constexpr size_t kMostLogs = 4096;

  Log* find(std::string_view stream, std::string_view writer, std::string_view path);
  std::string what_is_wrong(const WriterInfo& info) const;
  std::string free_path(const std::string& path, std::string_view writer) const;
  void open(Log& log, std::string_view stream, std::string_view writer, WriterInfo info);
  void refuse(Log* log, std::string_view path, const std::string& why);
  void rotate(Log& log, double now);
  void report(const Notice& notice);
  static void make_key(std::string& key, std::string_view stream, std::string_view writer, std::string_view path);

  Plan plan_;
  double now_ = 0;
  Worker worker_;
  RowReader reader_;
  Ref<EnumType> streams_, writers_;
  std::map<std::string, Log, std::less<>> logs_;         // by stream, writer and path
  std::map<std::string, uint64_t, std::less<>> strays_;  // records of logs that nobody has announced, by path
  std::string key_, last_key_;
  Log* last_ = nullptr;
  uint64_t written_ = 0, refused_ = 0, lost_ = 0, last_ticket_ = 0;
  bool has_finished_ = false;
};

}  // namespace whimbrel::script::logging
