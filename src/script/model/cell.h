// Cell: a value at run time, 16 bytes. Numbers are held in it, everything else is a counted Object.
//
// A cell knows its kind, so generic code (text, keys, copies, comparison) needs no type beside it; an enum also knows
// its type. Copying a cell of an aggregate shares the aggregate, as assignment in the language does.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

#include "script/model/ref.h"
#include "script/model/type.h"

namespace whimbrel::script {

/// What a cell points to. objects.h has the kinds.
struct Object : Counted {
  explicit Object(Tag tag_) : tag(tag_) {}
  const Tag tag;
  bool watched = false;  ///< a waiting `when` wants to hear of changes (run/trigger.h)
};

/// Ports are ordered and hashed by this number: the protocol's part, plus the port.
enum PortProtocol : uint32_t { kUnknownPort = 0, kTcpPort = 0x10000, kUdpPort = 0x20000, kIcmpPort = 0x30000 };

/// Ends an object that nobody refers to any more. What it refers to ends with it, however long the chain is.
void destroy(Object* object);

/// Is a cell of this kind a pointer?
constexpr bool is_object_tag(Tag tag) {
  constexpr auto bit = [](Tag t) { return 1u << static_cast<unsigned>(t); };
  constexpr uint32_t objects = bit(Tag::String) | bit(Tag::Pattern) | bit(Tag::Addr) | bit(Tag::Subnet) |
                               bit(Tag::Table) | bit(Tag::Record) | bit(Tag::List) | bit(Tag::Func) | bit(Tag::File) |
                               bit(Tag::Vector) | bit(Tag::Opaque) | bit(Tag::Type);
  return objects & bit(tag);
}

class Cell {
 public:
  Cell() : count_(0) {}  ///< unset
  static Cell boolean(bool x) { return Cell(Tag::Bool, static_cast<uint64_t>(x)); }
  static Cell integer(int64_t x) { return Cell(Tag::Int, static_cast<uint64_t>(x)); }
  static Cell count(uint64_t x) { return Cell(Tag::Count, x); }
  static Cell real(double x) { return Cell(Tag::Double, x); }
  static Cell time(double x) { return Cell(Tag::Time, x); }
  static Cell interval(double x) { return Cell(Tag::Interval, x); }
  /// Of kind Double, Time or Interval.
  static Cell real_of(Tag tag, double x) { return Cell(tag, x); }
  /// Of kind Bool, Int, Count or Port.
  static Cell word_of(Tag tag, uint64_t x) { return Cell(tag, x); }
  static Cell port(uint32_t code) { return Cell(Tag::Port, uint64_t{code}); }
  static Cell port(uint32_t number, uint32_t protocol) { return port(number | protocol); }
  static Cell enumeration(int64_t value, const EnumType* type) {
    Cell cell(Tag::Enum, reinterpret_cast<uint64_t>(type));
    cell.head_ |= static_cast<uint64_t>(value) << kNumberShift;
    return cell;
  }
  Cell(Object* object) : head_(object ? head_of(object->tag) | kPointer : 0), object_(object) {
    if (object) ++object->refs;
  }
  template <class T>
  Cell(const Ref<T>& object) : Cell(static_cast<Object*>(object.get())) {}

  Cell(const Cell& other) : head_(other.head_), count_(other.count_) {
    if (is_object()) ++object_->refs;
  }
  Cell(Cell&& other) noexcept : head_(other.head_), count_(other.count_) { other.head_ = 0; }
  Cell& operator=(const Cell& other) {
    Cell copy(other);
    return *this = std::move(copy);
  }
  Cell& operator=(Cell&& other) noexcept {
    std::swap(head_, other.head_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~Cell() {
    if (is_object() && --object_->refs == 0) destroy(object_);
  }

  /// Assignment to a variable that only ever holds numbers.
  void set_word(Tag tag, uint64_t x) {
    assert(!is_object() && !is_object_tag(tag));
    head_ = head_of(tag);
    count_ = x;
  }
  void set_real(Tag tag, double x) {
    assert(!is_object() && !is_object_tag(tag));
    head_ = head_of(tag);
    real_ = x;
  }

  Tag tag() const { return static_cast<Tag>(head_ & 0xff); }
  bool is_set() const { return tag() != Tag::Void; }
  bool is_object() const { return head_ & kPointer; }

  bool as_bool() const { return count_ != 0; }
  int64_t as_int() const { return static_cast<int64_t>(count_); }
  uint64_t as_count() const { return count_; }
  uint64_t word() const { return count_; }    ///< Bool, Int, Count, Port: the bits
  double as_double() const { return real_; }  ///< Double, Time, Interval
  int64_t enum_value() const { return static_cast<int32_t>(head_ >> kNumberShift); }
  const EnumType* enum_type() const { return reinterpret_cast<const EnumType*>(count_); }
  uint32_t port_code() const { return static_cast<uint32_t>(count_); }
  Object* object() const { return is_object() ? object_ : nullptr; }
  /// The object, of which the caller knows the kind: `cell.as<StringObject>()`.
  template <class T>
  T& as() const {
    assert(is_object());
    return static_cast<T&>(*object_);
  }
  inline const std::string& string() const;  // objects.h

 private:
  Cell(Tag tag, uint64_t x) : head_(head_of(tag)), count_(x) {}
  Cell(Tag tag, double x) : head_(head_of(tag)), real_(x) {}

  static constexpr uint64_t kPointer = 0x100;
  static constexpr int kNumberShift = 32;
  static constexpr uint64_t head_of(Tag tag) { return static_cast<uint64_t>(tag); }

  // The tag, whether the cell points to an object, and an enum's number. One word: what is written in parts and read as
  // a whole makes the processor wait.
  uint64_t head_ = 0;
  union {
    uint64_t count_;
    double real_;
    Object* object_;
  };
};
static_assert(sizeof(Cell) == 16);

}  // namespace whimbrel::script
