// Stream: where scripts write records, with its filters and their logs.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "script/builtins/telemetry.h"
#include "script/logging/filter.h"
#include "script/logging/writer.h"

namespace whimbrel::script::logging {

/// A record that Log::delay() holds back.
struct Delayed {
  uint64_t token = 0;
  Ref<RecordObject> record;
  std::vector<Ref<FuncObject>> callbacks;
  uint64_t holds = 0;
  double since = 0;
};

struct Stream {
  Cell id;
  std::string name;  ///< "Conn::LOG"
  bool enabled = true;
  bool is_buffered = true;
  Ref<RecordType> columns;
  Ref<Function> event;  ///< null: none
  std::string path;     ///< "": the default
  Ref<FuncObject> policy;
  std::shared_ptr<Metric> writes;  ///< how often somebody wrote
  std::vector<std::shared_ptr<Filter>> filters;
  std::map<std::pair<int64_t, std::string>, std::shared_ptr<Writer>> writers;  ///< by kind and path

  double max_delay = 0;
  size_t max_delayed = 0;
  std::deque<std::unique_ptr<Delayed>> delayed;  ///< the oldest first
  bool has_delay_timer = false;
  bool is_shrinking = false;  ///< records are let go since there were too many

  Filter* filter(std::string_view filter_name) const {
    for (const auto& one : filters)
      if (one->name() == filter_name) return one.get();
    return nullptr;
  }
};
/// Shared, since hooks may remove the stream whose record they are looking at.
using StreamPtr = std::shared_ptr<Stream>;

}  // namespace whimbrel::script::logging
