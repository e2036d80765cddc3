// Manager: the log streams of a process. The loop thread.
//
// A record goes to the event of its stream, to the hook Log::log_stream_policy (which may hold it back: delays.h), and
// through the policy of each filter; then it is made a row, and a Writer turns it into bytes at once. Nothing of a
// record is kept, unless it is held back.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "script/logging/delays.h"
#include "script/logging/rotation.h"
#include "script/logging/serial.h"
#include "script/logging/shipper.h"
#include "script/logging/stream.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

class Manager final : public IoSource {
 public:
  explicit Manager(Runtime& runtime);
  ~Manager() override;
  /// The one of this interpreter.
  static Manager& of(Runtime& runtime);

  // -- what scripts ask for; false: it cannot be
  bool create_stream(const Cell& id, RecordObject& description);
  bool remove_stream(const Cell& id);
  bool enable_stream(const Cell& id, bool enable);
  bool add_filter(const Cell& id, const Ref<RecordObject>& description);
  bool remove_filter(const Cell& id, const std::string& name);
  bool write(const Cell& id, const Cell& record);
  bool set_buffered(const Cell& id, bool buffered);
  bool flush(const Cell& id);
  Delays& delays() { return delays_; }
  /// Null if there is none.
  StreamPtr stream(const Cell& id) const;
  /// "foo_bar" for FooBar::LOG.
  static std::string default_path(const std::string& stream_name);
  void rotate_leftovers() { rotation_.rotate_leftovers(); }

  // -- peers
  /// Null: nothing is sent. It must live as long as this is set.
  void set_shipper(LogShipper* shipper) { shipper_ = shipper; }
  template <class Visit>
  void for_each_remote_writer(Visit visit) const {
    for (const auto& [id, stream] : streams_)
      for (const auto& [key, writer] : stream->writers)
        if (writer->is_remote()) visit(writer->info());
  }
  /// A log that a peer has opened: it is written here, with rotation as this process is set up. False if there is no
  /// such stream; then nothing happens. What is there already is used.
  bool create_remote_writer(WriterInfo info);
  /// A record from a peer, in the form of serial.h: goes to the log as it is. False, after a warning, if the bytes are
  /// no record; records for logs that have not been opened are dropped silently.
  bool write_remote(const Cell& stream, const Cell& writer, std::string_view path, std::string_view serial);

  // -- IoSource
  bool counts() const override { return false; }
  bool process(Runtime& runtime) override;
  void finish(Runtime& runtime) override;

 private:
  friend class Delays;
  /// The filters' part; `vetoed`: only their policies run.
  void write_to_filters(const StreamPtr& stream, const Ref<RecordObject>& record, bool vetoed);
  void write_by_filter(Stream& stream, Filter& filter, RecordObject& record);
  Ref<RecordObject> fit(const Stream& stream, const Cell& record);
  Ref<RecordObject> fit_by_names(RecordObject& record, const Ref<RecordType>& columns);
  bool check_event(const Cell& event, const RecordType& columns);
  Writer* writer_for(Stream& stream, Filter& filter, std::string& path);
  Writer& open(Stream& stream, Writer::Plan plan);
  Ref<FuncObject> postprocessor_of(const Filter* filter, const Cell& writer) const;
  void put(Stream& stream, Writer& writer, Row row);
  void start_rotation(const std::shared_ptr<Writer>& writer);
  void rotate(Writer& writer, bool terminating);
  void close_all(Stream& stream, bool at_end);
  void report(const Notice& notice);
  void report_all();

  Runtime& runtime_;
  Worker worker_;
  Rotation rotation_;
  Delays delays_;
  std::map<int64_t, StreamPtr> streams_;
  LogShipper* shipper_ = nullptr;
  std::vector<Notice> notices_;
  std::string serial_;  // of the record that is sent
  RowReader reader_;    // of records from peers
  size_t largest_record_ = 0;
  double next_handover_ = 0;
  bool has_finished_ = false;
  Ref<FuncObject> stream_policy_;
};

}  // namespace whimbrel::script::logging
