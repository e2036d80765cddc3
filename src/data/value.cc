#include "whimbrel/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <iterator>
#include <tuple>

#include "data/order.h"
#include "data/text.h"

namespace whimbrel {

std::string_view name_of(Kind kind) {
  switch (kind) {
#define X(kind, tag, json, type) \
  case Kind::kind:               \
    return json;
#include "whimbrel/value_kinds.def"
#undef X
  }
  return "?";
}

Timestamp Timestamp::now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
}

// -- order

namespace {

template <class T>
std::weak_ordering order(const T& a, const T& b) {
  return a <=> b;
}
std::weak_ordering order(double a, double b) { return order_of_reals(a, b); }
std::weak_ordering order(std::monostate, std::monostate) { return std::weak_ordering::equivalent; }

std::weak_ordering order(const Table::Entry& a, const Table::Entry& b) {
  const auto keys = a.first <=> b.first;
  return keys != 0 ? keys : a.second <=> b.second;
}

template <class Range>
std::weak_ordering order_of_ranges(const Range& a, const Range& b) {
  return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end(),
                                                [](const auto& x, const auto& y) { return order(x, y); });
}
std::weak_ordering order(const Set& a, const Set& b) { return order_of_ranges(a, b); }
std::weak_ordering order(const Table& a, const Table& b) { return order_of_ranges(a, b); }
std::weak_ordering order(const Vector& a, const Vector& b) { return order_of_ranges(a, b); }

}  // namespace

std::weak_ordering Value::operator<=>(const Value& other) const {
  if (rep_.index() != other.rep_.index()) return rep_.index() <=> other.rep_.index();
  return std::visit([&](const auto& x) { return order(x, *std::get_if<std::decay_t<decltype(x)>>(&other.rep_)); },
                    rep_);
}

bool Value::operator==(const Value& other) const { return (*this <=> other) == 0; }

// -- Set

Set::Set(std::initializer_list<Value> elements) : Set(std::vector<Value>(elements)) {}

Set::Set(std::vector<Value> elements) : elements_(std::move(elements)) {
  const auto not_ascending = [](const Value& a, const Value& b) { return a >= b; };
  if (std::adjacent_find(elements_.begin(), elements_.end(), not_ascending) == elements_.end()) return;
  std::sort(elements_.begin(), elements_.end());
  elements_.erase(std::unique(elements_.begin(), elements_.end()), elements_.end());
}

bool Set::insert(Value element) {
  const auto at = std::lower_bound(elements_.begin(), elements_.end(), element);
  if (at != elements_.end() && *at == element) return false;
  elements_.insert(at, std::move(element));
  return true;
}

bool Set::erase(const Value& element) {
  const auto at = std::lower_bound(elements_.begin(), elements_.end(), element);
  if (at == elements_.end() || *at != element) return false;
  elements_.erase(at);
  return true;
}

bool Set::contains(const Value& element) const {
  return std::binary_search(elements_.begin(), elements_.end(), element);
}

bool Set::operator==(const Set& other) const { return order(*this, other) == 0; }

// -- Table

namespace {

bool key_less(const Table::Entry& a, const Table::Entry& b) { return a.first < b.first; }
bool key_equal(const Table::Entry& a, const Table::Entry& b) { return a.first == b.first; }

/// The first entry whose key is not less than the given one.
template <class Entries>
auto lower_entry(Entries& entries, const Value& key) {
  return std::lower_bound(entries.begin(), entries.end(), key,
                          [](const Table::Entry& entry, const Value& k) { return entry.first < k; });
}

}  // namespace

Table::Table(std::initializer_list<Entry> entries) : Table(std::vector<Entry>(entries)) {}

Table::Table(std::vector<Entry> entries) : entries_(std::move(entries)) {
  const auto not_ascending = [](const Entry& a, const Entry& b) { return a.first >= b.first; };
  if (std::adjacent_find(entries_.begin(), entries_.end(), not_ascending) == entries_.end()) return;
  std::stable_sort(entries_.begin(), entries_.end(), key_less);
  entries_.erase(std::unique(entries_.begin(), entries_.end(), key_equal), entries_.end());
}

bool Table::insert(Value key, Value value) {
  const auto at = lower_entry(entries_, key);
  if (at != entries_.end() && at->first == key) return false;
  entries_.emplace(at, std::move(key), std::move(value));
  return true;
}

