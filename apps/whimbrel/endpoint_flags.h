// EndpointFlags: every option of an endpoint as a flag (--max-threads for max_threads), and --config for a file of
// them.
//
// What counts, from weak to strong: the library's defaults, the environment, the configuration file, the flags.
#pragma once

#include <CLI/App.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/config_file.h"
#include "whimbrel/options.h"

namespace whimbrel::cli {

class EndpointFlags {
 public:
  enum class Shown : bool { TlsOnly, All };  ///< in help, man page and completion; all flags work either way

  void add_to(CLI::App& verb, Shown shown);

  /// The options to start an endpoint with. Reads the file; takes over from the library what is in the environment, so
  /// call it once.
  Result<EndpointOptions> options();
  /// After options(): whether an option was set by anything stronger than its default.
  bool is_set(std::string_view option) const;
  /// After options(): the [node] section of the file.
  const std::vector<ConfigEntry>& node_entries() const { return node_entries_; }
  const std::string& file() const { return file_; }

 private:
  void add_option_flag(CLI::App& verb, const OptionInfo& info, bool shown);
  Result<void> apply_file(EndpointOptions& options);

  std::string file_;
  std::map<std::string, std::string, std::less<>> given_;  // by option: the text of the flag
  std::vector<std::string> set_;
  std::vector<ConfigEntry> node_entries_;
};

/// "--max-threads" for "max_threads"
std::string flag_name(std::string_view option);
/// The words that an option can be, if it is not more than a few.
std::vector<std::string_view> choices_of(std::string_view option);
/// The heading under which help shows an option.
std::string_view group_of(std::string_view option);

}  // namespace whimbrel::cli
