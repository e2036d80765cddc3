// Text, time, the process: what almost every script calls.
#include <fmt/format.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>

#include "script/builtins/format.h"
#include "script/builtins/support.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

namespace {

// -- text

Cell cat(BuiltinCall& call) {
  std::string text;
  for (const Cell& cell : call.arguments) text += text_of(cell);
  return string_cell(std::move(text));
}

Cell cat_sep(BuiltinCall& call) {
  constexpr const char* kNames[] = {"sep", "def"};
  for (size_t i = 0; i < 2; ++i) {
    const Tag tag = call.arguments.size() > i ? call.arguments[i].tag() : Tag::Void;
    if (tag == Tag::String) continue;
    builtin_error(call, fmt::format("expected type string for {}, got {}", kNames[i], name_of(tag)));
    return {};
  }
  std::string text;
  for (size_t i = 2; i < call.arguments.size(); ++i) {
    if (i > 2) text += call.arguments[0].string();
    const std::string piece = text_of(call.arguments[i]);
    text += piece.empty() ? call.arguments[1].string() : piece;
  }
  return string_cell(std::move(text));
}

Cell print_raw(BuiltinCall& call) {
  for (const Cell& cell : call.arguments) call.runtime.host.out(text_of(cell));
  return Cell::boolean(true);
}

// -- time

Cell current_time(BuiltinCall& call) { return Cell::time(call.runtime.host.wall_clock()); }
Cell network_time(BuiltinCall& call) { return Cell::time(call.runtime.network_time()); }
Cell set_network_time(BuiltinCall& call) {
  call.runtime.set_network_time(call.arguments[0].as_double());
  return Cell::boolean(true);
}
Cell current_event_time(BuiltinCall& call) {
  const Event* const event = call.runtime.current_event();
  return Cell::time(event ? event->time : call.runtime.network_time());
}
Cell double_to_time(BuiltinCall& call) { return Cell::time(call.arguments[0].as_double()); }
Cell time_to_double(BuiltinCall& call) { return Cell::real(call.arguments[0].as_double()); }
Cell double_to_interval(BuiltinCall& call) { return Cell::interval(call.arguments[0].as_double()); }
Cell interval_to_double(BuiltinCall& call) { return Cell::real(call.arguments[0].as_double()); }

Cell strftime(BuiltinCall& call) {
  const auto seconds = static_cast<time_t>(call.arguments[1].as_double());
  tm parts{};
  char text[128];
  const bool good = ::localtime_r(&seconds, &parts);
  const size_t n = good ? ::strftime(text, sizeof text, c_string_argument(call, 0).c_str(), &parts) : 0;
  return string_cell(n == 0 ? "<strftime error>" : std::string(text, n));
}

/// What the format leaves out is that of the beginning of 1970.
Cell strptime(BuiltinCall& call) {
  const time_t beginning = 0;
  tm parts{};
  ::localtime_r(&beginning, &parts);
  const std::string text = c_string_argument(call, 1), format = c_string_argument(call, 0);
  if (!::strptime(text.c_str(), format.c_str(), &parts)) {
    plain_warning(call, "strptime conversion failed: fmt:" + format + " d:" + text);
    return Cell::time(0);
  }
  return Cell::time(static_cast<double>(::mktime(&parts)));
}

// -- the process

Cell terminate(BuiltinCall& call) {
  if (call.runtime.terminating) return Cell::boolean(false);
  call.runtime.host.request_stop();
  return Cell::boolean(true);
}

Cell exit_process(BuiltinCall& call) {
  call.runtime.host.flush();
  throw ExitProcess{static_cast<int>(call.arguments[0].as_int())};
}

Cell zeek_is_terminating(BuiltinCall& call) { return Cell::boolean(call.runtime.terminating); }
Cell is_remote_event(BuiltinCall& call) {
  const Event* const event = call.runtime.current_event();
  return Cell::boolean(event && event->origin == Origin::Peer);
}
Cell bare_mode(BuiltinCall& call) { return Cell::boolean(call.runtime.bare_mode); }
Cell always_false(BuiltinCall&) { return Cell::boolean(false); }
Cell zeek_version(BuiltinCall&) { return string_cell("7.0.11"); }
Cell zeek_args(BuiltinCall& call) { return string_vector(call.runtime, call.runtime.arguments); }
Cell getpid(BuiltinCall&) { return Cell::count(static_cast<uint64_t>(::getpid())); }

Cell gethostname(BuiltinCall&) {
  char name[256] = {};
  return string_cell(::gethostname(name, sizeof name - 1) == 0 ? name : "<unknown>");
}

Cell getenv(BuiltinCall& call) {
  return string_cell(call.runtime.host.environment(c_string_argument(call, 0)).value_or(""));
}

Cell setenv(BuiltinCall& call) {
  return Cell::boolean(::setenv(c_string_argument(call, 0).c_str(), c_string_argument(call, 1).c_str(), 1) == 0);
}

int run_in_background(const std::string& command) {
  return ::system(("(" + command + ") 1>&2 &").c_str());  // NOLINT: running commands is what it is for
}

Cell system(BuiltinCall& call) {
  call.runtime.host.flush();
  return Cell::integer(run_in_background(c_string_argument(call, 0)));
}

Cell system_env(BuiltinCall& call) {
  std::string variables;
  auto& table = call.arguments[1].as<TableObject>();
  TableObject::Walk walk(table);
  while (const TableObject::Entry* const entry = walk.next()) {
    std::string name = text_of(entry->index[0]);
    for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    ::setenv(("ZEEK_ARG_" + name).c_str(), text_of(entry->value).c_str(), 1);
  }
  call.runtime.host.flush();
  const int status = run_in_background(c_string_argument(call, 0));
  TableObject::Walk again(table);
  while (const TableObject::Entry* const entry = again.next()) {
    std::string name = text_of(entry->index[0]);
    for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    ::unsetenv(("ZEEK_ARG_" + name).c_str());
  }
  return Cell::integer(status);
}

Cell piped_exec(BuiltinCall& call) {
  call.runtime.host.flush();
  std::FILE* const pipe = ::popen(c_string_argument(call, 0).c_str(), "w");
  if (!pipe) {
    builtin_error(call, "Failed to call popen()");
    return Cell::boolean(false);
  }
  const std::string& input = call.arguments[1].string();
  const bool written = std::fwrite(input.data(), 1, input.size(), pipe) == input.size();
  return Cell::boolean(::pclose(pipe) != -1 && written);
}

}  // namespace

