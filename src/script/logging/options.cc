#include "script/logging/options.h"

#include <fmt/format.h>

#include <charconv>

namespace whimbrel::script::logging {

namespace {

class ConfigReader {
 public:
  explicit ConfigReader(const Config& config) : config_(config) {}

  void read(std::string_view key, bool& option) {
    const std::string* const value = find(config_, key);
    if (!value) return;
    option = *value == "T";
    if (*value != "T" && *value != "F")
      fail(fmt::format("invalid value for '{}', must be a string and either \"T\" or \"F\"", key));
  }

  void read(std::string_view key, std::string& option) {
    if (const std::string* const value = find(config_, key)) option = *value;
  }

  void read(std::string_view key, TextOptions::Times& option) {
    constexpr std::string_view kNames[] = {"JSON::TS_EPOCH", "JSON::TS_MILLIS", "JSON::TS_ISO8601"};
    const std::string* const value = find(config_, key);
    if (!value) return;
    for (uint8_t i = 0; i < std::size(kNames); ++i) {
      if (*value != kNames[i]) continue;
      option = TextOptions::Times{i};
      return;
    }
    fail("Invalid JSON timestamp format: " + *value);
  }

  void read_level(std::string_view key, int& option) {
    const std::string* const value = find(config_, key);
    if (!value) return;
    const char* const end = value->data() + value->size();
    const auto [stop, error] = std::from_chars(value->data(), end, option);
    if (error != std::errc() || stop != end || option < 0 || option > 9)
      fail(fmt::format("invalid value for '{}', must be a number between 0 and 9.", key));
  }

  std::string what_is_wrong;

 private:
  void fail(std::string text) {
    if (what_is_wrong.empty()) what_is_wrong = std::move(text);
  }
  const Config& config_;
};

TextOptions constants(const Runtime& runtime) {
  TextOptions options;
  options.to_stdout = flag_option(runtime, "LogAscii::output_to_stdout");
  options.json = flag_option(runtime, "LogAscii::use_json");
  options.leftovers = flag_option(runtime, "LogAscii::enable_leftover_log_rotation");
  options.utf8 = flag_option(runtime, "LogAscii::enable_utf_8");
  options.json_nulls = flag_option(runtime, "LogAscii::json_include_unset_fields");
  options.meta = flag_option(runtime, "LogAscii::include_meta");
  options.meta_prefix = text_option(runtime, "LogAscii::meta_prefix");
  options.separator = text_option(runtime, "LogAscii::separator");
  options.set_separator = text_option(runtime, "LogAscii::set_separator");
  options.empty_field = text_option(runtime, "LogAscii::empty_field");
  options.unset_field = text_option(runtime, "LogAscii::unset_field");
  options.gzip_extension = text_option(runtime, "LogAscii::gzip_file_extension");
  const Cell level = runtime.value_of("LogAscii::gzip_level"), times = runtime.value_of("LogAscii::json_timestamps");
  if (level.is_set()) options.gzip_level = static_cast<int>(level.as_count());
  if (times.tag() == Tag::Enum) options.json_times = static_cast<TextOptions::Times>(times.enum_value());
  return options;
}

}  // namespace

const std::string* find(const Config& config, std::string_view key) {
  for (const auto& [name, value] : config)
    if (name == key) return &value;
  return nullptr;
}

bool flag_option(const Runtime& runtime, std::string_view name) {
  const Cell value = runtime.value_of(name);
  return value.is_set() && value.as_bool();
}

std::string text_option(const Runtime& runtime, std::string_view name) {
  const Cell value = runtime.value_of(name);
  return value.tag() == Tag::String ? value.string() : "";
}

std::string read_text_options(const Config& config, TextOptions& options) {
  ConfigReader reader(config);
  if (options.gzip_level < 0 || options.gzip_level > 9)
    return "invalid value for 'gzip_level', must be a number between 0 and 9.";
  reader.read("tsv", options.plain_header);
  reader.read("use_json", options.json);
  reader.read("enable_utf_8", options.utf8);
  reader.read("output_to_stdout", options.to_stdout);
  reader.read("json_include_unset_fields", options.json_nulls);
  reader.read("separator", options.separator);
  reader.read("set_separator", options.set_separator);
  reader.read("empty_field", options.empty_field);
  reader.read("unset_field", options.unset_field);
  reader.read("meta_prefix", options.meta_prefix);
  reader.read("json_timestamps", options.json_times);
  reader.read_level("gzip_level", options.gzip_level);
  reader.read("gzip_file_extension", options.gzip_extension);
  return reader.what_is_wrong;
}

Home home_of(Runtime& runtime) {
  Home home;
  home.text = constants(runtime);
  home.folder = text_option(runtime, "Log::default_logdir");
  home.suffix = runtime.host.environment("ZEEK_LOG_SUFFIX").value_or("log");
  home.shows_dropped = flag_option(runtime, "LogNone::debug");
  home.table = {text_option(runtime, "LogSQLite::set_separator"), text_option(runtime, "LogSQLite::unset_field"),
                text_option(runtime, "LogSQLite::empty_field")};
  home.network_time = [&runtime] { return runtime.network_time(); };
  home.wall_clock = [&runtime] { return runtime.host.wall_clock(); };
  home.out = [&runtime](std::string_view text) { runtime.host.out(text); };
  return home;
}

}  // namespace whimbrel::script::logging
