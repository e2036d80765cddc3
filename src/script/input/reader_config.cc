// Files of options: a name and a value a line. Each value that has changed is told by InputConfig::new_value, too.
#include <fmt/format.h>

#include <map>

#include "script/input/reader.h"
#include "script/input/text_file.h"
#include "script/input/text_values.h"

namespace whimbrel::script::input {

namespace {

constexpr std::string_view kBlanks = " \t\r\v\f";

class ConfigReader final : public Reader {
 public:
  explicit ConfigReader(Stream& stream)
      : Reader(stream),
        file_(stream.source()),
        values_({stream.option("set_separator", "InputConfig::set_separator"),
                 stream.option("empty_field", "InputConfig::empty_field"), ""},
                [this](const std::string& text) { stream_.reader_warning(text); }),
        fails_on_file_(stream.is_option_on("fail_on_file_problem", "InputConfig::fail_on_file_problem")) {}

  bool start() override { return takes_strings() && read(); }
  bool update() override { return read(); }

 private:
  bool takes_strings() {
    const auto& columns = stream_.columns();
    if (columns.size() == 2 && columns[0].type->tag() == Tag::String && columns[1].type->tag() == Tag::String)
      return true;
    stream_.reader_error("A stream of options has two fields of type string: the name and the value");
    return false;
  }

  bool file_problem(const std::string& text) {
    if (fails_on_file_) {
      stream_.reader_error(text);
      return false;
    }
    if (!said_problem_) stream_.reader_warning(text);
    said_problem_ = true;
    return true;
  }

  bool read() {
    if (stream_.mode() == Mode::Reread) {
      const TextFile::Change change = file_.look();
      if (change == TextFile::Change::None) return true;
      if (change == TextFile::Change::Missing)
        return file_problem(fmt::format("{}: Could not get stat for {}", file_.path(), file_.path()));
    }
    file_.begin_round();
    const bool goes_on = stream_.mode() == Mode::Stream && file_.is_open() && !file_.is_replaced();
    if (!goes_on && !file_.open())
      return file_problem(fmt::format("{}: Init: cannot open {}", file_.path(), file_.path()));
    said_problem_ = false;
    while (const auto line = file_.next(stream_.mode() == Mode::Stream)) take_line(*line);
    if (stream_.mode() != Mode::Stream) stream_.end_of_update();
    return true;
  }

  void take_line(const std::string& line) {
    const size_t name_begin = line.find_first_not_of(kBlanks);
    if (name_begin == std::string::npos || line[name_begin] == '#') return;
    const size_t name_end = line.find_first_of(kBlanks, name_begin);
    if (name_end == std::string::npos) {
      stream_.reader_warning(fmt::format("Could not parse '{}'; line has invalid format. Ignoring line.", line));
      return;
    }
    const std::string name = line.substr(name_begin, name_end - name_begin);
    const size_t value_begin = line.find_first_not_of(kBlanks, name_end);
    const std::string value = value_begin == std::string::npos
                                  ? ""
                                  : line.substr(value_begin, line.find_last_not_of(kBlanks) + 1 - value_begin);
    take_value(line, name, value);
  }

  void take_value(const std::string& line, const std::string& name, const std::string& text) {
    const Symbol* const option = stream_.runtime().symbols.find(name);
    if (!option || !option->is_option) {
      stream_.reader_warning(fmt::format("Option '{}' does not exist. Ignoring line.", name));
      return;
    }
    if (!is_readable(*option->type)) {
      stream_.reader_warning(
          fmt::format("Option '{}' has type '{}', which is not supported for file input. Ignoring line.", name,
                      text_of(*option->type)));
      return;
    }
    values_.unknown_constants.clear();
    const TextValue value = values_.parse(text, *option->type, name);
    if (!value.ok) {
      stream_.reader_warning(fmt::format("Could not convert line '{}' to value. Ignoring line.", line));
      return;
    }
    if (const auto [known, is_new] = known_.try_emplace(name, text); !is_new) {
      if (known->second == text) return;
      known->second = text;
    }
    tell_stream(name, text);
    tell_new_value(name, value.cell);
  }

  /// A stream of two strings: the option's name, and the text.
  void tell_stream(const std::string& name, const std::string& text) {
    Entry entry;
    entry.values = {string_cell(name), string_cell(text)};
    if (stream_.mode() == Mode::Stream)
      stream_.put(std::move(entry));
    else
      stream_.entry(std::move(entry));
  }

  void tell_new_value(const std::string& name, const Cell& value) {
    Runtime& runtime = stream_.runtime();
    for (const std::string& constant : values_.unknown_constants)
      runtime.reporter.warning(Location{}, fmt::format("Value '{}' for source 'thread {}/{}' is not a valid enum.",
                                                       constant, stream_.source(), stream_.reader_name()));
    if (!values_.unknown_constants.empty()) {
      runtime.reporter.error(Location{}, "SendEvent for event InputConfig::new_value failed");
      return;
    }
    runtime.raise("InputConfig::new_value",
                  {string_cell(stream_.name()), string_cell(stream_.source()), string_cell(name), value});
  }

  TextFile file_;
  TextValues values_;
  const bool fails_on_file_;
  bool said_problem_ = false;
  std::map<std::string, std::string> known_;  // the text of each option, as it was told last
};

}  // namespace

std::unique_ptr<Reader> make_config_reader(Stream& stream) { return std::make_unique<ConfigReader>(stream); }

}  // namespace whimbrel::script::input
