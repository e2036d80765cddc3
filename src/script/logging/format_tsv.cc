// Lines of columns, and the lines that describe them.
#include <fmt/format.h>

#include <array>

#include "script/builtins/json_text.h"
#include "script/logging/format.h"
#include "script/logging/text_forms.h"
#include "script/model/describe.h"
#include "script/model/function.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {

namespace {

/// Which bytes may stand as they are.
class PlainBytes {
 public:
  /// Bytes that begin one of the separators are to be looked at.
  PlainBytes(std::string_view separator, std::string_view set_separator) {
    for (int c = 0x20; c < 0x7f; ++c) plain_[static_cast<size_t>(c)] = true;
    plain_['\\'] = false;
    if (!separator.empty()) set(separator[0], false);
    if (!set_separator.empty()) set(set_separator[0], false);
  }
  bool has(char c) const { return plain_[static_cast<unsigned char>(c)]; }

 private:
  void set(char c, bool plain) { plain_[static_cast<unsigned char>(c)] = plain; }
  std::array<bool, 256> plain_{};
};

void append_as_hex(std::string& line, std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : bytes) {
    line += "\\x";
    line += kDigits[static_cast<unsigned char>(c) >> 4];
    line += kDigits[c & 15];
  }
}

class TsvFormat final : public Format {
 public:
  TsvFormat(const TextOptions& options, const Columns& columns, std::string_view path)
      : options_(options),
        columns_(columns),
        path_(path),
        in_fields_(options.separator, {}),
        in_sets_(options.separator, options.set_separator) {}

  void append(std::string& line, Row row) const override {
    const size_t begin = line.size();
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) append_separator(line);
      append_value(line, row[i], false);
    }
    if (line.size() > begin && std::string_view(line).substr(begin).starts_with(options_.meta_prefix))
      mark(line, begin);
    line += '\n';
  }

  FileFrame frame() const override {
    FileFrame frame;
    if (options_.plain_header) {
      frame.head = names() + '\n';
    } else if (options_.meta) {
      frame.head = fmt::format("{}separator {}\n", options_.meta_prefix, escaped(options_.separator)) +
                   meta("set_separator", escaped(options_.set_separator)) + meta("empty_field", options_.empty_field) +
                   meta("unset_field", options_.unset_field) + meta("path", escaped(path_)) + meta_begin("open");
      frame.head_rest = '\n' + meta("fields", names()) + meta("types", types());
      frame.tail = meta_begin("close");
    }
    return frame;
  }

 private:
  // -- meta lines

  std::string meta_begin(std::string_view key) const {
    return fmt::format("{}{}{}", options_.meta_prefix, key, options_.separator);
  }
  std::string meta(std::string_view key, std::string_view value) const {
    return fmt::format("{}{}\n", meta_begin(key), value);
  }
  template <class Text>
  std::string joined(Text text) const {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += options_.separator;
      line += text(columns_[i]);
    }
    return line;
  }
  std::string names() const {
    return joined([](const Column& column) { return column.name; });
  }
  std::string types() const { return joined(type_text); }

  /// A line that would look like one of those.
  static void mark(std::string& line, size_t begin) {
    std::string first;
    append_as_hex(first, std::string_view(line).substr(begin, 1));
    line.replace(begin, 1, first);
  }

  // -- values

  /// Nearly always it is one byte.
  void append_separator(std::string& line) const {
    if (options_.separator.size() == 1)
      line += options_.separator[0];
    else
      line += options_.separator;
  }

  void append_value(std::string& line, const Cell* cell, bool in_set) const {
    if (!cell || !cell->is_set()) {
      line += options_.unset_field;
      return;
    }
    switch (cell->tag()) {
      case Tag::Bool:
        line += cell->as_bool() ? 'T' : 'F';
        return;
      case Tag::Int:
        return append_number(line, cell->as_int());
      case Tag::Count:
        return append_number(line, cell->as_count());
      case Tag::Port:
        return append_number(line, uint64_t{cell->port_code() & 0xffff});
      case Tag::Double:
        return append_double(line, cell->as_double());
      case Tag::Time:
      case Tag::Interval:
        return append_seconds(line, cell->as_double());
      case Tag::Addr:
        return append_address(line, cell->as<AddrObject>().address);
      case Tag::Subnet:
        return append_subnet(line, cell->as<SubnetObject>().subnet);
      case Tag::Table:
        return append_set(line, cell->as<TableObject>());
      case Tag::Vector:
        return append_vector(line, cell->as<VectorObject>());
      default:
        std::string scratch;
        append_text(line, text_of_name(*cell, scratch), in_set);
    }
  }

  void append_set(std::string& line, TableObject& set) const {
    if (set.size() == 0) {
      line += options_.empty_field;
      return;
    }
    bool first = true;
    TableObject::Walk walk(set);
    while (const TableObject::Entry* entry = walk.next()) {
      if (!first) line += options_.set_separator;
      first = false;
      append_value(line, &entry->index[0], true);
    }
  }

  void append_vector(std::string& line, const VectorObject& vector) const {
    if (vector.cells.empty()) line += options_.empty_field;
    for (size_t i = 0; i < vector.cells.size(); ++i) {
      if (i > 0) line += options_.set_separator;
      append_value(line, &vector.cells[i], true);
    }
  }

  void append_text(std::string& line, std::string_view text, bool in_set) const {
    if (text.empty()) {
      line += options_.empty_field;
      return;
    }
    if (text == options_.unset_field || text == options_.empty_field) {
      append_as_hex(line, text.substr(0, 1));
      text.remove_prefix(1);
    }
    const PlainBytes& plain = in_set ? in_sets_ : in_fields_;
    size_t end = 0;
    while (end < text.size() && plain.has(text[end])) ++end;
    line += text.substr(0, end);
    if (end < text.size()) append_odd_text(line, text, end, in_set);
  }

  /// From a byte on that is not plain.
  void append_odd_text(std::string& line, std::string_view text, size_t place, bool in_set) const {
    const PlainBytes& plain = in_set ? in_sets_ : in_fields_;
    const bool keeps_utf8 = options_.utf8 && is_plain_utf8(text);
    while (place < text.size()) {
      const std::string_view separator = separator_at(text.substr(place), in_set);
      const char c = text[place];
      if (!separator.empty()) {
        append_as_hex(line, separator);
        place += separator.size();
        continue;
      }
      if (c == '\\')
        line += "\\\\";
      else if (plain.has(c) || (c >= 0x20 && c < 0x7f) || (static_cast<unsigned char>(c) >= 0x80 && keeps_utf8))
        line += c;
      else
        append_as_hex(line, {&c, 1});
      ++place;
    }
  }

  std::string_view separator_at(std::string_view text, bool in_set) const {
    if (!options_.separator.empty() && text.starts_with(options_.separator)) return options_.separator;
    if (in_set && !options_.set_separator.empty() && text.starts_with(options_.set_separator))
      return options_.set_separator;
    return {};
  }

  const TextOptions options_;
  const Columns columns_;
  const std::string path_;
  const PlainBytes in_fields_, in_sets_;
};

}  // namespace

std::unique_ptr<Format> make_tsv_format(const TextOptions& options, const Columns& columns, std::string_view path) {
  return std::make_unique<TsvFormat>(options, columns, path);
}

}  // namespace whimbrel::script::logging
