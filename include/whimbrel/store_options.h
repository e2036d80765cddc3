// What can be said about a store when it is made.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace whimbrel {

enum class BackendType : uint8_t { Memory, Sqlite };

/// See SQLite's PRAGMA synchronous, journal_mode and integrity_check.
struct SqliteOptions {
  enum class Synchronous : uint8_t { Off, Normal, Full, Extra };
  enum class Journal : uint8_t { Delete, Wal };
  std::string path;
  std::optional<Synchronous> synchronous;  ///< SQLite's own: Full
  std::optional<Journal> journal;          ///< as the file has it; of a new one: Delete
  bool delete_if_damaged = false;          ///< instead of giving up
  bool integrity_check = false;            ///< of the whole file, when it is opened
};

/// As EndpointOptions::log, which is taken if there is none.
using StoreLog = std::function<void(std::string_view level, std::string_view text)>;

struct MasterOptions {
  BackendType backend = BackendType::Memory;
  SqliteOptions sqlite;  ///< path "": the store's name and ".sqlite"
  StoreLog log;
};

struct CloneOptions {
  std::chrono::nanoseconds resync = std::chrono::seconds(10);          ///< without a word from the master: attach anew
  std::chrono::nanoseconds stale = std::chrono::minutes(5);            ///< likewise: answer StaleData
  std::chrono::nanoseconds mutation_buffer = std::chrono::minutes(2);  ///< changes wait so long for the master
  StoreLog log;
};

}  // namespace whimbrel
