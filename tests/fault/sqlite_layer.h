// SqliteLayer: stands between SQLite and the operating system, with some methods of files, and those for opening and
// deleting them, replaced. For tests; it lives as long as the process.
#pragma once

#include <sqlite3.h>

#include <cstdlib>
#include <map>

namespace whimbrel {

class SqliteLayer {
 public:
  using Replace = void (*)(sqlite3_io_methods& methods);
  using Open = decltype(sqlite3_vfs::xOpen);
  using Delete = decltype(sqlite3_vfs::xDelete);
  SqliteLayer(const char* name, Replace replace, Open open, Delete erase)
      : below_(sqlite3_vfs_find("unix")), ours_(*below_), replace_(replace) {
    ours_.zName = name;
    ours_.xOpen = open;
    ours_.xDelete = erase;
  }
  SqliteLayer(const SqliteLayer&) = delete;
  SqliteLayer& operator=(const SqliteLayer&) = delete;

  /// What is opened from now on goes through this layer, and through no other.
  void use() { sqlite3_vfs_register(&ours_, 1); }

  // What replacements call.
  int open(const char* path, sqlite3_file* file, int flags, int* out) {
    const int outcome = below_->xOpen(below_, path, file, flags, out);
    if (outcome != SQLITE_OK || !file->pMethods) return outcome;
    const auto [ours, is_new] = methods_.try_emplace(file->pMethods, *file->pMethods);
    if (is_new) replace_(ours->second);
    file->pMethods = &ours->second;
    return outcome;
  }
  int erase(const char* path, int syncs_folder) { return below_->xDelete(below_, path, syncs_folder); }
  const sqlite3_io_methods& below(const sqlite3_file* file) const {
    for (const auto& [below, ours] : methods_)
      if (&ours == file->pMethods) return *below;
    std::abort();
  }

 private:
  sqlite3_vfs* const below_;
  sqlite3_vfs ours_;
  const Replace replace_;
  // Ours, by those below: SQLite has a few tables of them that differ only in how they lock.
  std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;
};

}  // namespace whimbrel
