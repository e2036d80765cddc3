// JSON v1 out of encoded values, appended to the text in one pass with nothing in between.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstring>

#include "codec/binary/value_cursor.h"
#include "codec/json/data_message.h"
#include "codec/json/escape.h"
#include "codec/time_text.h"
#include "data/text.h"
#include "whimbrel/codec.h"

namespace whimbrel {

namespace {

void put(ByteSink& out, std::string_view text) { std::memcpy(out.take(text.size()), text.data(), text.size()); }

template <std::integral T>
void put_number(ByteSink& out, T x) {
  char digits[24];
  const char* const end = std::to_chars(digits, digits + sizeof digits, x).ptr;
  put(out, {digits, static_cast<size_t>(end - digits)});
}

/// The shortest digits that read back the same, with a fraction or an exponent so that readers take it for a real.
void put_real(ByteSink& out, double x) {
  char digits[32];
  const char* const end = std::to_chars(digits, digits + sizeof digits, x).ptr;
  const std::string_view text(digits, static_cast<size_t>(end - digits));
  put(out, text);
  if (text.find_first_of(".e") == text.npos) put(out, ".0");
}

/// What to do with values that have no JSON form.
enum class Strangers : uint8_t { Refuse, Replace };

class JsonWriter {
 public:
  JsonWriter(ByteSink& out, const std::byte* at, Strangers strangers)
      : out_(out), begin_(at), in_(at), strangers_(strangers) {}

  /// False if something has no JSON form and must not be replaced; error() says what.
  bool write() { return write('{'); }

  /// As members of an object that has others before them; and the brace that closes it.
  bool write_members() { return write(','); }
  Error& error() { return error_; }

 private:
  bool write(char before) {
    const Kind kind = in_.kind();
    open(before, kind);
    const bool good = data(kind);
    *out_.take(1) = std::byte{'}'};
    return good;
  }

  /// "@data-type":"count","data":
  void open(char before, Kind kind) {
    static constexpr std::string_view kHeads[] = {
#define X(kind, tag, json, type) "\"@data-type\":\"" json "\",\"data\":",
#include "whimbrel/value_kinds.def"
#undef X
    };
    const std::string_view head = kHeads[static_cast<int>(kind)];
    std::byte* const at = out_.take(1 + head.size());
    *at = static_cast<std::byte>(before);
    std::memcpy(at + 1, head.data(), head.size());
  }

  bool data(Kind kind) {
    switch (kind) {
      case Kind::None:
        put(out_, "{}");
        return true;
      case Kind::Boolean:
        put(out_, in_.boolean() ? "true" : "false");
        return true;
      case Kind::Count:
        put_number(out_, in_.count());
        return true;
      case Kind::Integer:
        put_number(out_, in_.integer());
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
        return quoted_text([x = Timestamp{in_.integer()}](std::string& text) { append_timestamp(text, x); });
      case Kind::Timespan:
        return quoted_text([x = Timespan{in_.integer()}](std::string& text) { append_timespan(text, x); });
      case Kind::Set:
      case Kind::Vector:
        return elements();
      case Kind::Table:
        return entries();
    }
    return true;
  }

  /// What append(text) appends.
  template <std::invocable<std::string&> Append>
  bool quoted_text(Append append) {
    scratch_ = '"';
    append(scratch_);
    scratch_ += '"';
    put(out_, scratch_);
    return true;
  }
  template <class T>
  bool quoted(const T& x) {
    return quoted_text([&x](std::string& text) { append_text(text, x); });
  }

  bool real(double x) {
    if (!std::isfinite(x) && strangers_ == Strangers::Replace) {
      put(out_, "null");
      return true;
    }
    if (!std::isfinite(x)) return fail("JSON has no number for {}", std::isnan(x) ? "nan" : "an infinity");
    put_real(out_, x);
    return true;
  }

  bool string(std::string_view x) {
    if (strangers_ == Strangers::Replace) {
      put_json_text(out_, x);
      return true;
    }
    return put_json_string(out_, x) || fail("a string of {} bytes is not UTF-8, which JSON demands", x.size());
  }

  /// On the wire, a subnet may have bits beyond its length, or be shorter than the part that marks an address as IPv4.
  bool subnet(const Subnet& x) {
    if (strangers_ == Strangers::Replace || Subnet::make(x.network, x.length()) == x) return quoted(x);
    return fail("no text expresses a subnet with bits beyond its length");
  }

  bool elements() {
    put(out_, "[");
    const size_t n = in_.size();
    for (size_t i = 0; i < n; ++i) {
      if (i > 0) put(out_, ",");
      if (!write()) return false;
    }
    put(out_, "]");
    return true;
  }

  bool entries() {
    put(out_, "[");
    const size_t n = in_.size();
    for (size_t i = 0; i < n; ++i) {
      put(out_, i > 0 ? ",{\"key\":" : "{\"key\":");
      if (!write()) return false;
      put(out_, ",\"value\":");
      if (!write()) return false;
      put(out_, "}");
    }
    put(out_, "]");
    return true;
  }

  template <class... Args>
  bool fail(fmt::format_string<Args...> text, Args&&... args) {
    error_ = {ErrorCode::InvalidData,
              fmt::format("before byte {}: {}", in_.at() - begin_, fmt::format(text, std::forward<Args>(args)...))};
    return false;
  }

  ByteSink& out_;
  const std::byte* const begin_;
  ValueCursor in_;
  const Strangers strangers_;
  std::string scratch_;
  Error error_;
};

}  // namespace

Result<void> append_json(const ValueView& value, std::string& out) {
  ByteBuffer text;
  JsonWriter writer(text, value.bytes().data(), Strangers::Refuse);
  if (!writer.write()) return std::move(writer.error());
  out.append(reinterpret_cast<const char*>(text.bytes().data()), text.bytes().size());
  return {};
}

void put_data_message(ByteSink& out, std::string_view topic, const ValueView& value) {
  put(out, R"({"type":"data-message","topic":)");
  put_json_text(out, topic);
  JsonWriter(out, value.bytes().data(), Strangers::Replace).write_members();
}

void append_data_message(std::string& out, std::string_view topic, const ValueView& value) {
  ByteBuffer text;
  put_data_message(text, topic, value);
  out.append(reinterpret_cast<const char*>(text.bytes().data()), text.bytes().size());
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
