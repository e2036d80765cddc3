// Backend: where a master keeps its entries. What each of them must do is in backend_test.cc, once for all.
//
// Keys and values are encoded; keys as canonical_key() makes them. Owned by the master, and called by its thread only.
// An error leaves the backend as it was. What was written is sure to be there after a crash once commit() has returned;
// before, all that was written since the last one may be gone, but never a part of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "store/entry_table.h"
#include "whimbrel/result.h"
#include "whimbrel/store_options.h"

namespace whimbrel {

class Backend {
 public:
  virtual ~Backend() = default;

  /// Puts or replaces; an entry without expiry stays for ever.
  virtual Result<void> put(BytesView key, BytesView value, std::optional<Timestamp> expiry) = 0;
  /// Puts what is new. False if there is such a key, which stays as it is.
  virtual Result<bool> insert(BytesView key, BytesView value, std::optional<Timestamp> expiry) = 0;
  /// Valid until the next call. Its value is a value, whatever a file may hold.
  virtual Result<std::optional<EntryView>> get(BytesView key) const = 0;
  virtual Result<bool> exists(BytesView key) const = 0;
  /// How many entries there are.
  virtual uint64_t size() const = 0;
  /// False if there was no such key.
  virtual Result<bool> erase(BytesView key) = 0;
  /// Erases the entry if it has an expiry that is not after `now`. False if it has not, or is not there.
  virtual Result<bool> expire(BytesView key, Timestamp now) = 0;
  virtual Result<void> clear() = 0;
  /// As EntryTable::visit(). The visitor must not call the backend.
  virtual Result<uint64_t> visit(uint64_t position, const EntryVisitor& visitor) const = 0;
  virtual Result<void> visit_expiries(const std::function<void(BytesView key, Timestamp expiry)>& visitor) const = 0;
  /// On an error what was written is still there, and can be committed later; unless has_lost().
  virtual Result<void> commit() { return {}; }
  /// What was written since the last commit() has been taken back, by an error that spares nothing, or abandon().
  virtual bool has_lost() const { return false; }
  virtual void abandon() {}
  /// Gives back the room of what was erased. What was written is committed by that.
  virtual Result<void> compact() { return {}; }
  /// Is there something that a crash would take away?
  virtual bool is_dirty() const { return false; }
};

std::unique_ptr<Backend> make_memory_backend();
/// Opens or creates the file, and folders on the way. BackendFailure, in SQLite's words, if that cannot be.
Result<std::unique_ptr<Backend>> open_sqlite_backend(const SqliteOptions& options,
                                                     const std::function<void(const std::string&)>& complain);

}  // namespace whimbrel
