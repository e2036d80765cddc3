// Reads the program's configuration file: lines of `name = value`, in sections.
//
//   # a comment
//   [endpoint]                     options by name (whimbrel/options.h); also what stands before the first section
//   max_threads = 2
//   ssl_passphrase = "two words # and no comment"
//
//   [node]                         what the program does with the endpoint
//   listen = 127.0.0.1:9999
//   peer = 10.0.0.2:9999           listen, peer, subscribe and forward may be repeated
//   peer = 10.0.0.3:9999
//
// A comment starts with a '#' at the beginning of a line or after a blank. A value may stand in double or single
// quotes, which keep blanks and '#'; within them nothing is escaped. The reader knows the form and no more: what the
// names mean is up to its caller.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel {

struct ConfigEntry {
  std::string section;  ///< "endpoint" or "node"
  std::string key;
  std::string value;
  size_t line = 0;  ///< counted from 1
  bool operator==(const ConfigEntry&) const = default;
};

/// The entries of a text, in its order. Errors start with FILE:LINE, where FILE is the given name.
Result<std::vector<ConfigEntry>> parse_config(std::string_view text, std::string_view file);
/// The same for a file of at most a megabyte.
Result<std::vector<ConfigEntry>> read_config_file(const std::string& path);

}  // namespace whimbrel
