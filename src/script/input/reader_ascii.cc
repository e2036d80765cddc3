// Lines with columns, as logs have: a line `#fields` with their names, then one record a line.
#include <fmt/format.h>

#include <map>

#include "script/input/reader.h"
#include "script/input/text_file.h"
#include "script/input/text_values.h"

namespace whimbrel::script::input {

namespace {

constexpr std::string_view kHeaderMark = "#fields";

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  size_t at = 0;
  for (size_t next; (next = line.find(separator, at)) != std::string::npos; at = next + 1)
    parts.push_back(line.substr(at, next - at));
  parts.push_back(line.substr(at));
  return parts;
}

class AsciiReader final : public Reader {
 public:
  explicit AsciiReader(Stream& stream)
      : Reader(stream),
        file_(stream.path("InputAscii::path_prefix")),
        values_({stream.option("set_separator", "InputAscii::set_separator"),
                 stream.option("empty_field", "InputAscii::empty_field"),
                 stream.option("unset_field", "InputAscii::unset_field")},
                [this](const std::string& text) { warn(text); }),
        fails_on_file_(stream.is_option_on("fail_on_file_problem", "InputAscii::fail_on_file_problem")),
        fails_on_line_(stream.is_option_on("fail_on_invalid_lines", "InputAscii::fail_on_invalid_lines")) {}

  bool start() override {
    const std::string separator = stream_.option("separator", "InputAscii::separator");
    if (separator.size() != 1) warn("separator length has to be 1. Separator will be truncated.");
    if (!separator.empty()) separator_ = separator[0];
    if (values_.separators().set.size() != 1) warn("set_separator length has to be 1. Separator will be truncated.");
    return read();
  }

  bool update() override { return read(); }

 private:
  struct Place {
    int column = -1;    // -1: not there
    int protocol = -1;  // likewise
  };

  std::string located(const std::string& text) const {
    return line_ > 0 ? fmt::format("{}, line {}: {}", file_.path(), line_, text) : text;
  }
  void warn(const std::string& text) { stream_.reader_warning(located(text)); }
  void say(const std::string& text) override { stream_.reader_error(located(text)); }

  /// A problem with the file: said once, until it is gone. False if the reader gives up.
  bool file_problem(const std::string& text) {
    if (fails_on_file_) {
      fail(text);
      return false;
    }
    if (!said_problem_) warn(text);
    said_problem_ = true;
    return true;
  }

  bool read() {
    if (stream_.mode() == Mode::Reread) {
      switch (file_.look()) {
        case TextFile::Change::Missing:
          line_ = 0;
          return file_problem(fmt::format("{}: Could not get stat for {}", file_.path(), file_.path()));
        case TextFile::Change::None:
          return true;
        case TextFile::Change::Changed:
          break;
      }
    }
    file_.begin_round();
    const bool goes_on = stream_.mode() == Mode::Stream && file_.is_open() && !file_.is_replaced();
    if (!goes_on) {
      line_ = 0;
      if (!file_.open()) return file_problem(fmt::format("Init: cannot open {}", file_.path()));
      said_problem_ = has_header_ = false;
    }
    if (!has_header_ && !read_header()) return !fails_on_file_;
    if (!has_header_) return true;
    if (!read_records()) return false;
    line_ = 0;
    if (stream_.mode() != Mode::Stream) stream_.end_of_update();
    return true;
  }

  std::optional<std::string> next_line() {
    auto line = file_.next(stream_.mode() == Mode::Stream);
    if (!line) return line;
    ++lines_;
    if (line->ends_with('\r')) line->pop_back();
    return line;
  }

  /// False if it is not as it must be. There may be none yet.
  bool read_header() {
    lines_ = 0;
    for (;;) {
      auto line = next_line();
      if (!line) {
        file_.close();
        return file_problem(fmt::format("{}: could not read first line", file_.path())) && false;
      }
      if (line->empty()) continue;
      if (line->starts_with(kHeaderMark) && line->size() > kHeaderMark.size() &&
          (*line)[kHeaderMark.size()] == separator_) {
        line->erase(0, kHeaderMark.size() + 1);
      } else if (line->starts_with('#')) {
        continue;
      }
      return find_columns(*line);
    }
  }

  bool find_columns(const std::string& header) {
    std::map<std::string, int> names;
    for (const std::string& name : split(header, separator_)) names.emplace(name, static_cast<int>(names.size()));
    places_.clear();
    for (const Column& column : stream_.columns()) {
      Place place;
      const auto found = names.find(column.name);
      if (found != names.end()) {
        place.column = found->second;
      } else if (!column.optional && !column.unsupported) {
        file_.close();
        return file_problem(
                   fmt::format("Did not find requested field {} in input data file {}.", column.name, file_.path())) &&
               false;
      }
      if (place.column >= 0 && !column.protocol_column.empty()) {
        const auto protocol = names.find(column.protocol_column);
        if (protocol == names.end()) {
          file_.close();
          return file_problem(fmt::format("Could not find port type column {} in data file {}.", column.protocol_column,
                                          file_.path())) &&
                 false;
        }
        place.protocol = protocol->second;
      }
      places_.push_back(place);
    }
    has_header_ = true;
    return true;
  }

  bool read_records() {
    while (const auto line = next_line()) {
      if (line->empty() || line->starts_with('#')) continue;
      line_ = lines_;
      const auto entry = entry_of(*line);
      if (!entry) {
        if (fails_on_line_) return false;
        continue;
      }
      if (stream_.mode() == Mode::Stream)
        stream_.put(*entry);
      else
        stream_.entry(*entry);
    }
    return true;
  }

  void line_problem(const std::string& text) { fails_on_line_ ? say(text) : warn(text); }

  std::optional<Entry> entry_of(const std::string& line) {
    const std::vector<std::string> parts = split(line, separator_);
    Entry entry;
    entry.line = line_;
    values_.unknown_constants.clear();
    for (size_t i = 0; i < places_.size(); ++i) {
      const Column& column = stream_.columns()[i];
      const Place& place = places_[i];
      if (place.column < 0 || column.unsupported) {
        entry.values.emplace_back();
        continue;
      }
      const int last = static_cast<int>(parts.size()) - 1;
      if (place.column > last || place.protocol > last) {
        line_problem(fmt::format("Not enough fields in line '{}' of {}. Found {} fields, want positions {} and {}",
                                 line, file_.path(), last, place.column, place.protocol));
        return std::nullopt;
      }
      TextValue value = values_.parse(parts[static_cast<size_t>(place.column)], *column.type, column.name);
      if (!value.ok) {
        line_problem(fmt::format("Could not convert line '{}' of {} to Val. Ignoring line.", line, file_.path()));
        return std::nullopt;
      }
      if (place.protocol >= 0 && value.cell.is_set())
        value = values_.with_protocol(value.cell, parts[static_cast<size_t>(place.protocol)]);
      entry.values.push_back(std::move(value.cell));
    }
    entry.unknown_constants = values_.unknown_constants;
    return entry;
  }

  TextFile file_;
  TextValues values_;
  char separator_ = '\t';
  const bool fails_on_file_, fails_on_line_;
  bool said_problem_ = false, has_header_ = false;
  int lines_ = 0;  // that have been read of the file
  int line_ = 0;   // that messages name; 0: none
  std::vector<Place> places_;
};

}  // namespace

std::unique_ptr<Reader> make_ascii_reader(Stream& stream) { return std::make_unique<AsciiReader>(stream); }

}  // namespace whimbrel::script::input
