// LogShipper: the way of records to peers. Who implements it is set in the Manager; without one nothing is sent.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/logging/row.h"

namespace whimbrel::script::logging {

/// What a log is, to those who write it.
struct WriterInfo {
  Cell stream;  ///< enum constants: Log::ID
  Cell writer;  ///< and Log::Writer
  std::string path;
  double rotation_base = 0;      ///< seconds since midnight
  double rotation_interval = 0;  ///< seconds; 0: never
  double network_time = 0;       ///< when it began
  std::vector<std::pair<std::string, std::string>> config;
  std::string postprocessor;  ///< name of a function; "": none
  Columns columns;

  const std::string& stream_name() const { return stream.enum_type()->name_of_value(stream.enum_value()); }
  const std::string& writer_name() const { return writer.enum_type()->name_of_value(writer.enum_value()); }
};

class LogShipper {
 public:
  virtual ~LogShipper() = default;
  /// False: there is nobody to send to, so records need not be encoded.
  virtual bool wants_records() const = 0;
  /// A log that is sent to peers has been opened. Manager::for_each_remote_writer() has all of them, for peers that
  /// come later.
  virtual void writer_created(const WriterInfo& info) = 0;
  /// A record in the form of serial.h. The bytes are the caller's.
  virtual void record(const WriterInfo& info, std::string_view serial) = 0;
  /// One that there was nobody for.
  virtual void record_unwanted(const WriterInfo& info) { (void)info; }

  // -- receipts for what peers have sent
  /// A number, if records have come since it was asked last: what is to be told of once all these are written. Else 0.
  virtual uint64_t mark() { return 0; }
  /// That is the case.
  virtual void written(uint64_t mark) { (void)mark; }
};

}  // namespace whimbrel::script::logging