void add_core_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("fmt(va_args: any): string", format);
  registry.add("cat(va_args: any): string", cat);
  registry.add("cat_sep(va_args: any): string", cat_sep);
  registry.add("print_raw(va_args: any): bool", print_raw);
  registry.add("current_time(): time", current_time);
  registry.add("network_time(): time", network_time);
  registry.add("set_network_time(nt: time): bool", set_network_time);
  registry.add("current_event_time(): time", current_event_time);
  registry.add("double_to_time(d: double): time", double_to_time);
  registry.add("time_to_double(t: time): double", time_to_double);
  registry.add("double_to_interval(d: double): interval", double_to_interval);
  registry.add("interval_to_double(i: interval): double", interval_to_double);
  registry.add("strftime(fmt: string, d: time): string", strftime);
  registry.add("strptime(fmt: string, d: string): time", strptime);
  registry.add("terminate(): bool", terminate);
  registry.add("exit(code: int): any", exit_process);
  registry.add("zeek_is_terminating(): bool", zeek_is_terminating);
  registry.add("is_remote_event(): bool", is_remote_event);
  registry.add("bare_mode(): bool", bare_mode);
  registry.add("reading_live_traffic(): bool", always_false);
  registry.add("reading_traces(): bool", always_false);
  registry.add("have_spicy(): bool", always_false);
  registry.add("zeek_version(): string", zeek_version);
  registry.add("zeek_args(): string_vec", zeek_args);
  registry.add("getpid(): count", getpid);
  registry.add("gethostname(): string", gethostname);
  registry.add("getenv(var: string): string", getenv);
  registry.add("setenv(var: string, val: string): bool", setenv);
  registry.add("system(str: string): int", system);
  registry.add("system_env(str: string, env: table_string_of_string): int", system_env);
  registry.add("piped_exec(program: string, to_write: string): bool", piped_exec);
}

}  // namespace whimbrel::script
