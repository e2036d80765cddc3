// The content of a clone: what its master tells it to do with it, and the events that come of it.
#include <algorithm>

#include "store/clone.h"
#include "whimbrel/codec.h"

namespace whimbrel {

void Clone::replace_content(EntryTable fresh) {
  const EntryTable old = std::exchange(entries_, std::move(fresh));
  if (!host_.wants_events()) return;
  old.visit(0, [&](const EntryView& entry) {
    if (!entries_.find(entry.key)) tell(StoreEvent::Type::Erase, entry.key, {}, {}, {}, {});
    return true;
  });
  // Whoever is told may change entries, but not these: changes go to the master first.
  entries_.visit(0, [&](const EntryView& entry) {
    const auto known = old.find(entry.key);
    const auto left = entry.expiry ? std::optional(Timespan{entry.expiry->ns - now_.ns}) : std::nullopt;
    const EntityId publisher{master_.endpoint, 0};
    if (!known)
      tell(StoreEvent::Type::Insert, entry.key, entry.value, {}, left, publisher);
    else if (!std::ranges::equal(known->value, entry.value))
      tell(StoreEvent::Type::Update, entry.key, entry.value, known->value, left, publisher);
    return true;
  });
}

void Clone::consume(BytesView event, EntryTable& table, bool tells) {
  const CommandContent content = read_command(event);
  tells = tells && host_.wants_events();
  switch (content.type) {
    case CommandType::Put:
      return put(content, table, tells);
    case CommandType::PutUniqueResult:
      if (content.who == self_) host_.on_unique_result(content.request, content.inserted);
      return;
    case CommandType::Erase:
    case CommandType::Expire:
      return remove(content, table, tells);
    case CommandType::Clear:
      return clear(content, table, tells);
    default:
      host_.log("error", "a master sent a change that only masters execute");
  }
}

void Clone::put(const CommandContent& content, EntryTable& table, bool tells) {
  std::vector<std::byte> scratch, old;
  const BytesView key = canonical_key(content.key, scratch), value = content.value.bytes();
  const auto known = tells ? table.find(key) : std::nullopt;
  if (known) old.assign(known->value.begin(), known->value.end());
  table.put(key, value, content.expiry ? std::optional(later(now_, *content.expiry)) : std::nullopt);
  if (!tells) return;
  tell(known ? StoreEvent::Type::Update : StoreEvent::Type::Insert, key, value, old, content.expiry, content.publisher);
}

void Clone::remove(const CommandContent& content, EntryTable& table, bool tells) {
  std::vector<std::byte> scratch;
  const BytesView key = canonical_key(content.key, scratch);
  if (!table.erase(key)) return;
  const bool is_erase = content.type == CommandType::Erase;
  if (!is_erase) ++expirations_;
  if (!tells) return;
  tell(is_erase ? StoreEvent::Type::Erase : StoreEvent::Type::Expire, key, {}, {}, {}, content.publisher);
}

void Clone::clear(const CommandContent& content, EntryTable& table, bool tells) {
  const EntryTable old = std::exchange(table, EntryTable());
  if (!tells) return;
  old.visit(0, [&](const EntryView& entry) {
    tell(StoreEvent::Type::Erase, entry.key, {}, {}, {}, content.publisher);
    return true;
  });
}

void Clone::tell(StoreEvent::Type type, BytesView key, BytesView value, BytesView old_value,
                 std::optional<Timespan> expiry, const EntityId& publisher) {
  const auto told_key = decode(key);
  auto told_value = value.empty() ? Result<Value>(Value()) : decode(value);
  auto told_old = old_value.empty() ? Result<Value>(Value()) : decode(old_value);
  if (!told_key || !told_value || !told_old) return host_.log("error", "an entry is too large to be told of");
  StoreEvent event{type, *told_key, nullptr, nullptr, expiry, publisher.endpoint, publisher == self_};
  if (!value.empty()) event.value = &*told_value;
  if (!old_value.empty()) event.old_value = &*told_old;
  host_.on_event(event);
}

}  // namespace whimbrel
