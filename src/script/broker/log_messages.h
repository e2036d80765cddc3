// Messages about logs, as bytes and back: how a log is described, its records, and what whimbrel nodes add to these so
// that none gets lost in silence (docs/formats/log-records.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "script/broker/message.h"
#include "script/logging/shipper.h"
#include "whimbrel/encoder.h"

namespace whimbrel::script {

// -- a log

void write_log_create(Encoder& encoder, const logging::WriterInfo& info);
/// The enum constants are left to the reader, who may not have them: they come by name. "" if all is well, else what is
/// wrong.
struct LogCreate {
  std::string_view stream, writer;
  logging::WriterInfo info;
};
std::string read_log_create(const ValueView& content, LogCreate& create);

// -- records

/// What stands in front of each record of a log, which follows as a string: encoder.string(serial).
void write_log_record_start(Encoder& encoder, const logging::WriterInfo& info);
struct LogWrite {
  std::string_view stream, writer, path, serial;
};
/// Of a message that parse_message() has found well-formed.
LogWrite read_log_write(const ValueView& content);

/// The usual batch: records, maybe with a stamp in front, and nothing else. It is looked through once to see that, and
/// once for the records, without making a view of each value.
class LogBatch {
 public:
  /// False if the message is anything else, or not well-formed.
  bool read(const ValueView& message);
  bool has_stamp() const { return has_stamp_; }
  const ValueView& first() const { return first_; }  ///< the stamp
  size_t records() const { return records_; }
  template <class Visit>
  void for_each_record(Visit visit) const {
    const std::byte* at = begin_;
    LogWrite write;
    while (at != end_ && take_record(at, end_, write)) visit(write);
  }

 private:
  static bool take_record(const std::byte*& at, const std::byte* end, LogWrite& write);
  const std::byte *begin_ = nullptr, *end_ = nullptr;
  size_t records_ = 0;
  bool has_stamp_ = false;
  ValueView first_;
};

// -- the account of records: events that scripts never see

/// The first element of a batch between whimbrel nodes: so many records of this sender were on the topic before.
struct LogStamp {
  std::string_view sender;
  uint64_t position = 0;
};
void write_log_stamp(Encoder& encoder, const LogStamp& stamp);
bool read_log_stamp(const ParsedMessage& message, LogStamp& stamp);

/// What a receiver answers, now and then, once records are written: those from `first` to `next` are settled, but for
/// `missing` that did not come.
struct LogReceipt {
  std::string_view receiver, topic;
  uint64_t first = 0, next = 0, missing = 0;
};
void write_log_receipt(Encoder& encoder, const LogReceipt& receipt);
bool read_log_receipt(const ParsedMessage& message, LogReceipt& receipt);
/// Where a sender gets receipts.
std::string log_receipt_topic(std::string_view sender);

}  // namespace whimbrel::script
