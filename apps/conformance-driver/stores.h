// The stores of a driver: worked off by a thread of their own, which takes turns with the commands.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "whimbrel/store.h"

namespace whimbrel::driver {

class DriverStores {
 public:
  ~DriverStores() { stop(); }
  void stop();

  /// Nothing happens if there is one of that kind and name.
  Result<void> add_master(Endpoint& endpoint, const std::string& name, const MasterOptions& options);
  Result<void> add_clone(Endpoint& endpoint, const std::string& name);
  /// What the operation returns; none if it returns nothing.
  Result<std::optional<Value>> run(const std::string& name, const std::string& operation, const Vector& arguments,
                                   Store::Expiry expiry);

 private:
  Result<void> add(Result<Store> store);
  bool has(const std::string& name, bool master);
  bool change(Store& store, const std::string& operation, const Vector& arguments, Store::Expiry expiry);
  bool ask(Store& store, const std::string& operation, const Vector& arguments, Store::Expiry expiry,
           const Store::Answer& answer);
  void work(const std::stop_token& stop);

  std::mutex mutex_;
  std::map<std::string, Store> stores_;  // under mutex_
  std::jthread thread_;
};

}  // namespace whimbrel::driver
