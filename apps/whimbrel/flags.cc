#include "flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include "base/option_text.h"

namespace whimbrel::cli {

namespace {

constexpr char kShield = '\x1f';

/// The name to call a flag or argument by in errors.
std::string called(const std::string& names) {
  const std::string last = names.substr(names.rfind("--") == names.npos ? 0 : names.rfind("--"));
  return last.substr(0, last.find(','));
}

[[noreturn]] void refuse(const std::string& names, std::string_view value, std::string_view accepted) {
  throw CLI::ValidationError(not_accepted(called(names), value, accepted).message());
}

/// A flag with one value, the last one given; `take` returns false if it cannot be read.
CLI::Option* add_value(CLI::App& verb, const std::string& names, const std::string& help, const std::string& type,
                       const std::string& accepted, std::function<bool(const std::string&)> take) {
  const auto read = [names, accepted, take = std::move(take)](const CLI::results_t& values) {
    const std::string value = unshielded(values.back());
    if (!take(value)) refuse(names, value, accepted);
    return true;
  };
  CLI::Option* const flag = verb.add_option(names, read, help);
  flag->type_name(type)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  return flag;
}

CLI::Option* add_values(CLI::App& verb, const std::string& names, const std::string& help, const std::string& type,
                        std::function<void(const std::string&)> take) {
  const auto read = [take = std::move(take)](const CLI::results_t& values) {
    for (const std::string& value : values) take(unshielded(value));
    return true;
  };
  CLI::Option* const flag = verb.add_option(names, read, help);
  flag->type_name(type)->take_all()->expected(1, CLI::detail::expected_max_vector_size);
  return flag;
}

std::optional<double> read_number(std::string_view text) {
  double x = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(x)) return {};
  return x;
}

Error no_address(std::string_view text) {
  return {
      ErrorCode::InvalidArgument,
      fmt::format("\"{}\" is no address; it can be PORT, ADDR or ADDR:PORT, such as 9999, 127.0.0.1:9999 or [::1]:9999",
                  text)};
}

/// Cuts the host off the front. False if brackets are not closed.
bool take_host(std::string_view& rest, HostPort& to) {
  if (rest.starts_with('[')) {
    const size_t end = rest.find(']');
    if (end == rest.npos) return false;
    to.host = std::string(rest.substr(1, end - 1));
    rest.remove_prefix(end + 1);
    return true;
  }
  const size_t colon = std::min(rest.find(':'), rest.size());
  const bool bare_v6 = colon != rest.size() && rest.find(':', colon + 1) != rest.npos;
  const size_t end = bare_v6 ? rest.size() : colon;
  if (end > 0) to.host = std::string(rest.substr(0, end));
  rest.remove_prefix(end);
  return true;
}

}  // namespace

Result<HostPort> parse_host_port(std::string_view text) {
  HostPort found;
  if (const auto port = read_port(text)) return HostPort{{}, *port};
  std::string_view rest = text;
  if (text.empty() || !take_host(rest, found)) return no_address(text);
  if (rest.empty()) return found;
  if (rest.front() != ':') return no_address(text);
  found.port = read_port(rest.substr(1));
  if (!found.port) return no_address(text);
  return found;
}

std::string show_host_port(std::string_view host, uint16_t port) {
  if (host.empty()) return fmt::format("*:{}", port);
  return host.find(':') == host.npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

CLI::Option* add_switch(CLI::App& verb, const std::string& name, bool& to, const std::string& help) {
  return verb.add_flag(name, to, help);
}

CLI::Option* add_text(CLI::App& verb, const std::string& name, std::string& to, const std::string& help) {
  return add_value(verb, name, help, "TEXT", "any text", [&to](const std::string& value) {
    to = value;
    return true;
  });
}

CLI::Option* add_text(CLI::App& verb, const std::string& name, std::optional<std::string>& to,
                      const std::string& help) {
  return add_value(verb, name, help, "TEXT", "any text", [&to](const std::string& value) {
    to = value;
    return true;
  });
}

CLI::Option* add_choice(CLI::App& verb, const std::string& name, std::string& to, const std::vector<std::string>& words,
                        const std::string& help) {
  const std::string accepted = quoted_list({words.begin(), words.end()});
  return add_value(verb, name, help, fmt::format("{}", fmt::join(words, "|")), accepted,
                   [&to, words](const std::string& value) {
                     to = value;
                     return std::find(words.begin(), words.end(), value) != words.end();
                   });
}

CLI::Option* add_count(CLI::App& verb, const std::string& name, uint64_t& to, const std::string& help) {
  return add_value(verb, name, help, "N", "a whole number", [&to](const std::string& value) {
    const auto count = read_count(value);
    to = count.value_or(0);
    return count.has_value();
  });
}

CLI::Option* add_rate(CLI::App& verb, const std::string& name, double& to, const std::string& help) {
  constexpr double kSlowest = 1e-6, kFastest = 1e9;
  return add_value(verb, name, help, "R", "a number from 0.000001 to 1e9, such as 100",
                   [&to](const std::string& value) {
                     to = read_number(value).value_or(0);
                     return to >= kSlowest && to <= kFastest;
                   });
}

CLI::Option* add_time(CLI::App& verb, const std::string& name, std::optional<Duration>& to, const std::string& help) {
  return add_value(verb, name, help, "TIME", "a time, such as 5sec, 200ms or plain seconds",
                   [&to](const std::string& value) {
                     to = read_interval(value);
                     return to.has_value();
                   });
}

CLI::Option* add_list(CLI::App& verb, const std::string& name, std::vector<std::string>& to, const std::string& help) {
  return add_values(verb, name, help, "TEXT", [&to](const std::string& value) { to.push_back(value); });
}

CLI::Option* add_addresses(CLI::App& verb, const std::string& name, std::vector<HostPort>& to,
                           const std::string& help) {
  return add_values(verb, name, help, "ADDR:PORT", [&to, name](const std::string& value) {
    const auto address = parse_host_port(value);
    if (!address) throw CLI::ValidationError(fmt::format("{}: {}", called(name), address.error().message()));
    to.push_back(*address);
  });
}

CLI::Option* add_rest(CLI::App& verb, const std::string& name, std::vector<std::string>& to, const std::string& help) {
  CLI::Option* rest = add_values(verb, name, help, "", [&to](const std::string& value) { to.push_back(value); });
  rest->allow_extra_args(true);
  return rest;
}

void shield(std::vector<std::string>& arguments) {
  for (std::string& text : arguments)
    if (text.starts_with('[') && text.ends_with(']')) text += kShield;
}

std::string unshielded(std::string text) {
  if (text.ends_with(kShield)) text.pop_back();
  return text;
}

}  // namespace whimbrel::cli
