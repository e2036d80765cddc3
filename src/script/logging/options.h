// Options of writers: constants of scripts, and the `config` of a filter, which comes before these.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "script/logging/format.h"
#include "script/run/runtime.h"

namespace whimbrel::script::logging {

using Config = std::vector<std::pair<std::string, std::string>>;

/// The value of a key; null if it is not there.
const std::string* find(const Config& config, std::string_view key);

bool flag_option(const Runtime& runtime, std::string_view name);
std::string text_option(const Runtime& runtime, std::string_view name);

/// Applies a config. "" if all is well; else what is wrong with it.
std::string read_text_options(const Config& config, TextOptions& options);

/// What the logs of a process have in common: where they go, how they look if nothing else is said, and the time.
struct Home {
  TextOptions text;
  std::string folder;            ///< "": where the process is
  std::string suffix = "log";    ///< of text files
  bool shows_dropped = false;    ///< writers that drop all tell what they would do
  bool keeps_old_files = false;  ///< a file that is there already gets another name
  struct {
    std::string set_separator, unset_field, empty_field;
  } table;  ///< what data bases hold for sets and missing values
  std::function<double()> network_time, wall_clock;
  std::function<void(std::string_view)> out;  ///< standard output
};
/// As the constants of scripts say. The runtime must outlive it.
Home home_of(Runtime& runtime);

}  // namespace whimbrel::script::logging
