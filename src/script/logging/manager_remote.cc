// What peers send.
#include <fmt/format.h>

#include "script/logging/manager.h"

namespace whimbrel::script::logging {

bool Manager::create_remote_writer(WriterInfo info) {
  const StreamPtr found = stream(info.stream);
  if (!found || has_finished_) return false;
  if (found->writers.contains({info.writer.enum_value(), info.path})) return true;
  const Filter* own = nullptr;
  for (const auto& filter : found->filters)
    if (filter->writer().enum_value() == info.writer.enum_value() && filter->path == info.path) own = filter.get();
  const Cell interval = runtime_.value_of("Log::default_rotation_interval");
  info.rotation_interval = own ? own->interval() : interval.is_set() ? interval.as_double() : 0;
  Writer::Plan plan;
  plan.postprocessor = postprocessor_of(own, info.writer);
  plan.info = std::move(info);
  plan.local = true;
  open(*found, std::move(plan));
  return true;
}

bool Manager::write_remote(const Cell& stream_id, const Cell& writer, std::string_view path, std::string_view serial) {
  const StreamPtr found = stream(stream_id);
  if (!found || has_finished_ || !found->enabled) return true;
  const auto log = found->writers.find({writer.enum_value(), std::string(path)});
  if (log == found->writers.end()) return true;
  if (reader_.read(serial)) {
    put(*found, *log->second, reader_.row());
    return true;
  }
  const std::string what = reader_.bad_count() ? "num fields" : fmt::format("field {}", reader_.bad_field());
  runtime_.reporter.warning(Location{},
                            fmt::format("failed to unserialize remote log {} for stream: {}", what, found->name));
  return false;
}

}  // namespace whimbrel::script::logging
