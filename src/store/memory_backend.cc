#include <unordered_map>

#include "store/backend.h"

namespace whimbrel {

namespace {

class MemoryBackend final : public Backend {
 public:
  Result<void> put(const Value& key, const Value& value, std::optional<Timestamp> expiry) override {
    entries_.insert_or_assign(key, Entry{value, expiry});
    return {};
  }

  Result<std::optional<Value>> get(const Value& key) const override {
    const auto known = entries_.find(key);
    return known == entries_.end() ? std::nullopt : std::optional(known->second.value);
  }

  Result<bool> exists(const Value& key) const override { return entries_.contains(key); }
  Result<bool> erase(const Value& key) override { return entries_.erase(key) > 0; }

  Result<bool> expire(const Value& key, Timestamp now) override {
    const auto known = entries_.find(key);
    if (known == entries_.end() || !known->second.expiry || *known->second.expiry > now) return false;
    entries_.erase(known);
    return true;
  }

  Result<void> clear() override {
    entries_.clear();
    return {};
  }

  Result<std::vector<Value>> keys() const override {
    std::vector<Value> keys;
    keys.reserve(entries_.size());
    for (const auto& [key, entry] : entries_) keys.push_back(key);
    return keys;
  }

  Result<void> for_each(const std::function<void(const Value&, const Value&)>& visit) const override {
    for (const auto& [key, entry] : entries_) visit(key, entry.value);
    return {};
  }

  Result<std::vector<std::pair<Value, Timestamp>>> expiries() const override {
    std::vector<std::pair<Value, Timestamp>> all;
    for (const auto& [key, entry] : entries_)
      if (entry.expiry) all.emplace_back(key, *entry.expiry);
    return all;
  }

 private:
  struct Entry {
    Value value;
    std::optional<Timestamp> expiry;
  };
  std::unordered_map<Value, Entry> entries_;
};

}  // namespace

std::unique_ptr<Backend> make_memory_backend() { return std::make_unique<MemoryBackend>(); }

}  // namespace whimbrel
