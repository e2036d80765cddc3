// Values from the texts that readers find: fields of lines, lines of option files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "script/model/objects.h"

namespace whimbrel::script::input {

/// How containers, what is empty and what is missing are written.
struct Separators {
  std::string set = ",";
  std::string empty = "(empty)";
  std::string unset = "-";
};

struct TextValue {
  bool ok = true;  ///< false: not of that type, which has been said
  Cell cell;       ///< unset: the text says that there is no value
};

/// Reads texts as values. Reusable for line after line.
class TextValues {
 public:
  TextValues(Separators separators, std::function<void(const std::string&)> warn)
      : separators_(std::move(separators)), warn_(std::move(warn)) {}

  /// `field`: its name in messages.
  TextValue parse(const std::string& text, const Type& type, const std::string& field);
  /// "tcp" and so on, for ports whose protocol stands in a field of its own.
  TextValue with_protocol(const Cell& port, const std::string& protocol);

  const Separators& separators() const { return separators_; }
  /// Names that are no constants of their enum type: such a value is of the right form, but a record with it is not
  /// used. The caller takes them from here.
  std::vector<std::string> unknown_constants;

 private:
  TextValue fail(const std::string& why);
  bool check_number(const std::string& text, const char* end);
  TextValue parse_bool(const std::string& text, const std::string& field);
  TextValue parse_integer(const std::string& text);
  TextValue parse_count(const std::string& text);
  TextValue parse_real(const std::string& text, Tag tag);
  TextValue parse_port(const std::string& text);
  TextValue parse_address(const std::string& text);
  TextValue parse_subnet(const std::string& text);
  TextValue parse_pattern(const std::string& text);
  TextValue parse_constant(const std::string& text, const EnumType& type);
  TextValue parse_container(const std::string& text, const Type& type, const std::string& field);

  Separators separators_;
  std::function<void(const std::string&)> warn_;
};

/// Can values of this type be read from text?
bool is_readable(const Type& type);

/// \xHH becomes the byte.
std::string unescaped(const std::string& text);

}  // namespace whimbrel::script::input
