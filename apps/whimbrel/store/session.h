// StoreSession: the store that `whimbrel store` works on. Either one of the network, by a clone of it; or one in a
// file, as its master.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "../client.h"
#include "../console.h"
#include "../signals.h"
#include "whimbrel/store.h"

namespace whimbrel::cli {

struct StoreFlags {
  ClientFlags client;
  std::vector<std::string> words;  ///< ACTION, NAME, and what the action needs
  std::string file;                ///< a store in a file, which then has no NAME
  std::optional<Duration> expiry, timeout;
  bool json = false, unique = false;
  uint64_t count = 0;
};

class StoreSession {
 public:
  StoreSession(StoreFlags& flags, const Signals& signals) : flags_(flags), signals_(signals) {}
  StoreSession(const StoreSession&) = delete;
  StoreSession& operator=(const StoreSession&) = delete;

  /// Connects and waits for the content, or opens the file. What goes wrong is printed.
  int open(const std::string& name);
  Store& store() { return *store_; }

  /// Works until the condition holds. False if the time is over (no limit: none), the peers are gone, or it was asked
  /// to stop.
  bool work_until(const std::function<bool()>& condition, std::optional<Duration> limit);
  Duration timeout() const { return flags_.timeout.value_or(std::chrono::seconds(10)); }
  /// Why work_until() did not come to its end; prints it.
  int explain(const std::string& what);
  /// What has been changed is on its way, or written. The exit status to end with if all else went well.
  int close();
  bool is_file() const { return !client_; }

 private:
  int open_file();
  int open_clone(const std::string& name);
  StoreLog log();

  StoreFlags& flags_;
  const Signals& signals_;
  std::unique_ptr<Client> client_;    // of a store of the network
  std::optional<Endpoint> endpoint_;  // alone, for a file
  std::optional<Store> store_;
  std::string complaint_;  // of the store
};

}  // namespace whimbrel::cli
