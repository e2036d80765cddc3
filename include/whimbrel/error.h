// What went wrong, where, and what to do about it: the error half of Result<T>.
//
// Every expected failure of this library is a value of type Error. Its code comes from errors.def; its message
// names the offending thing and the place. Errors are plain values and may be used from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whimbrel {

/// The kinds of failure. The numbers below 1000 are those of Broker's error codes.
enum class ErrorCode : uint16_t {
#define X(enumerator, code, name, move, text) enumerator = code,
#include "whimbrel/errors.def"
#undef X
};

/// What the caller can do about an error.
enum class Move : uint8_t { None, Report, Retry, Change };

/// The name used in events, logs and JSON, such as "peer_unavailable"; "unspecified" for numbers not in the table.
std::string_view name_of(ErrorCode code);
/// One sentence that says what the code means.
std::string_view text_of(ErrorCode code);
Move move_of(ErrorCode code);

/// A failure: its kind and a message for a human. A default-constructed Error means "no error".
class Error {
 public:
  Error() = default;
  Error(ErrorCode code) : code_(code), message_(text_of(code)) {}
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

  ErrorCode code() const { return code_; }
  std::string_view name() const { return name_of(code_); }
  const std::string& message() const { return message_; }
  explicit operator bool() const { return code_ != ErrorCode::None; }
  bool operator==(const Error&) const = default;

 private:
  ErrorCode code_ = ErrorCode::None;
  std::string message_;
};

}  // namespace whimbrel
