// Files and folders: opening, writing, renaming. `print FILE, ...` itself is bind/statements.cc.
#include "script/builtins/files.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "script/builtins/support.h"

namespace whimbrel::script {

void report_opened(Runtime& runtime, const Ref<FileObject>& file) {
  Function* const handler = runtime.event("file_opened");
  if (!handler || handler->bodies.empty()) return;
  runtime.call_safely(*make<FuncObject>(Ref<Function>(handler)), {Cell(file)});
}

namespace {

FileObject& file_argument(const BuiltinCall& call) { return call.arguments[0].as<FileObject>(); }
bool is_open(const FileObject& file) { return file.file || file.is_stdout; }
bool is_standard(const FileObject& file) { return file.is_stdout || file.file == stderr; }

// -- open, close

/// Standard output goes through the host, so that what is printed with and without a file keeps its order.
void open_stream(FileObject& file, const char* mode) {
  if (file.name == "-" || file.name == "/dev/stdout")
    file.is_stdout = true;
  else if (file.name == "/dev/stderr")
    file.file = stderr;
  else
    file.file = std::fopen(file.name.c_str(), mode);
}

Cell open_as(BuiltinCall& call, const char* mode) { return open_file(call.runtime, c_string_argument(call, 0), mode); }

Cell open_(BuiltinCall& call) { return open_as(call, "w"); }
Cell open_for_append(BuiltinCall& call) { return open_as(call, "a"); }

Cell close_(BuiltinCall& call) {
  FileObject& file = file_argument(call);
  if (is_standard(file)) return Cell::boolean(false);
  if (file.file) std::fclose(file.file);
  file.file = nullptr;
  file.opened_at = 0;
  return Cell::boolean(true);
}

// -- an open file

Cell write_file(BuiltinCall& call) {
  FileObject& file = file_argument(call);
  const std::string& data = string_argument(call, 1);
  if (file.is_stdout) {
    call.runtime.host.out(data);
    return Cell::boolean(true);
  }
  return Cell::boolean(file.file && std::fwrite(data.data(), 1, data.size(), file.file) == data.size());
}

Cell set_buf(BuiltinCall& call) {
  if (std::FILE* const file = file_argument(call).file)
    std::setvbuf(file, nullptr, call.arguments[1].as_bool() ? _IOFBF : _IOLBF, 0);
  return {};
}

Cell enable_raw_output(BuiltinCall& call) {
  file_argument(call).raw = true;
  return {};
}

Cell active_file(BuiltinCall& call) { return Cell::boolean(is_open(file_argument(call))); }
Cell get_file_name(BuiltinCall& call) { return string_cell(file_argument(call).name); }

Cell flush_all(BuiltinCall& call) {
  call.runtime.host.flush();
  return Cell::boolean(std::fflush(nullptr) == 0);
}

// -- what is on the disk

/// Says what could not be done, and why, if `result` is that of a system call that failed.
Cell succeeded(const BuiltinCall& call, int result, const std::string& what) {
  if (result == 0) return Cell::boolean(true);
  builtin_error(call, fmt::format("cannot {}: {}", what, std::strerror(errno)));
  return Cell::boolean(false);
}

Cell file_size(BuiltinCall& call) {
  struct stat info {};
  const bool found = ::stat(c_string_argument(call, 0).c_str(), &info) == 0;
  return Cell::real(found ? static_cast<double>(info.st_size) : -1);
}

Cell mkdir_(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  struct stat info {};
  if (::stat(name.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return Cell::boolean(true);
  return succeeded(call, ::mkdir(name.c_str(), 0777), fmt::format("create directory '{}'", name));
}

Cell rmdir_(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  return succeeded(call, ::rmdir(name.c_str()), fmt::format("remove directory '{}'", name));
}

Cell unlink_(BuiltinCall& call) {
  const std::string name = c_string_argument(call, 0);
  return succeeded(call, ::unlink(name.c_str()), fmt::format("unlink file '{}'", name));
}

Cell rename_(BuiltinCall& call) {
  const std::string from = c_string_argument(call, 0), to = c_string_argument(call, 1);
  return succeeded(call, std::rename(from.c_str(), to.c_str()), fmt::format("rename file '{}' to '{}'", from, to));
}

}  // namespace

Ref<FileObject> open_file(Runtime& runtime, std::string name, const char* mode) {
  auto file = make<FileObject>(std::move(name), nullptr);
  open_stream(*file, mode);
  if (!is_open(*file)) {
    runtime.reporter.error(Location{}, fmt::format("cannot open {}: {}", file->name, std::strerror(errno)));
    return file;
  }
  if (is_standard(*file)) return file;
  const double now = runtime.network_time();
  file->opened_at = now > 0 ? now : runtime.host.wall_clock();
  report_opened(runtime, file);
  return file;
}

void add_file_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("open(f: string): file", open_);
  registry.add("open_for_append(f: string): file", open_for_append);
  registry.add("close(f: file): bool", close_);
  registry.add("write_file(f: file, data: string): bool", write_file);
  registry.add("set_buf(f: file, buffered: bool): any", set_buf);
  registry.add("enable_raw_output(f: file): any", enable_raw_output);
  registry.add("active_file(f: file): bool", active_file);
  registry.add("get_file_name(f: file): string", get_file_name);
  registry.add("flush_all(): bool", flush_all);
  registry.add("file_size(f: string): double", file_size);
  registry.add("mkdir(f: string): bool", mkdir_);
  registry.add("rmdir(d: string): bool", rmdir_);
  registry.add("unlink(f: string): bool", unlink_);
  registry.add("rename(src_f: string, dst_f: string): bool", rename_);
  add_rotation_builtins(registry);
  add_path_builtins(registry);
}

}  // namespace whimbrel::script
