// Flags whose values are numbers, times and addresses, with errors that say what would be right. The last of several
// flags of the same name counts, except where a list is meant. What a flag is read into must outlive the parsing.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/options.h"
#include "whimbrel/result.h"

namespace whimbrel::cli {

/// ADDR:PORT with either part left out.
struct HostPort {
  std::optional<std::string> host;
  std::optional<uint16_t> port;
};
/// Reads "9999", ":9999", "127.0.0.1:9999", "[::1]:9999", "::1", "name", "name:9999"; ports also as "9999/tcp".
Result<HostPort> parse_host_port(std::string_view text);
/// "127.0.0.1:9999", "[::1]:9999", and "*:9999" for no host.
std::string show_host_port(std::string_view host, uint16_t port);

// The flags. Each `help` is a line without a capital and a full stop.
CLI::Option* add_switch(CLI::App& verb, const std::string& name, bool& to, const std::string& help);
CLI::Option* add_text(CLI::App& verb, const std::string& name, std::string& to, const std::string& help);
CLI::Option* add_text(CLI::App& verb, const std::string& name, std::optional<std::string>& to, const std::string& help);
CLI::Option* add_choice(CLI::App& verb, const std::string& name, std::string& to, const std::vector<std::string>& words,
                        const std::string& help);
CLI::Option* add_count(CLI::App& verb, const std::string& name, uint64_t& to, const std::string& help);
CLI::Option* add_rate(CLI::App& verb, const std::string& name, double& to, const std::string& help);
CLI::Option* add_time(CLI::App& verb, const std::string& name, std::optional<Duration>& to, const std::string& help);
/// May be repeated.
CLI::Option* add_list(CLI::App& verb, const std::string& name, std::vector<std::string>& to, const std::string& help);
CLI::Option* add_addresses(CLI::App& verb, const std::string& name, std::vector<HostPort>& to, const std::string& help);
/// An argument that takes the rest of the command line.
CLI::Option* add_rest(CLI::App& verb, const std::string& name, std::vector<std::string>& to, const std::string& help);

// CLI11 would take "[1, 2]" apart if it came as one of several arguments. With a mark behind it, it does not.
void shield(std::vector<std::string>& arguments);
std::string unshielded(std::string text);

}  // namespace whimbrel::cli
