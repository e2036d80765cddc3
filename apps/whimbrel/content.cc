#include "content.h"

#include <fmt/format.h>

#include <algorithm>

#include "whimbrel/codec.h"

namespace whimbrel::cli {

namespace {

Error misuse(std::string text) { return {ErrorCode::InvalidArgument, std::move(text)}; }

bool is_event_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
  };
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), fits);
}

/// A line as JSON v1 if it looks like that, otherwise as a literal.
Result<Value> read_line(std::string_view line) {
  const size_t start = line.find_first_not_of(" \t");
  const bool is_json = start != line.npos && line[start] == '{' && line.find("\"@data-type\"") != line.npos;
  return is_json ? from_json(line) : parse_literal(line);
}

}  // namespace

Result<Content> Content::make(const Source& source) {
  Content content;
  std::vector<std::string> words = source.words;
  if (source.from_lines && std::find(words.begin(), words.end(), "-") == words.end()) words.push_back("-");
  if ((source.literal || source.json) && !words.empty())
    return misuse("an event and a value of its own cannot be published at once; give EVENT, --value, --json, or lines");
  if (source.literal && source.json) return misuse("--value and --json exclude each other");
  if (source.literal || source.json) {
    auto value = source.literal ? parse_literal(*source.literal) : from_json(*source.json);
    if (!value) return misuse(fmt::format("{}: {}", source.literal ? "--value" : "--json", value.error().message()));
    content.value_ = std::move(*value);
    return content;
  }
  if (words.empty())
    return misuse(
        "nothing to publish: give EVENT and its arguments, --value, --json, or '-' for lines of standard input");
  if (auto read = content.read_words(words); !read) return read.error();
  return content;
}

Result<void> Content::read_words(const std::vector<std::string>& words) {
  if (words[0] == "-") {
    if (words.size() > 1) return misuse("'-' in place of EVENT publishes each line as it is, so nothing can follow it");
    hole_ = kWhole;
    return {};
  }
  if (!is_event_name(words[0]))
    return misuse(
        fmt::format("\"{}\" is no name of an event; to publish a plain value, write --value '{}'", words[0], words[0]));
  name_ = words[0];
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "-" && takes_lines()) return misuse("'-' can stand for one argument only");
    if (words[i] == "-") {
      hole_ = i - 1;
      arguments_.emplace_back();
      continue;
    }
    auto value = parse_literal(words[i]);
    if (!value) return misuse(fmt::format("argument {} of {}: {}", i, name_, value.error().message()));
    arguments_.push_back(std::move(*value));
  }
  value_ = event(arguments_);
  return {};
}

Value Content::event(Vector arguments) const {
  return Vector{Value::count(1), Value::count(1), Vector{Value(name_), std::move(arguments)}};
}

Result<Value> Content::with(std::string_view line) const {
  auto value = read_line(line);
  if (!value || hole_ == kWhole) return value;
  Vector arguments = arguments_;
  arguments[hole_] = std::move(*value);
  return event(std::move(arguments));
}

}  // namespace whimbrel::cli
