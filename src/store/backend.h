// Backend: where a master keeps its entries. What each of them must do is in backend_test.cc, once for all.
//
// Owned by the master, and called by its thread only. An error leaves the backend as it was. What was written is sure
// to be there after a crash once commit() has returned; before, all that was written since the last one may be gone,
// but never a part of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "whimbrel/result.h"
#include "whimbrel/store_options.h"
#include "whimbrel/value.h"

namespace whimbrel {

class Backend {
 public:
  virtual ~Backend() = default;

  /// Puts or replaces; an entry without expiry stays for ever.
  virtual Result<void> put(const Value& key, const Value& value, std::optional<Timestamp> expiry) = 0;
  virtual Result<std::optional<Value>> get(const Value& key) const = 0;
  virtual Result<bool> exists(const Value& key) const = 0;
  /// False if there was no such key.
  virtual Result<bool> erase(const Value& key) = 0;
  /// Erases the entry if it has an expiry that is not after `now`. False if it has not, or is not there.
  virtual Result<bool> expire(const Value& key, Timestamp now) = 0;
  virtual Result<void> clear() = 0;
  virtual Result<std::vector<Value>> keys() const = 0;
  virtual Result<void> for_each(const std::function<void(const Value& key, const Value& value)>& visit) const = 0;
  virtual Result<std::vector<std::pair<Value, Timestamp>>> expiries() const = 0;
  virtual Result<void> commit() { return {}; }
  /// Is there something that a crash would take away?
  virtual bool is_dirty() const { return false; }
};

std::unique_ptr<Backend> make_memory_backend();
/// Opens or creates the file, and folders on the way. BackendFailure, in SQLite's words, if that cannot be.
Result<std::unique_ptr<Backend>> open_sqlite_backend(const SqliteOptions& options,
                                                     const std::function<void(const std::string&)>& complain);

}  // namespace whimbrel
