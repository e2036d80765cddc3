#include "script/logging/rotation.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "script/builtins/registry.h"
#include "script/logging/filter.h"
#include "script/logging/options.h"
#include "script/logging/rotation_times.h"
#include "script/logging/sink.h"
#include "script/run/records.h"

namespace whimbrel::script::logging {

namespace {

constexpr std::string_view kShadow = ".shadow.";

void set_field(RecordObject& record, std::string_view name, Cell value) {
  const int place = record.type->index_of(name);
  if (place >= 0) record.cells[static_cast<size_t>(place)] = std::move(value);
}

}  // namespace

double Rotation::base() const { return rotation_base(text_option(runtime_, "log_rotate_base_time")); }

double Rotation::until_next(double interval) const {
  return until_next_rotation(runtime_.network_time(), base(), interval);
}

// -- names

/// RotationFmtInfo and RotationInfo have these fields in common.
Ref<RecordObject> Rotation::record(std::string_view type, const Rotated& log) const {
  Frame& frame = runtime_.top_frame();
  auto record = make_record(frame, Ref<RecordType>(named_type(runtime_, type)->as_record()));
  set_field(*record, "writer", log.writer);
  set_field(*record, "path", string_cell(log.path));
  set_field(*record, "open", Cell::time(log.open));
  set_field(*record, "close", Cell::time(log.close));
  set_field(*record, "terminating", Cell::boolean(log.terminating));
  return record;
}

std::string Rotation::new_name(const Rotated& log, const std::string& extension) const {
  auto info = record("Log::RotationFmtInfo", log);
  if (log.postprocessor) set_field(*info, "postprocessor", Cell(log.postprocessor));
  const Ref<FuncObject> format = function_of(runtime_.value_of("Log::rotation_format_func"));
  const Cell made = format ? runtime_.call_safely(*format, {Cell(info)}) : Cell();
  std::string folder, name;
  if (made.tag() == Tag::Record) {
    const Cell dir = field_of(runtime_, made.as<RecordObject>(), "dir");
    const Cell basename = field_of(runtime_, made.as<RecordObject>(), "file_basename");
    if (dir.is_set()) folder = dir.string();
    if (basename.is_set()) name = basename.string();
  }
  if (name.empty()) {
    name = dated_name(log.path, log.open);
    runtime_.reporter.error(
        Location{},
        fmt::format("Failed to call Log::rotation_format_func for path {} continuing with rotation to: ./{}", log.path,
                    name));
  }
  return folder_for(folder, log.path) + name + extension;
}

/// With a slash behind it, and made if it is not there.
std::string Rotation::folder_for(const std::string& wanted, const std::string& path) const {
  if (wanted.empty()) {
    const std::string usual = text_option(runtime_, "Log::default_logdir");
    return usual.empty() ? "" : usual + '/';
  }
  const std::string why = make_folders(wanted);
  if (why.empty()) return wanted + '/';
  runtime_.reporter.error(
      Location{}, fmt::format("Failed to create dir '{}' returned by Log::rotation_format_func for path {}: {}", wanted,
                              path, why));
  return {};
}

// -- rotation

std::optional<Notice> Rotation::rotate(Writer& writer, bool terminating) {
  Rotated log{writer.info().writer,
              {},
              writer.info().path,
              writer.opened(),
              runtime_.network_time(),
              terminating,
              Ref<FuncObject>(writer.postprocessor())};
  writer.rotate(new_name(log, writer.extension()), ++last_ticket_);
  const bool has_outcome = writer.rotates() || writer.has_no_files();
  if (has_outcome) open_.emplace(last_ticket_, std::move(log));
  if (!writer.has_no_files()) return {};
  return Notice{Notice::Kind::Rotated, "/dev/null", last_ticket_};
}

void Rotation::done(uint64_t ticket, const std::string& new_name) {
  const auto found = open_.find(ticket);
  if (found == open_.end()) return;
  Rotated log = std::move(found->second);
  open_.erase(found);
  log.file = new_name;
  if (!new_name.empty()) postprocess(log);
}

void Rotation::postprocess(const Rotated& log) const {
  if (!log.postprocessor) return;
  auto info = record("Log::RotationInfo", log);
  set_field(*info, "fname", string_cell(log.file));
  runtime_.call_safely(*log.postprocessor, {Cell(info)});
}

// -- what was left behind

void Rotation::rotate_leftovers() {
  const std::string folder = text_option(runtime_, "Log::default_logdir");
  DIR* const listing = ::opendir(folder.empty() ? "." : folder.c_str());
  if (!listing) return;
  std::vector<std::string> shadows;
  while (const dirent* entry = ::readdir(listing))
    if (std::string_view(entry->d_name).starts_with(kShadow)) shadows.emplace_back(entry->d_name);
  ::closedir(listing);
  for (const std::string& shadow : shadows) rotate_leftover(folder.empty() ? "" : folder + '/', shadow);
}

/// What a filter of a process that is gone had asked for: this one may have no such function.
Ref<FuncObject> Rotation::postprocessor_named(const std::string& name, const std::string& file) const {
  Ref<FuncObject> function = function_of(runtime_.value_of(name));
  if (name.empty() ||
      (function && same_type(*function->function->type, *named_type(runtime_, "Log::RotationPostProcessorFunc"))))
    return function;
  runtime_.reporter.warning(Location{}, fmt::format("Could not postprocess log '{}' with intended postprocessor "
                                                    "function '{}', proceeding  with the default function",
                                                    file, name));
  return function_of(runtime_.value_of("LogAscii::default_rotation_postprocessor_func"));
}

void Rotation::rotate_leftover(const std::string& folder, const std::string& shadow) {
  const std::string file = folder + shadow.substr(kShadow.size());
  std::string extension, postprocessor;
  {
    std::ifstream in(folder + shadow);
    std::getline(in, extension);
    std::getline(in, postprocessor);
  }
  struct stat log_status = {}, shadow_status = {};
  const bool is_there =
      ::stat(file.c_str(), &log_status) == 0 && ::stat((folder + shadow).c_str(), &shadow_status) == 0;
  if (is_there && !extension.empty() && file.ends_with(extension)) {
    std::string path = file.substr(folder.size());
    path.resize(path.size() - extension.size());
    Rotated log{enum_cell(runtime_, "Log::WRITER_ASCII"), {},    path,   static_cast<double>(shadow_status.st_mtime),
                static_cast<double>(log_status.st_mtime), false, nullptr};
    log.postprocessor = postprocessor_named(postprocessor, file);
    log.file = untaken_name(new_name(log, extension), extension);
    if (::rename(file.c_str(), log.file.c_str()) != 0)
      return runtime_.reporter.error(Location{},
                                     fmt::format("cannot rename {} to {}: {}", file, log.file, std::strerror(errno)));
    ::unlink((folder + shadow).c_str());
    return postprocess(log);
  }
  ::unlink((folder + shadow).c_str());
}

}  // namespace whimbrel::script::logging
