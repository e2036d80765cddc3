// LossyDisk: a layer between SQLite and the operating system that knows what a loss of power may leave of its files:
// all that was written before the last sync of a file, and of what was written since any part, down to torn sectors.
// The same for names: a file that was made or deleted may be there or not until its folder is synced.
//
// One thread, one disk at a time. Nothing is really synced.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "sqlite_layer.h"

namespace whimbrel {

class LossyDisk {
 public:
  LossyDisk() {
    layer().use();
    current() = this;
  }
  ~LossyDisk() { current() = nullptr; }
  LossyDisk(const LossyDisk&) = delete;
  LossyDisk& operator=(const LossyDisk&) = delete;

  /// Called before each write, truncation, deletion and sync.
  std::function<void()> before_each;

  /// Files by name.
  using Image = std::map<std::string, std::string>;
  /// What could be on the disk if power went now.
  Image lose_power(uint64_t seed) const {
    Image image;
    std::mt19937_64 random(seed);
    for (const auto& [path, name] : names_) {
      const size_t happened = name.synced + pick(random, name.history.size() - name.synced, seed);
      const File* const file = happened > 0 ? name.history[happened - 1].get() : nullptr;
      if (file) image[std::filesystem::path(path).filename().string()] = file->after_loss(random, seed);
    }
    return image;
  }

 private:
  static constexpr size_t kSector = 512;

  // The first two seeds are the extremes: nothing of what was not synced is there, or everything.
  static size_t pick(std::mt19937_64& random, size_t most, uint64_t seed) {
    return seed == 0 ? 0 : seed == 1 ? most : random() % (most + 1);
  }

  struct Change {
    size_t at;
    std::string bytes;
    bool truncates;
  };
  struct File {
    std::string synced;
    std::vector<Change> pending;
    bool syncs_folder = false;

    static void apply(std::string& content, const Change& change) {
      if (change.truncates) return content.resize(change.at);
      content.resize(std::max(content.size(), change.at + change.bytes.size()));
      content.replace(change.at, change.bytes.size(), change.bytes);
    }
    void sync() {
      for (const Change& change : pending) apply(synced, change);
      pending.clear();
    }
    std::string after_loss(std::mt19937_64& random, uint64_t seed) const {
      std::string content = synced;
      for (const Change& change : pending) {
        if (change.truncates) {
          if (pick(random, 1, seed) > 0) apply(content, change);
          continue;
        }
        for (size_t done = 0; done < change.bytes.size();) {
          const size_t at = change.at + done;
          const size_t size = std::min(kSector - at % kSector, change.bytes.size() - done);
          const bool is_torn = seed > 1 && random() % 8 == 0;
          const size_t there = is_torn ? random() % size : pick(random, 1, seed) * size;
          if (there > 0) apply(content, {at, change.bytes.substr(done, there), false});
          done += size;
        }
      }
      return content;
    }
  };
  /// What a name has stood for; null: for no file. `synced`: so far it is certain.
  struct Name {
    std::vector<std::shared_ptr<File>> history;
    size_t synced = 0;
  };

  void changing() const {
    if (before_each) before_each();
  }
  void sync_folder() {
    for (auto& [path, name] : names_) name.synced = name.history.size();
  }
  void opened(const char* path, sqlite3_file* handle, int flags) {
    if (!path || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) == 0) return;
    auto& history = names_[path].history;
    if (history.empty() || !history.back()) {
      history.push_back(std::make_shared<File>());
      // SQLite syncs the folder along with the first sync of these.
      history.back()->syncs_folder = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    }
    files_[handle] = history.back();
  }
  File* file_of(sqlite3_file* handle) const {
    const auto at = files_.find(handle);
    return at == files_.end() ? nullptr : at->second.get();
  }

  // -- what SQLite calls

  static LossyDisk*& current() {
    static LossyDisk* disk = nullptr;
    return disk;
  }
  static File* noted(sqlite3_file* handle) {
    File* const file = current() ? current()->file_of(handle) : nullptr;
    if (file) current()->changing();
    return file;
  }

  static SqliteLayer& layer() {
    static SqliteLayer lossy("lossy", replace, open, erase);
    return lossy;
  }

  static int write(sqlite3_file* handle, const void* bytes, int n, sqlite3_int64 at) {
    if (File* const file = noted(handle))
      file->pending.push_back(
          {static_cast<size_t>(at), {static_cast<const char*>(bytes), static_cast<size_t>(n)}, false});
    return layer().below(handle).xWrite(handle, bytes, n, at);
  }
  static int truncate(sqlite3_file* handle, sqlite3_int64 size) {
    if (File* const file = noted(handle)) file->pending.push_back({static_cast<size_t>(size), {}, true});
    return layer().below(handle).xTruncate(handle, size);
  }
  static int sync(sqlite3_file* handle, int) {
    if (File* const file = noted(handle)) {
      file->sync();
      if (std::exchange(file->syncs_folder, false)) current()->sync_folder();
    }
    return SQLITE_OK;
  }
  static int close(sqlite3_file* handle) {
    if (current()) current()->files_.erase(handle);
    return layer().below(handle).xClose(handle);
  }
  static int open(sqlite3_vfs*, const char* path, sqlite3_file* handle, int flags, int* out) {
    const int outcome = layer().open(path, handle, flags, out);
    if (outcome == SQLITE_OK && handle->pMethods && current()) current()->opened(path, handle, flags);
    return outcome;
  }
  static int erase(sqlite3_vfs*, const char* path, int syncs_folder) {
    if (LossyDisk* const disk = current()) {
      disk->changing();
      const auto name = disk->names_.find(path);
      if (name != disk->names_.end() && name->second.history.back()) name->second.history.push_back(nullptr);
      if (syncs_folder) disk->sync_folder();
    }
    return layer().erase(path, 0);
  }

  static void replace(sqlite3_io_methods& methods) {
    methods.xWrite = write;
    methods.xTruncate = truncate;
    methods.xSync = sync;
    methods.xClose = close;
  }

  std::map<std::string, Name> names_;
  std::map<sqlite3_file*, std::shared_ptr<File>> files_;
};

}  // namespace whimbrel
