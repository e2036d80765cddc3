// Filter: how a stream is kept, as Log::add_filter() was told. It makes rows of records.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "script/logging/columns.h"
#include "script/logging/options.h"
#include "script/logging/writer.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

class Filter {
 public:
  /// Null, and reported, if it cannot be. `default_path`: of the stream.
  static std::unique_ptr<Filter> make(Runtime& runtime, const Ref<RecordObject>& description,
                                      const RecordType& stream_columns);

  const std::string& name() const { return name_; }
  const Ref<RecordObject>& description() const { return description_; }
  const Cell& writer() const { return writer_; }
  const Columns& columns() const { return columns_; }
  const Config& config() const { return config_; }
  bool local() const { return local_; }
  bool remote() const { return remote_; }
  double interval() const { return interval_; }
  FuncObject* policy() const { return policy_.get(); }                ///< null: that of the stream
  FuncObject* postprocessor() const { return postprocessor_.get(); }  ///< null: the default

  bool has_path_function() const { return static_cast<bool>(path_function_); }
  /// The path for a record. False if its function has failed.
  bool path_of(Runtime& runtime, const Cell& stream, RecordObject& record, std::string& path) const;
  std::string path;  ///< without a function: where it goes. With one: what the function gets

  /// The values of a record, valid as long as it does not change, and until the next call.
  Row row_of(Runtime& runtime, const RecordObject& record, const std::string& path);

  Writer* last_writer = nullptr;  ///< for last_path
  std::string last_path;

 private:
  Filter() = default;
  bool add_columns(Runtime& runtime, const RecordType& stream_columns);
  bool add_extension(Runtime& runtime, const std::string& separator);
  void keep(Field field);

  Ref<RecordObject> description_;
  std::string name_;
  Cell writer_;
  bool local_ = false, remote_ = false;
  double interval_ = 0;
  Config config_;
  Ref<FuncObject> path_function_, extension_, policy_, postprocessor_;
  std::map<std::string, std::string> new_names_;
  Columns columns_;
  std::vector<Place> extension_places_, places_;
  Cell extension_value_;
  std::vector<const Cell*> row_;
};

/// A field of a record by its name; unset if there is none.
Cell field_of(Runtime& runtime, RecordObject& record, std::string_view name);
Ref<FuncObject> function_of(const Cell& cell);

}  // namespace whimbrel::script::logging
