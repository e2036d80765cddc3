// Values to and from bytes, JSON v1, and the literals of the command line. Pure functions, any thread.
//
// Everything here treats its input as hostile: sizes are checked against what is left before anything is allocated,
// nesting is bounded by kMaxDepth. An error says what is wrong, at which byte, and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/encoder.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// Deepest nesting of containers that decoders accept.
inline constexpr int kMaxDepth = 1000;

/// Checks that the bytes hold exactly one well-formed value: what ValueView needs.
Result<void> validate(BytesView bytes);
/// validate() and wrap.
Result<ValueView> view(BytesView bytes);
/// Decodes exactly one value. Sets and tables come out sorted; repeated elements and keys are errors. A value can take
/// 40 times the memory of its bytes; one that would take more than max_memory is TooLarge.
Result<Value> decode(BytesView bytes, size_t max_memory = kMaxOwnedSize);
std::vector<std::byte> encode(const Value& value);

/// JSON v1 text of one value: {"@data-type":"count","data":1}. Timestamps are UTC with as many of 3, 6 or 9 digits as
/// it takes to lose nothing; reals take the shortest text that reads back the same. Bytes that are not UTF-8, and reals
/// that JSON cannot express, are InvalidData.
Result<std::string> to_json(const Value& value);
Result<std::string> to_json(const ValueView& value);
/// The same, appended to a text; on an error the text is as before.
Result<void> append_json(const ValueView& value, std::string& out);
/// Exact: numbers become the nearest values, and elements that look alike are repeated ones. AsBroker: numbers are
/// computed as deployed Broker nodes do, off by a bit now and then, and times that look alike because JSON keeps
/// milliseconds count as different.
enum class JsonReading : uint8_t { Exact, AsBroker };
/// Reads JSON v1 text, all of RFC 8259.
Result<Value> from_json(std::string_view text, JsonReading reading = JsonReading::Exact);

/// Reads a value the way people write it on the command line and in Zeek scripts: 80/tcp 10.0.0.0/8 10.1.2.3 5sec -3 +3
/// 42 1.5 "text" T F nil Notice::LOG [a, b] {a, b} {k -> v}. A number without sign is a count, with a sign an integer;
/// a bare word that is none of these is an error that shows how to quote it.
Result<Value> parse_literal(std::string_view text);

/// Bytes to and from hexadecimal text; blanks between bytes are allowed when reading.
std::string to_hex(BytesView bytes);
Result<std::vector<std::byte>> from_hex(std::string_view text);

inline BytesView as_bytes(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

}  // namespace whimbrel
