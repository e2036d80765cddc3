// Stream: where the records go that a reader finds: a table that follows a source, or events.
//
// A reader that reads a source again and again tells the stream everything each time (entry(), then end_of_update()):
// the stream finds out what is new, changed and gone. One that only reads what is new puts it (put()).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "script/input/fields.h"
#include "script/model/table.h"
#include "script/run/runtime.h"

namespace whimbrel::script::input {

enum class Mode : uint8_t { Manual, Reread, Stream };  // the order of Input::Mode

/// A record as a reader has found it.
struct Entry {
  std::vector<Cell> values;  ///< one for each column; unset: none
  std::vector<std::string> unknown_constants;
  int line = 0;  ///< of the source; 0: unknown
};

class Stream {
 public:
  /// `description`: what the script has given to Input::add_table() and the like.
  Stream(Runtime& runtime, RecordObject& description);
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Checks what the description says. False, and reported, if it cannot be.
  virtual bool set_up() = 0;
  virtual void entry(Entry entry) = 0;
  virtual void put(Entry entry) = 0;
  /// All has been told.
  void end_of_update();

  const std::string& name() const { return name_; }
  const std::string& source() const { return source_; }
  const std::string& reader_name() const { return reader_name_; }  ///< "Input::READER_ASCII"
  Mode mode() const { return mode_; }
  const std::vector<Column>& columns() const { return columns_; }
  Runtime& runtime() const { return runtime_; }
  /// What the description's `config` says, else what a global constant says, else "".
  std::string option(const std::string& key, std::string_view constant = {}) const;
  bool is_option_on(const std::string& key, std::string_view constant = {}) const;
  /// The source as a path: behind the option `path_prefix`, unless it is absolute.
  std::string path(std::string_view prefix_constant) const;
  /// From the reader: "SOURCE/READER: TEXT", and the stream's error event.
  void reader_warning(const std::string& text);
  void reader_error(const std::string& text);

 protected:
  Cell field(std::string_view name) const;
  /// "Input stream NAME: TEXT". False.
  bool refuse(const std::string& text) const;
  /// Null if there is none. Reported, with `good` false, if it is no event.
  Ref<Function> event_field(std::string_view field, bool& good) const;
  bool check_error_event(std::string_view description_type);
  bool is_type_named(const Type& type, std::string_view name) const;
  virtual void drop_what_is_gone() {}
  /// About values that fit no record: a warning. True if the entry is of use.
  bool check_constants(const Entry& entry);
  void warn_missing(const Entry& entry, const std::string& field);
  Cell event_constant(std::string_view name) const;
  void raise(const Ref<Function>& event, std::vector<Cell> arguments);
  /// A value of the description that is a type: null if it is none.
  TypePtr type_field(std::string_view name) const;

  Runtime& runtime_;
  Ref<RecordObject> description_;
  std::vector<Column> columns_;
  bool want_record_ = true;

 private:
  void error_event(const std::string& text, std::string_view level);

  std::string name_, source_, reader_name_;
  Mode mode_ = Mode::Manual;
  Ref<Function> error_event_;
};

std::unique_ptr<Stream> make_table_stream(Runtime& runtime, RecordObject& description);
std::unique_ptr<Stream> make_event_stream(Runtime& runtime, RecordObject& description);

}  // namespace whimbrel::script::input
