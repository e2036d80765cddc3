// JSON v1 out of encoded values, appended to the text in one pass with nothing in between.
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "codec/binary/value_cursor.h"
#include "codec/json/escape.h"
#include "codec/time_text.h"
#include "data/text.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

/// The shortest digits that read back the same, with a fraction or an exponent so that readers take it for a real.
void append_real(std::string& out, double x) {
  char digits[32];
  const char* end = std::to_chars(digits, digits + sizeof digits, x).ptr;
  const std::string_view text(digits, static_cast<size_t>(end - digits));
  out += text;
  if (text.find_first_of(".e") == text.npos) out += ".0";
}

class JsonWriter {
 public:
  JsonWriter(std::string& out, const std::byte* at) : out_(out), begin_(at), in_(at) {}

  /// False if something has no JSON form; error() says what.
  bool write() {
    const Kind kind = in_.kind();
    open(kind);
    const bool good = data(kind);
    out_ += '}';
    return good;
  }
  Error& error() { return error_; }

 private:
  /// {"@data-type":"count","data":
  void open(Kind kind) {
    static constexpr std::string_view kHeads[] = {
#define X(kind, tag, json, type) "{\"@data-type\":\"" json "\",\"data\":",
#include "whimbrel/value_kinds.def"
#undef X
    };
    out_ += kHeads[static_cast<int>(kind)];
  }

  bool data(Kind kind) {
    switch (kind) {
      case Kind::None:
        out_ += "{}";
        return true;
      case Kind::Boolean:
        out_ += in_.boolean() ? "true" : "false";
        return true;
      case Kind::Count:
        append_text(out_, in_.count());
        return true;
      case Kind::Integer:
        append_text(out_, in_.integer());
        return true;
      case Kind::Real:
        return real(in_.real());
      case Kind::String:
      case Kind::EnumValue:
        return string(in_.string());
      case Kind::Address:
        return quoted(in_.address());
      case Kind::Subnet:
        return subnet(in_.subnet());
      case Kind::Port:
        return quoted(in_.port());
      case Kind::Timestamp:
        out_ += '"';
        append_timestamp(out_, {in_.integer()});
        out_ += '"';
        return true;
      case Kind::Timespan:
        out_ += '"';
        append_timespan(out_, {in_.integer()});
        out_ += '"';
        return true;
      case Kind::Set:
      case Kind::Vector:
        return elements();
      case Kind::Table:
        return entries();
    }
    return true;
  }

  template <class T>
  bool quoted(const T& x) {
    out_ += '"';
    append_text(out_, x);
    out_ += '"';
    return true;
  }

  bool real(double x) {
    if (!std::isfinite(x)) return fail("JSON has no number for {}", std::isnan(x) ? "nan" : "an infinity");
    append_real(out_, x);
    return true;
  }

  bool string(std::string_view x) {
    return append_json_string(out_, x) || fail("a string of {} bytes is not UTF-8, which JSON demands", x.size());
  }

  /// On the wire, a subnet may have bits beyond its length, or be shorter than the part that marks an address as IPv4.
  bool subnet(const Subnet& x) {
    if (Subnet::make(x.network, x.length()) == x) return quoted(x);
    return fail("no text expresses a subnet with bits beyond its length");
  }

  bool elements() {
    out_ += '[';
    const size_t n = in_.size();
    for (size_t i = 0; i < n; ++i) {
      if (i > 0) out_ += ',';
      if (!write()) return false;
    }
    out_ += ']';
    return true;
  }

  bool entries() {
    out_ += '[';
    const size_t n = in_.size();
    for (size_t i = 0; i < n; ++i) {
      out_ += i > 0 ? ",{\"key\":" : "{\"key\":";
      if (!write()) return false;
      out_ += ",\"value\":";
      if (!write()) return false;
      out_ += '}';
    }
    out_ += ']';
    return true;
  }

  template <class... Args>
  bool fail(fmt::format_string<Args...> text, Args&&... args) {
    error_ = {ErrorCode::InvalidData,
              fmt::format("before byte {}: {}", in_.at() - begin_, fmt::format(text, std::forward<Args>(args)...))};
    return false;
  }

  std::string& out_;
  const std::byte* const begin_;
  ValueCursor in_;
  Error error_;
};

}  // namespace

Result<void> append_json(const ValueView& value, std::string& out) {
  const size_t before = out.size();
  JsonWriter writer(out, value.bytes().data());
  if (writer.write()) return {};
  out.resize(before);
  return std::move(writer.error());
}

Result<std::string> to_json(const ValueView& value) {
  std::string out;
  if (auto done = append_json(value, out); !done) return done.error();
  return out;
}

Result<std::string> to_json(const Value& value) {
  const std::vector<std::byte> bytes = encode(value);
  return to_json(ValueView::over_valid(bytes));
}

}  // namespace whimbrel
