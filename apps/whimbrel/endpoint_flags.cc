#include "endpoint_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "flags.h"

namespace whimbrel::cli {

namespace {

constexpr std::string_view kTls = "TLS";

struct Group {
  std::string_view heading;
  std::vector<std::string_view> beginnings;  // of the names of the options in it
};
const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {kTls, {"disable_ssl", "ssl_"}},
      {"Defaults", {"default_"}},
      {"Routing", {"forward_messages", "ttl"}},
      {"Queues", {"congestion_", "peer_queue_", "peer_patience", "peer_stall_", "publish_queue_"}},
      {"Time limits", {"handshake_", "connect_", "unpeer_", "linger"}},
      {"Size limits", {"max_frame_", "max_handshake_", "max_pending_"}},
      {"WebSocket clients", {"websocket_"}},
      {"Threads", {"max_threads", "scheduler_", "aggressive_", "moderate_", "relaxed_"}},
  };
  return all;
}

// The library lets these win over what a program sets. Here the command line has the last word.
struct Variable {
  const char* name;
  std::string_view option;
};
constexpr Variable kVariables[] = {{"ZEEK_DEFAULT_LISTEN_ADDRESS", "default_listen_address"},
                                   {"ZEEK_DEFAULT_LISTEN_RETRY", "default_listen_retry"},
                                   {"ZEEK_DEFAULT_CONNECT_RETRY", "default_connect_retry"},
                                   {"ZEEK_BROKER_MAX_THREADS", "max_threads"}};

bool accepts(std::string_view option, std::string_view text) {
  EndpointOptions scratch;
  return set_option(scratch, option, text).ok();
}

/// What stands for the value in help: the choices, or the kind of value.
std::string value_name(const OptionInfo& info) {
  const auto choices = choices_of(info.name);
  if (!choices.empty()) return fmt::format("{}", fmt::join(choices, "|"));
  if (info.name.ends_with("file") || info.name == "ssl_certificate") return "FILE";
  if (info.name.ends_with("path")) return "DIR";
  if (info.type == "interval") return "TIME";
  if (info.type == "size") return "SIZE";
  if (info.type == "port") return "PORT";
  return info.type == "count" ? "N" : "TEXT";
}

/// The error of an option, told about the flag.
[[noreturn]] void refuse(std::string_view option, const Error& error) {
  std::string text = error.message();
  if (text.starts_with(option)) text.replace(0, option.size(), flag_name(option));
  throw CLI::ValidationError(text);
}

}  // namespace

std::string flag_name(std::string_view option) {
  std::string name(option);
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

std::vector<std::string_view> choices_of(std::string_view option) {
  if (accepts(option, "no such word")) return {};  // any text will do
  std::vector<std::string_view> choices;
  for (const std::string_view word : {"block", "drop_oldest", "drop_newest", "disconnect", "sharing", "stealing"})
    if (accepts(option, word)) choices.push_back(word);
  return choices;
}

std::string_view group_of(std::string_view option) {
  for (const auto& [heading, beginnings] : groups())
    for (const std::string_view beginning : beginnings)
      if (option.starts_with(beginning)) return heading;
  return "Other options";
}

void EndpointFlags::add_to(CLI::App& verb, Shown shown) {
  add_text(verb, "--config", file_, "read options from a file, with lines like 'max_threads = 2'")
      ->type_name("FILE")
      ->group("Configuration");
  for (const Group& group : groups())
    for (const OptionInfo& info : option_table())
      if (group_of(info.name) == group.heading)
        add_option_flag(verb, info, shown == Shown::All || group.heading == kTls);
}

void EndpointFlags::add_option_flag(CLI::App& verb, const OptionInfo& info, bool shown) {
  const auto take = [this, name = info.name](const CLI::results_t& values) {
    EndpointOptions scratch;
    const std::string value = unshielded(values.back());
    if (auto set = set_option(scratch, name, value); !set) refuse(name, set.error());
    given_[std::string(name)] = value;
    return true;
  };
  const std::string names = flag_name(info.name) + (info.name == "disable_ssl" ? ",--no-tls" : "");
  std::string help(info.help);
  if (!info.fallback.empty() && info.type != "bool") help += fmt::format(" (default {})", info.fallback);
  CLI::Option* const flag = verb.add_option(names, take, help);
  flag->group(shown ? std::string(group_of(info.name)) : "");
  if (info.type == "bool")
    flag->type_size(0)->expected(0)->type_name("");  // --disable-ssl or --disable-ssl=F
  else
    flag->type_name(value_name(info));
  flag->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

Result<EndpointOptions> EndpointFlags::options() {
  EndpointOptions options;
  if (auto applied = apply_environment(options); !applied) return applied.error();
  for (const auto& [variable, option] : kVariables) {
    if (const char* text = std::getenv(variable); text && *text) set_.emplace_back(option);
    ::unsetenv(variable);
  }
  if (auto applied = apply_file(options); !applied) return applied.error();
  for (const auto& [name, text] : given_) {
    if (auto set = set_option(options, name, text); !set) return set.error();
    set_.push_back(name);
  }
  return options;
}

Result<void> EndpointFlags::apply_file(EndpointOptions& options) {
  if (file_.empty()) return {};
  const auto entries = read_config_file(file_);
  if (!entries) return entries.error();
  for (const ConfigEntry& entry : *entries) {
    if (entry.section == "node") {
      node_entries_.push_back(entry);
      continue;
    }
    if (auto set = set_option(options, entry.key, entry.value); !set)
      return Error(set.error().code(), fmt::format("{}:{}: {}", file_, entry.line, set.error().message()));
    set_.push_back(entry.key);
  }
  return {};
}

bool EndpointFlags::is_set(std::string_view option) const {
  return std::find(set_.begin(), set_.end(), option) != set_.end();
}

}  // namespace whimbrel::cli
