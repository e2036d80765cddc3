// The cluster that `whimbrel cluster --example DIR` writes: a layout, scripts, and a client.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel::cluster {

/// Writes it, with ports that are free now. The names of the files; an error if one is there already.
Result<std::vector<std::string>> write_example(const std::filesystem::path& folder);

}  // namespace whimbrel::cluster
