// Bytes as a script: whatever they are, they are read, checked and run to an end, in a world without files and time.
#include <chrono>
#include <future>
#include <thread>

#include "script/bind/binder.h"
#include "script/builtins/registry.h"
#include "script/model/seeds.h"
#include "script/run/fake_host.h"
#include "script/run/process.h"
#include "script/syntax/parser.h"

namespace {

using namespace whimbrel::script;

constexpr auto kPatience = std::chrono::milliseconds(300);
constexpr size_t kLongestScript = 4096;
constexpr int kWaits = 20;

/// Sets the flag that breaks scripts off, unless it is told in time that they have ended.
class Watchdog {
 public:
  explicit Watchdog(std::atomic<bool>& flag)
      : thread_([this, &flag] {
          if (ended_.get_future().wait_for(kPatience) == std::future_status::timeout) flag = true;
        }) {}
  ~Watchdog() {
    ended_.set_value();
    thread_.join();
  }

 private:
  std::promise<void> ended_;
  std::thread thread_;
};

/// Would it have files of this machine read, or standard input?
bool loads_files(std::string_view text) {
  for (size_t at = text.find("load"); at != text.npos; at = text.find("load", at + 1)) {
    const size_t name = text.find_first_not_of(" \t", at + 4);
    if (name != text.npos && (text[name] == '/' || text[name] == '-' || text[name] == '.')) return true;
  }
  return false;
}

/// What scripts can call: no files, no commands, no network.
constexpr std::string_view kPrelude = R"(
type string_vec: vector of string;
type string_set: set[string];
type any_vec: vector of any;
type index_vec: vector of count;
type string_mapper: function(s: string): string;
type from_json_result: record { v: any &optional; valid: bool &default=F; };
global zeek_init: event();
global zeek_done: event();
global cat: function(va_args: any): string;
global fmt: function(va_args: any): string;
global to_upper: function(str: string): string;
global sub_bytes: function(s: string, start: count, n: int): string;
global type_name: function(t: any): string;
global clear_table: function(v: any): any;
global to_json: function(val: any, only_loggable: bool &default=F, field_escape_pattern: pattern &default=/^_/): string;
global from_json_default_key_mapper: function(s: string): string;
global from_json: function(s: string, t: any, key_func: string_mapper &default=from_json_default_key_mapper): from_json_result;
)";

void attach_builtins(Runtime& runtime) {
  for (const auto& [name, symbol] : runtime.symbols.all()) {
    FuncType* const type = symbol->type ? symbol->type->as_func() : nullptr;
    const BuiltinBody body = type && type->flavour == Flavour::Function ? builtins().find(name) : nullptr;
    if (!body) continue;
    if (!symbol->function()) symbol->value = make<FuncObject>(make<Function>(name, Ref<FuncType>(type)));
    symbol->function()->builtin = body;
  }
}

/// False if reading ended early.
bool read(Binder& binder, syntax::Sources& sources, std::string_view name, std::string text) {
  syntax::Parser parser(sources, binder);
  try {
    return parser.parse({{std::string(name), std::string(name), std::move(text)}});
  } catch (const StopParsing&) {
    return false;
  }
}

void run(std::string text) {
  FakeHost host;
  host.waits_left = kWaits;
  Runtime runtime(host);
  const Watchdog watchdog(runtime.interrupted);
  Binder binder(runtime);
  syntax::Sources sources({}, [](std::string_view) { return std::optional<std::string_view>(); });
  try {
    if (!read(binder, sources, "<prelude>", std::string(kPrelude))) std::abort();
    attach_builtins(runtime);
    if (!read(binder, sources, "<fuzz>", std::move(text))) return;
    binder.finish();
    binder.warn_of_unused();
    run_process(runtime, binder.statements, binder.top_level_frame_size(), {});
  } catch (const ExitProcess&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool seeded = [] {
    Seeds seeds;
    seeds.fixed = true;
    set_seeds(seeds);
    return true;
  }();
  std::string text(reinterpret_cast<const char*>(data), size);
  if (!seeded || size > kLongestScript || loads_files(text)) return 0;
  run(std::move(text));
  return 0;
}
