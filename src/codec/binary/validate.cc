// validate(): one pass over hostile bytes, without recursion and, for bytes as senders make them, without allocation.
#include "codec/binary/validate.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/binary/build.h"
#include "codec/binary/compare.h"
#include "codec/binary/value_cursor.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

/// A set or table larger than this whose elements are out of order is refused rather than sorted.
constexpr size_t kMaxUnsortedSize = 16u << 20;

/// A container whose elements are being read.
struct Level {
  size_t left;  // values still to come; keys and values of a table count one each
  Kind kind;
  const std::byte* start;     // of the container
  const std::byte* element;   // of the element being read
  const std::byte* last_key;  // of a set or table: the element or key before it, if any
};

/// The position is handed around rather than kept, so that it stays in a register: this loop is the hottest of all.
class Validator {
 public:
  explicit Validator(BytesView bytes) : begin_(bytes.data()), end_(begin_ + bytes.size()) {}

  /// Reads one value from the start.
  Result<void> run() {
    const std::byte* at = begin_;
    Level* level = root_;  // as if the value were the only element of a vector around it
    *level = {1, Kind::Vector, nullptr, nullptr, nullptr};
    do {
      const std::byte* start = at;
      size_t elements = 0;
      if (!pass(at, elements)) return std::move(error_);
      if (elements > 0) {
        if (level == root_ + kMaxDepth) return error(start, "nested deeper than {} levels", kMaxDepth);
        *++level = {elements, static_cast<Kind>(*start), start, at, nullptr};
        if (level->kind != Kind::Vector && !outermost_) outermost_ = level;
      } else if (!leave_value(at, level)) {
        return std::move(error_);
      }
    } while (level >= root_);
    passed_ = at;
    return {};
  }
  size_t passed() const { return static_cast<size_t>(passed_ - begin_); }
  Result<void> at_end() const {
    if (passed_ != end_) return error(passed_, "{} bytes follow the value", end_ - passed_);
    return {};
  }

 private:
  size_t left(const std::byte* at) const { return static_cast<size_t>(end_ - at); }

  /// Passes a scalar, or the head of a container that has so many elements.
  bool pass(const std::byte*& at, size_t& elements) {
    if (at == end_) return cut_off(at);
    const std::byte* start = at++;
    const auto tag = static_cast<uint8_t>(*start);
    if (tag >= kKindCount) return fail(start, "there is no type tag {}", tag);
    const auto kind = static_cast<Kind>(tag);
    if (const size_t payload = kPayloadSizes[tag]; payload != kSized) {
      if (left(at) < payload) return too_short(start, payload, left(at));
      at += payload;
      return (kind != Kind::Port && kind != Kind::Subnet) || is_sound(start, kind);
    }
    size_t size;
    if (!read_size(at, size)) return fail(start, "the size of this {} is cut off or wider than 32 bits", name_of(kind));
    if (kind >= Kind::Set) {
      elements = kind == Kind::Table ? 2 * size : size;
      return elements <= left(at) || too_many(start, elements, left(at));
    }
    if (left(at) < size) return too_short(start, size, left(at));
    at += size;
    return true;
  }

