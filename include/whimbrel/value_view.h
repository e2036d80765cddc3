// ValueView: reads a value straight from its encoded bytes, allocating nothing.
//
// A view is made only over bytes that validate() (codec.h) has accepted, so reading never fails and never checks again.
// It borrows the bytes: it lives as long as they do. Elements of sets and tables come in wire order, which senders keep
// sorted but need not.
#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

#include "whimbrel/bytes.h"
#include "whimbrel/result.h"
#include "whimbrel/value.h"

namespace whimbrel {

/// Memory that an owned value may take unless another limit is given: 1 GiB.
inline constexpr size_t kMaxOwnedSize = size_t{1} << 30;

class ValueView {
 public:
  ValueView() = default;  ///< none
  /// Wraps bytes that hold exactly one valid value. Passing others is a bug.
  static ValueView over_valid(BytesView bytes);

  Kind kind() const;
  BytesView bytes() const { return bytes_; }

  // Reading as another kind than kind() is a bug (asserted in debug builds).
  bool boolean() const;
  uint64_t count() const;
  int64_t integer() const;
  double real() const;
  std::string_view string() const;  ///< also the name of an enum value
  Address address() const;
  Subnet subnet() const;
  Port port() const;
  Timestamp timestamp() const;
  Timespan timespan() const;

  /// Number of elements of a set or vector, of entries of a table.
  size_t size() const;

  /// Walks the elements of a set or vector; in a table keys and values take turns.
  class Iterator {
   public:
    using value_type = ValueView;
    using difference_type = std::ptrdiff_t;
    ValueView operator*() const;
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    bool operator==(const Iterator& other) const { return left_ == other.left_; }

   private:
    friend class ValueView;
    const std::byte* at_ = nullptr;
    mutable const std::byte* next_ = nullptr;  // end of the current element, once known
    const std::byte* end_ = nullptr;
    size_t left_ = 0;
  };
  Iterator begin() const;
  Iterator end() const { return {}; }

  /// The n-th element of a vector; a walk over the elements before it.
  ValueView at(size_t n) const;

  /// An owned copy, with sets and tables sorted. It takes owned_size() bytes of memory: up to 40 times as many as the
  /// view, if there are many small elements.
  Value to_value() const;
  /// The same, or TooLarge if it would take more than so many bytes. For values from strangers.
  Result<Value> to_value(size_t max_memory) const;
  /// About how many bytes of memory an owned copy takes.
  size_t owned_size() const;

 private:
  static constexpr std::byte kEncodedNone{0};
  BytesView bytes_{&kEncodedNone, 1};
};

/// As to_string(Value), from the bytes.
std::string to_string(const ValueView&);

}  // namespace whimbrel
