#include "codec_verbs.h"

#include <fmt/format.h>

#include <array>

#include "client.h"
#include "console.h"
#include "line_reader.h"
#include "literal_text.h"
#include "output.h"
#include "whimbrel/codec.h"

namespace whimbrel::cli {

namespace {

struct CodecFlags {
  std::vector<std::string> values;
  std::string from, to;
};

// -- formats

Result<std::vector<std::byte>> bytes_of(const Result<Value>& value) {
  if (!value) return value.error();
  return encode(*value);
}

Result<std::vector<std::byte>> from_checked_hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) return bytes;
  if (auto valid = validate(*bytes); !valid) return valid.error();
  return bytes;
}

struct Format {
  std::string_view name;
  std::function<Result<std::vector<std::byte>>(std::string_view)> read;  // nothing if it cannot be read
  std::function<Result<std::string>(const ValueView&)> write;
};

const std::array<Format, 4>& formats() {
  static const std::array<Format, 4> all = {{
      {"literal", [](std::string_view text) { return bytes_of(parse_literal(text)); },
       [](const ValueView& value) { return to_literal(value); }},
      {"json", [](std::string_view text) { return bytes_of(from_json(text)); },
       [](const ValueView& value) { return to_json(value); }},
      {"hex", from_checked_hex, [](const ValueView& value) { return to_hex(value.bytes()); }},
      {"text", nullptr, [](const ValueView& value) { return to_string(value); }},
  }};
  return all;
}

const Format& format(std::string_view name) {
  for (const Format& one : formats())
    if (one.name == name) return one;
  std::abort();  // the command line admits no others
}

/// The names of all formats, or of those that can be read.
std::vector<std::string> names(bool readable) {
  std::vector<std::string> all;
  for (const Format& one : formats())
    if (one.read || !readable) all.emplace_back(one.name);
  return all;
}

// -- the verbs

Result<std::string> convert(const CodecFlags& flags, std::string_view text) {
  const auto bytes = format(flags.from).read(text);
  if (!bytes) return bytes.error();
  return format(flags.to).write(ValueView::over_valid(*bytes));
}

int convert_arguments(const CodecFlags& flags, Output& out) {
  for (size_t i = 0; i < flags.values.size(); ++i) {
    const auto converted = convert(flags, flags.values[i]);
    if (!converted) {
      const std::string which = flags.values.size() > 1 ? fmt::format("value {}: ", i + 1) : "";
      return fail(which + converted.error().message(), kWrongUse);
    }
    out.line(*converted);
  }
  return kFine;
}

int convert_lines(const CodecFlags& flags, Output& out) {
  LineReader lines;
  std::string_view line;
  while (!out.broken() && !Signals::stop()) {
    if (lines.take(line)) {
      const auto converted = convert(flags, line);
      if (!converted) return fail(at_line(lines.number(), converted.error().message()));
      out.line(*converted);
    } else if (lines.at_end()) {
      break;
    } else {
      out.flush();
      if (auto read = lines.read_more(); !read) return fail(read.error());
    }
  }
  return kFine;
}

int run_codec(const CodecFlags& flags) {
  const Signals signals;
  Output out;
  const int status = flags.values.empty() ? convert_lines(flags, out) : convert_arguments(flags, out);
  out.flush();
  return status == kFine ? out.verdict() : status;
}

void add_codec_verb(CLI::App& app, Context& context, const VerbText& text, const std::string& from,
                    const std::string& to) {
  const auto flags = std::make_shared<CodecFlags>(CodecFlags{{}, from, to});
  CLI::App& verb = add_verb(app, context, text, [flags] { return run_codec(*flags); });
  add_rest(verb, "VALUE", flags->values, "values; without any, each line of standard input is one");
  add_choice(verb, "--from", flags->from, names(true), fmt::format("what the values are written in (default {})", from))
      ->group("Notation");
  add_choice(verb, "--to", flags->to, names(false), fmt::format("what to write them in (default {})", to))
      ->group("Notation");
}

const char kEncodeDescription[] =
    R"(Shows how values look on the wire, or in another notation. A line of output for each value. "text" is the form
for people that Zeek's tools print; it cannot be read back.)";

const char kEncodeExamples[] =
    R"(whimbrel encode 80/tcp
whimbrel encode --to json '[1, "two", 3.0]'
# the bytes of a Zeek event
whimbrel encode '[1, 1, ["ping", ["hi", 5]]]'
whimbrel encode --from json '{"@data-type":"count","data":1}'
)";

const char kDecodeDescription[] =
    R"(Reads values as they look on the wire, in hexadecimal, and shows what they mean. Blanks between bytes do not
matter. An error says at which byte the value goes wrong.)";

const char kDecodeExamples[] =
    R"(whimbrel decode 08005001
whimbrel decode --to json '05 02 68 69'
# lines through a pipe and back
printf '42\n10.0.0.0/8\n' | whimbrel encode | whimbrel decode
)";

}  // namespace

void add_encode(CLI::App& app, Context& context) {
  add_codec_verb(app, context,
                 {"encode", "write values as bytes or in another notation", kEncodeDescription, kEncodeExamples},
                 "literal", "hex");
}

void add_decode(CLI::App& app, Context& context) {
  add_codec_verb(app, context, {"decode", "read values from bytes", kDecodeDescription, kDecodeExamples}, "hex",
                 "literal");
}

}  // namespace whimbrel::cli
