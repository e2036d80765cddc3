// The JSON lines that the driver exchanges with the runner: reading fields of a command, quoting text for an answer.
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whimbrel::driver {

/// One command: an object on a line. Text that is not UTF-8 travels as lone surrogates U+DC80 to U+DCFF, one for each
/// byte.
class Command {
 public:
  /// False if the line is no JSON object.
  bool parse(std::string_view line);

  std::optional<int64_t> integer(std::string_view field);
  std::optional<bool> boolean(std::string_view field);
  std::optional<std::string> text(std::string_view field);
  /// The JSON source of a field.
  std::optional<std::string> raw(std::string_view field);
  bool is_object(std::string_view field);
  /// A text inside the object that a field holds.
  std::string text_in(std::string_view field, std::string_view inner);
  /// All texts inside that object, with their names.
  std::vector<std::pair<std::string, std::string>> texts_in(std::string_view field);

 private:
  simdjson::simdjson_result<simdjson::ondemand::value> find(std::string_view field);

  simdjson::ondemand::parser parser_;
  simdjson::padded_string line_;
  simdjson::ondemand::document document_;
};

/// The text as a JSON string, quotes included; bytes that are not UTF-8 as lone surrogates.
std::string json_string(std::string_view text);
bool is_utf8(std::string_view text);

}  // namespace whimbrel::driver
