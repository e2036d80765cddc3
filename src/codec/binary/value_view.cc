#include "whimbrel/value_view.h"

#include <cassert>

#include "codec/binary/value_cursor.h"
#include "data/text.h"

namespace whimbrel {

ValueView ValueView::over_valid(BytesView bytes) {
  assert(!bytes.empty());
  ValueView view;
  view.bytes_ = bytes;
  return view;
}

namespace {

/// A cursor behind the tag, which must be of this kind.
ValueCursor payload_of(const ValueView& view, Kind kind) {
  assert(view.kind() == kind);
  static_cast<void>(kind);
  return ValueCursor(view.bytes().data() + 1);
}

}  // namespace

Kind ValueView::kind() const { return static_cast<Kind>(bytes_.front()); }
bool ValueView::boolean() const { return payload_of(*this, Kind::Boolean).boolean(); }
uint64_t ValueView::count() const { return payload_of(*this, Kind::Count).count(); }
int64_t ValueView::integer() const { return payload_of(*this, Kind::Integer).integer(); }
double ValueView::real() const { return payload_of(*this, Kind::Real).real(); }
std::string_view ValueView::string() const {
  return payload_of(*this, kind() == Kind::EnumValue ? Kind::EnumValue : Kind::String).string();
}
Address ValueView::address() const { return payload_of(*this, Kind::Address).address(); }
Subnet ValueView::subnet() const { return payload_of(*this, Kind::Subnet).subnet(); }
Port ValueView::port() const { return payload_of(*this, Kind::Port).port(); }
Timestamp ValueView::timestamp() const { return {payload_of(*this, Kind::Timestamp).integer()}; }
Timespan ValueView::timespan() const { return {payload_of(*this, Kind::Timespan).integer()}; }

size_t ValueView::size() const {
  assert(kind() >= Kind::Set);
  return ValueCursor(bytes_.data() + 1).size();
}

ValueView::Iterator ValueView::begin() const {
  assert(kind() >= Kind::Set);
  ValueCursor in(bytes_.data() + 1);
  Iterator it;
  it.left_ = in.size() * (kind() == Kind::Table ? 2 : 1);
  it.at_ = in.at();
  it.end_ = bytes_.data() + bytes_.size();
  return it;
}

ValueView ValueView::Iterator::operator*() const {
  assert(left_ > 0);
  if (left_ == 1) next_ = end_;
  if (!next_) {
    ValueCursor in(at_);
    in.skip();
    next_ = in.at();
  }
  return over_valid({at_, next_});
}

ValueView::Iterator& ValueView::Iterator::operator++() {
  assert(left_ > 0);
  if (--left_ == 0) return *this;
  if (!next_) {
    ValueCursor in(at_);
    in.skip();
    next_ = in.at();
  }
  at_ = next_;
  next_ = nullptr;
  return *this;
}

ValueView ValueView::at(size_t n) const {
  assert(n < size());
  Iterator it = begin();
  for (; n > 0; --n) ++it;
  return *it;
}

// -- text

namespace {

class TextWriter {
 public:
  TextWriter(std::string& out, const std::byte* at) : out_(out), in_(at) {}

  void write() {
    switch (in_.kind()) {
      case Kind::None:
        out_ += "nil";
        break;
      case Kind::Boolean:
        append_text(out_, in_.boolean());
        break;
      case Kind::Count:
        append_text(out_, in_.count());
        break;
      case Kind::Integer:
        append_text(out_, in_.integer());
        break;
      case Kind::Real:
        append_text(out_, in_.real());
        break;
      case Kind::String:
      case Kind::EnumValue:
        out_ += in_.string();
        break;
      case Kind::Address:
        append_text(out_, in_.address());
        break;
      case Kind::Subnet:
        append_text(out_, in_.subnet());
        break;
      case Kind::Port:
        append_text(out_, in_.port());
        break;
      case Kind::Timestamp:
        append_text(out_, Timestamp{in_.integer()});
        break;
      case Kind::Timespan:
        append_text(out_, Timespan{in_.integer()});
        break;
      case Kind::Set:
        list('{', '}', false);
        break;
      case Kind::Table:
        list('{', '}', true);
        break;
      case Kind::Vector:
        list('(', ')', false);
        break;
    }
  }

 private:
  void list(char open, char close, bool is_table) {
    out_ += open;
    const size_t n = in_.size();
    for (size_t i = 0; i < n; ++i) {
      if (i > 0) out_ += ", ";
      write();
      if (!is_table) continue;
      out_ += " -> ";
      write();
    }
    out_ += close;
  }

  std::string& out_;
  ValueCursor in_;
};

}  // namespace

std::string to_string(const ValueView& view) {
  std::string out;
  TextWriter(out, view.bytes().data()).write();
  return out;
}

}  // namespace whimbrel
