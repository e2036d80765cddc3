// Value: an owned value of any of the fifteen kinds that travel between endpoints.
//
// Values are ordinary C++ values: copied deeply, compared by content, ordered totally (first by kind, then by content),
// hashable. Sets and tables keep their elements sorted by that order and without repetition. ValueView (value_view.h)
// reads the same content straight from encoded bytes; Encoder (encoder.h) writes bytes without building a Value.
#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "whimbrel/address.h"

namespace whimbrel {

class Value;

enum class Kind : uint8_t {
#define X(kind, tag, json, type) kind = tag,
#include "whimbrel/value_kinds.def"
#undef X
};
inline constexpr int kKindCount = 15;

/// The JSON name of a kind, such as "enum-value".
std::string_view name_of(Kind kind);

/// A point in time: nanoseconds since 1970-01-01 00:00 UTC.
struct Timestamp {
  int64_t ns = 0;
  static Timestamp now();
  auto operator<=>(const Timestamp&) const = default;
};

/// A span of time in nanoseconds.
struct Timespan {
  int64_t ns = 0;
  auto operator<=>(const Timespan&) const = default;
};

/// An enumeration value; only its name travels, such as "Notice::LOG".
struct EnumValue {
  std::string name;
  auto operator<=>(const EnumValue&) const = default;
};

using Vector = std::vector<Value>;

/// Values in ascending order, none twice.
class Set {
 public:
  Set() = default;
  Set(std::initializer_list<Value> elements);
  /// Sorts the elements; repeated ones are dropped.
  explicit Set(std::vector<Value> elements);
  /// Takes elements that are in order already, and does not look whether any is repeated.
  static Set of_sorted(std::vector<Value> elements);

  bool insert(Value element);  ///< false if it was there already
  bool erase(const Value& element);
  bool contains(const Value& element) const;
  inline size_t size() const;
  inline bool empty() const;
  inline std::vector<Value>::const_iterator begin() const;
  inline std::vector<Value>::const_iterator end() const;
  bool operator==(const Set&) const;

 private:
  std::vector<Value> elements_;
};

/// Keys in ascending order, none twice, each with a value.
class Table {
 public:
  using Entry = std::pair<Value, Value>;
  Table() = default;
  Table(std::initializer_list<Entry> entries);
  /// Sorts the entries by key; of repeated keys the first entry stays.
  explicit Table(std::vector<Entry> entries);

  bool insert(Value key, Value value);  ///< false, and no change, if the key was there already
  void assign(Value key, Value value);  ///< inserts or replaces
  bool erase(const Value& key);
  const Value* find(const Value& key) const;  ///< nullptr if there is no such key
  inline size_t size() const;
  inline bool empty() const;
  inline std::vector<Entry>::const_iterator begin() const;
  inline std::vector<Entry>::const_iterator end() const;
  bool operator==(const Table&) const;

 private:
  std::vector<Entry> entries_;
};

class Value {
 public:
  using Rep = std::variant<std::monostate, bool, uint64_t, int64_t, double, std::string, Address, Subnet, Port,
                           Timestamp, Timespan, EnumValue, Set, Table, Vector>;

  Value() = default;  ///< none
  Value(bool x) : rep_(x) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) Value(T x) : rep_(uint64_t{x}) {}  ///< count
  template <std::signed_integral T>
  Value(T x) : rep_(int64_t{x}) {}  ///< integer
  Value(double x) : rep_(x) {}
  Value(std::string x) : rep_(std::move(x)) {}
  Value(std::string_view x) : rep_(std::string(x)) {}
  Value(const char* x) : rep_(std::string(x)) {}
  Value(const Address& x) : rep_(x) {}
  Value(const Subnet& x) : rep_(x) {}
  Value(const Port& x) : rep_(x) {}
  Value(Timestamp x) : rep_(x) {}
  Value(Timespan x) : rep_(x) {}
  Value(EnumValue x) : rep_(std::move(x)) {}
  Value(Set x) : rep_(std::move(x)) {}
  Value(Table x) : rep_(std::move(x)) {}
  Value(Vector x) : rep_(std::move(x)) {}

  static Value count(uint64_t x) { return Value(x); }
  static Value integer(int64_t x) { return Value(x); }

  Kind kind() const { return static_cast<Kind>(rep_.index()); }
  bool is_none() const { return rep_.index() == 0; }
  /// The content if the value is of that C++ type, otherwise nullptr.
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&rep_);
  }
  /// The same, to be changed in place.
  template <class T>
  T* get_if() {
    return std::get_if<T>(&rep_);
  }
  const Rep& rep() const { return rep_; }

  bool operator==(const Value& other) const;
  /// Total order: by kind, then by content. NaN sorts after all other reals and equals itself.
  std::weak_ordering operator<=>(const Value& other) const;

 private:
  Rep rep_;
};
static_assert(std::variant_size_v<Value::Rep> == kKindCount);

inline Set Set::of_sorted(std::vector<Value> elements) {
  Set set;
  set.elements_ = std::move(elements);
  return set;
}
inline size_t Set::size() const { return elements_.size(); }
inline bool Set::empty() const { return elements_.empty(); }
inline std::vector<Value>::const_iterator Set::begin() const { return elements_.begin(); }
inline std::vector<Value>::const_iterator Set::end() const { return elements_.end(); }
inline size_t Table::size() const { return entries_.size(); }
inline bool Table::empty() const { return entries_.empty(); }
inline std::vector<Table::Entry>::const_iterator Table::begin() const { return entries_.begin(); }
inline std::vector<Table::Entry>::const_iterator Table::end() const { return entries_.end(); }

/// The human-readable form: "10.0.0.0/8", "{1, 2}", "(x, nil)". Strings appear as they are, without quotes.
std::string to_string(const Value&);
size_t hash_of(const Value&);

}  // namespace whimbrel

template <>
struct std::hash<whimbrel::Value> {
  size_t operator()(const whimbrel::Value& v) const { return whimbrel::hash_of(v); }
};