  /// False if the size is cut off, or longer than five bytes, or wider than 32 bits.
  bool read_size(const std::byte*& at, size_t& size) const {
    uint64_t x = 0;
    for (int shift = 0; shift < 35 && at != end_; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at++);
      x |= uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) {
        size = x;
        return x <= UINT32_MAX;
      }
    }
    return false;
  }

  /// A value is complete, and with it perhaps containers around it. False if one of those repeats an element.
  bool leave_value(const std::byte* at, Level*& level) {
    for (; level >= root_; --level) {
      if (level->kind != Kind::Vector && !leave_element(at, *level)) return false;
      if (--level->left > 0) return true;
      if (level == outermost_ && !leave_outermost(at, *level)) return false;
    }
    return true;
  }

  /// In sets and tables, senders keep elements in ascending order, so looking at neighbours finds repeated ones.
  bool leave_element(const std::byte* at, Level& level) {
    const bool is_key = level.kind == Kind::Set || level.left % 2 == 0;
    if (is_key) {
      if (level.last_key && ascending_) {
        const auto order = compare_encoded(level.last_key, level.element);
        if (order == 0) return repeated(level, level.element);
        ascending_ = order < 0;
      }
      level.last_key = level.element;
    }
    level.element = at;
    return true;
  }

  /// The outermost set or table is complete. If order was lost somewhere in it, only sorting can tell about repeated
  /// elements.
  bool leave_outermost(const std::byte* at, const Level& level) {
    outermost_ = nullptr;
    if (ascending_) return true;
    ascending_ = true;
    if (static_cast<size_t>(at - level.start) > kMaxUnsortedSize)
      return fail(level.start, "a {} of {} bytes is too large for elements out of order", name_of(level.kind),
                  at - level.start);
    Builder builder(level.start);
    builder.value();
    return builder.repeated() ? repeated(level, level.start) : true;
  }

  // -- errors; those that return a bool leave the error in error_ and return false

  template <class... Args>
  Error error(const std::byte* at, fmt::format_string<Args...> text, Args&&... args) const {
    return {ErrorCode::DeserializationFailed,
            fmt::format("byte {}: {}", at - begin_, fmt::format(text, std::forward<Args>(args)...))};
  }
  template <class... Args>
  bool fail(const std::byte* at, fmt::format_string<Args...> text, Args&&... args) {
    error_ = error(at, text, std::forward<Args>(args)...);
    return false;
  }
  bool cut_off(const std::byte* at) {
    if (begin_ == end_) return fail(at, "there is nothing, not even a type tag");
    return fail(at, "the bytes end where a value should begin");
  }
  bool too_short(const std::byte* start, size_t bytes, size_t left) {
    return fail(start, "{} of {} bytes, but only {} are left", name_of(static_cast<Kind>(*start)), bytes, left);
  }
  bool too_many(const std::byte* start, size_t values, size_t left) {
    return fail(start, "{} that holds {} values, but only {} bytes are left", name_of(static_cast<Kind>(*start)),
                values, left);
  }
  bool repeated(const Level& level, const std::byte* at) {
    return fail(at, "{} is repeated", level.kind == Kind::Set ? "an element of a set" : "a key of a table");
  }
  /// Whether a complete port or subnet has a last byte that makes sense.
  bool is_sound(const std::byte* start, Kind kind) {
    const auto last = static_cast<uint8_t>(start[kPayloadSizes[static_cast<int>(kind)]]);
    if (kind == Kind::Port && last > 3) return fail(start, "there is no port protocol {}", last);
    if (kind == Kind::Subnet && last > 128) return fail(start, "a subnet of {} bits, where an address has 128", last);
    return true;
  }

  const std::byte* const begin_;
  const std::byte* const end_;
  const std::byte* passed_ = nullptr;  // end of the value
  const Level* outermost_ = nullptr;   // the outermost set or table that we are in
  bool ascending_ = true;              // no set or table completed since then was out of order
  Error error_;
  Level levels_[1 + kMaxDepth + 1];  // the first is only where a walk ends that has left the root
  Level* const root_ = levels_ + 1;
};

}  // namespace

Result<void> validate(BytesView bytes) {
  Validator validator(bytes);
  if (auto valid = validator.run(); !valid) return valid;
  return validator.at_end();
}

Result<size_t> validated_prefix(BytesView bytes) {
  Validator validator(bytes);
  if (auto valid = validator.run(); !valid) return valid.error();
  return validator.passed();
}

Result<ValueView> view(BytesView bytes) {
  if (auto valid = validate(bytes); !valid) return valid.error();
  return ValueView::over_valid(bytes);
}

}  // namespace whimbrel
