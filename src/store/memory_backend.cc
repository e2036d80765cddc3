#include "store/backend.h"

namespace whimbrel {

namespace {

class MemoryBackend final : public Backend {
 public:
  Result<void> put(BytesView key, BytesView value, std::optional<Timestamp> expiry) override {
    entries_.put(key, value, expiry);
    return {};
  }

  Result<bool> insert(BytesView key, BytesView value, std::optional<Timestamp> expiry) override {
    return !entries_.find(key) && entries_.put(key, value, expiry);
  }

  Result<std::optional<EntryView>> get(BytesView key) const override { return entries_.find(key); }
  Result<bool> exists(BytesView key) const override { return entries_.find(key).has_value(); }
  uint64_t size() const override { return entries_.size(); }
  Result<bool> erase(BytesView key) override { return entries_.erase(key); }

  Result<bool> expire(BytesView key, Timestamp now) override {
    const auto known = entries_.find(key);
    return known && known->expiry && *known->expiry <= now && entries_.erase(key);
  }

  Result<void> clear() override {
    entries_.clear();
    return {};
  }

  Result<uint64_t> visit(uint64_t position, const EntryVisitor& visitor) const override {
    return entries_.visit(position, visitor);
  }

  Result<void> visit_expiries(const std::function<void(BytesView, Timestamp)>& visitor) const override {
    entries_.visit(0, [&](const EntryView& entry) {
      if (entry.expiry) visitor(entry.key, *entry.expiry);
      return true;
    });
    return {};
  }

 private:
  EntryTable entries_;
};

}  // namespace

std::unique_ptr<Backend> make_memory_backend() { return std::make_unique<MemoryBackend>(); }

}  // namespace whimbrel
