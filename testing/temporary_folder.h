// TemporaryFolder: a folder of a test's own, which is gone with all that is in it when the test is over.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace whimbrel {

struct TemporaryFolder {
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "whimbrel-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path;
};

}  // namespace whimbrel