void Table::assign(Value key, Value value) {
  const auto at = lower_entry(entries_, key);
  if (at != entries_.end() && at->first == key)
    at->second = std::move(value);
  else
    entries_.emplace(at, std::move(key), std::move(value));
}

bool Table::erase(const Value& key) {
  const auto at = lower_entry(entries_, key);
  if (at == entries_.end() || at->first != key) return false;
  entries_.erase(at);
  return true;
}

const Value* Table::find(const Value& key) const {
  const auto at = lower_entry(entries_, key);
  return at != entries_.end() && at->first == key ? &at->second : nullptr;
}

bool Table::operator==(const Table& other) const { return order(*this, other) == 0; }

// -- hash

namespace {

size_t mixed(size_t seed, uint64_t x) {
  x = (x + seed) * 0x9e3779b97f4a7c15;
  return static_cast<size_t>(x ^ (x >> 29));
}

size_t hash_bytes(const std::array<uint8_t, 16>& bytes) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

struct Hash {
  size_t operator()(std::monostate) const { return 0; }
  size_t operator()(bool x) const { return x; }
  size_t operator()(uint64_t x) const { return x; }
  size_t operator()(int64_t x) const { return static_cast<size_t>(x); }
  size_t operator()(double x) const {
    if (std::isnan(x)) return 1;          // NaNs are equal whatever their bits
    return std::hash<double>{}(x + 0.0);  // and so are the two zeros
  }
  size_t operator()(const std::string& x) const { return std::hash<std::string>{}(x); }
  size_t operator()(const Address& x) const { return hash_bytes(x.bytes); }
  size_t operator()(const Subnet& x) const { return mixed(hash_bytes(x.network.bytes), x.bits); }
  size_t operator()(const Port& x) const { return size_t{x.number} * 4 + static_cast<size_t>(x.protocol); }
  size_t operator()(Timestamp x) const { return static_cast<size_t>(x.ns); }
  size_t operator()(Timespan x) const { return static_cast<size_t>(x.ns); }
  size_t operator()(const EnumValue& x) const { return std::hash<std::string>{}(x.name); }
  size_t operator()(const Set& x) const { return range(x); }
  size_t operator()(const Vector& x) const { return range(x); }
  size_t operator()(const Table& x) const {
    size_t seed = x.size();
    for (const auto& [key, value] : x) seed = mixed(mixed(seed, hash_of(key)), hash_of(value));
    return seed;
  }
  template <class Range>
  static size_t range(const Range& x) {
    size_t seed = x.size();
    for (const Value& element : x) seed = mixed(seed, hash_of(element));
    return seed;
  }
};

}  // namespace

size_t hash_of(const Value& x) { return mixed(x.rep().index(), std::visit(Hash{}, x.rep())); }

// -- text

void append_text(std::string& out, uint64_t x) {
  const fmt::format_int digits(x);
  out.append(digits.data(), digits.size());
}

void append_text(std::string& out, int64_t x) {
  const fmt::format_int digits(x);
  out.append(digits.data(), digits.size());
}

void append_text(std::string& out, double x) {
  if (std::isnan(x))
    out += "nan";
  else
    fmt::format_to(std::back_inserter(out), "{:f}", x);
}

namespace {

struct Writer {
  std::string& out;

  void operator()(std::monostate) const { out += "nil"; }
  void operator()(const std::string& x) const { out += x; }
  void operator()(const EnumValue& x) const { out += x.name; }
  void operator()(const Set& x) const { list('{', x, '}'); }
  void operator()(const Vector& x) const { list('(', x, ')'); }
  void operator()(const Table& x) const { list('{', x, '}'); }
  template <class T>
  void operator()(const T& x) const {
    append_text(out, x);
  }

  void write(const Value& x) const { std::visit(*this, x.rep()); }
  void write(const Table::Entry& x) const {
    write(x.first);
    out += " -> ";
    write(x.second);
  }
  template <class Range>
  void list(char open, const Range& range, char close) const {
    out += open;
    std::string_view separator;
    for (const auto& element : range) {
      out += separator;
      separator = ", ";
      write(element);
    }
    out += close;
  }
};

}  // namespace

std::string to_string(const Value& x) {
  std::string out;
  Writer{out}.write(x);
  return out;
}

}  // namespace whimbrel
