// Rotation: a file gets another name, and an empty one takes its place.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "script/builtins/files.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

struct Rotated {
  std::string new_name;
  std::FILE* file = nullptr;  ///< the new, empty one; null if that failed
};

/// The new file is made under a name of its own first, so that no other process ever finds none.
Rotated rotate(const BuiltinCall& call, const std::string& name) {
  const std::string new_name = fmt::format("{}.{}.{:.6f}.tmp", name, ::getpid(), call.runtime.network_time());
  const std::string fresh_name = new_name + ".tmp";
  std::FILE* const fresh = std::fopen(fresh_name.c_str(), "w");
  if (!fresh) {
    plain_error(call, fmt::format("rotate_file: can't open {}: {}", fresh_name, std::strerror(errno)));
    return {};
  }
  if (::link(name.c_str(), new_name.c_str()) == 0) {
    if (std::rename(fresh_name.c_str(), name.c_str()) == 0) return {new_name, fresh};
    call.runtime.reporter.fatal(
        {}, fmt::format("rotate_file: can't move {} to {}: {}", fresh_name, name, std::strerror(errno)));
  }
  plain_error(call, fmt::format("rotate_file: can't move {} to {}: {}", name, new_name, std::strerror(errno)));
  std::fclose(fresh);
  ::unlink(fresh_name.c_str());
  return {};
}

Cell rotate_info(const BuiltinCall& call, const std::string& name, const Rotated& rotated, double opened) {
  const double now = call.runtime.network_time();
  auto info = result_record(call, "rotate_info");
  set_field(*info, "old_name", string_cell(rotated.file ? name : ""));
  set_field(*info, "new_name", string_cell(rotated.new_name));
  set_field(*info, "open", Cell::time(rotated.file ? opened : 0));
  set_field(*info, "close", Cell::time(rotated.file ? now : 0));
  return info;
}

Cell rotate_file(BuiltinCall& call) {
  const Ref<FileObject> file(&call.arguments[0].as<FileObject>());
  const bool can_rotate = file->file && file->file != stderr;
  const Rotated rotated = can_rotate ? rotate(call, file->name) : Rotated();
  Cell info = rotate_info(call, file->name, rotated, file->opened_at);
  if (!rotated.file) return info;
  std::fclose(file->file);
  file->file = rotated.file;
  file->opened_at = call.runtime.network_time();
  report_opened(call.runtime, file);
  return info;
}

Cell rotate_file_by_name(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  const Rotated rotated = rotate(call, name);
  if (rotated.file) std::fclose(rotated.file);
  return rotate_info(call, name, rotated, call.runtime.network_time());
}

}  // namespace

void add_rotation_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("rotate_file(f: file): rotate_info", rotate_file);
  registry.add("rotate_file_by_name(f: string): rotate_info", rotate_file_by_name);
}

}  // namespace whimbrel::script
