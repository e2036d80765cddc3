// JSON v1 out of encoded values, appended to the text in one pass with nothing in between.
#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <cmath>

#include "codec/binary/value_cursor.h"
#include "codec/json/data_message.h"
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

/// With U+FFFD for each byte that is no part of a character.
std::string with_replacements(std::string_view text) {
  std::string good;
  while (!text.empty()) {
    size_t n = 1;
    while (n <= 4 && n <= text.size() && !simdjson::validate_utf8(text.data(), n)) ++n;
    if (n > 4 || n > text.size()) {
      good += "\xef\xbf\xbd";
      text.remove_prefix(1);
    } else {
      good += text.substr(0, n);
      text.remove_prefix(n);
    }
  }
  return good;
}

void append_replacing(std::string& out, std::string_view text) {
  const size_t before = out.size();
  if (append_json_string(out, text)) return;
  out.resize(before);
  append_json_string(out, with_replacements(text));
}

/// What to do with values that have no JSON form.
enum class Strangers : uint8_t { Refuse, Replace };

class JsonWriter {
 public:
  JsonWriter(std::string& out, const std::byte* at, Strangers strangers)
      : out_(out), begin_(at), in_(at), strangers_(strangers) {}

  /// False if something has no JSON form and must not be replaced; error() says what.
  bool write() {
    out_ += '{';
    return write_members();
  }

  /// What comes after the opening brace.
  bool write_members() {
    const Kind kind = in_.kind();
    open(kind);
    const bool good = data(kind);
    out_ += '}';
    return good;
  }
  Error& error() { return error_; }

 private:
  /// "@data-type":"count","data":
  void open(Kind kind) {
    static constexpr std::string_view kHeads[] = {
#define X(kind, tag, json, type) "\"@data-type\":\"" json "\",\"data\":",
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
    if (!std::isfinite(x) && strangers_ == Strangers::Replace) {
      out_ += "null";
      return true;
    }
    if (!std::isfinite(x)) return fail("JSON has no number for {}", std::isnan(x) ? "nan" : "an infinity");
    append_real(out_, x);
    return true;
  }

  bool string(std::string_view x) {
    if (strangers_ == Strangers::Replace) {
      append_replacing(out_, x);
      return true;
    }
    return append_json_string(out_, x) || fail("a string of {} bytes is not UTF-8, which JSON demands", x.size());
  }

  /// On the wire, a subnet may have bits beyond its length, or be shorter than the part that marks an address as IPv4.
  bool subnet(const Subnet& x) {
    if (strangers_ == Strangers::Replace || Subnet::make(x.network, x.length()) == x) return quoted(x);
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
  const Strangers strangers_;
  Error error_;
};

}  // namespace

Result<void> append_json(const ValueView& value, std::string& out) {
  const size_t before = out.size();
  JsonWriter writer(out, value.bytes().data(), Strangers::Refuse);
  if (writer.write()) return {};
  out.resize(before);
  return std::move(writer.error());
}

void append_data_message(std::string& out, std::string_view topic, const ValueView& value) {
  out += R"({"type":"data-message","topic":)";
  append_replacing(out, topic);
  out += ',';
  JsonWriter(out, value.bytes().data(), Strangers::Replace).write_members();
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
