#include "text_table.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <numeric>

namespace whimbrel::cli {

namespace {

constexpr size_t kLeastCut = 12;  // that a text is cut to
constexpr std::string_view kOpen = "\x1b[?1049h\x1b[?25l\x1b[?7l", kClose = "\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view kHome = "\x1b[H", kEndOfLine = "\x1b[K\r\n", kWipeBelow = "\x1b[J";

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

struct Cells {
  const TableColumn* column;
  std::vector<std::string> texts;
  size_t width;
};

size_t total(const std::vector<Cells>& cells, size_t gap) {
  return std::accumulate(cells.begin(), cells.end(), gap * (cells.size() - 1),
                         [](size_t sum, const Cells& c) { return sum + c.width; });
}

std::vector<Cells> fill(const std::vector<TableColumn>& columns, const std::vector<std::vector<std::string>>& rows) {
  std::vector<Cells> all;
  for (size_t i = 0; i < columns.size(); ++i) {
    Cells cells{&columns[i], {}, columns[i].heading.size()};
    for (const auto& row : rows) {
      cells.texts.push_back(row[i]);
      cells.width = std::max(cells.width, width_of(row[i]));
    }
    all.push_back(std::move(cells));
  }
  return all;
}

/// Cuts the widest texts that may be cut, as far as it takes and makes sense.
void cut_texts(std::vector<Cells>& cells, size_t width) {
  while (total(cells, 1) > width) {
    Cells* widest = nullptr;
    for (Cells& c : cells)
      if (c.column->may_be_cut && c.width > kLeastCut && (!widest || c.width > widest->width)) widest = &c;
    if (!widest) return;
    widest->width = std::max(kLeastCut, widest->width - std::min(widest->width, total(cells, 1) - width));
    for (std::string& text : widest->texts) text = cut_to(text, widest->width);
  }
}

void fit(std::vector<Cells>& cells, size_t width) {
  cut_texts(cells, width);
  while (cells.size() > 2 && total(cells, 1) > width)
    cells.erase(std::ranges::min_element(cells, {}, [](const Cells& c) { return c.column->importance; }));
}

template <class TextOf>
std::string joined(const std::vector<Cells>& cells, size_t gap, TextOf text_of) {
  std::string line;
  for (const Cells& c : cells) {
    if (&c != &cells.front()) line.append(gap, ' ');
    const std::string_view text = text_of(c);
    const std::string blanks(c.width - std::min(c.width, width_of(text)), ' ');
    if (c.column->is_number) line += blanks;
    line += text;
    if (!c.column->is_number) line += blanks;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

size_t width_of(std::string_view text) {
  return text.size() - static_cast<size_t>(std::ranges::count_if(text, is_continuation));
}

std::string cut_to(std::string_view text, size_t width) {
  constexpr std::string_view kCut = "...";
  if (width_of(text) <= width) return std::string(text);
  size_t end = 0;
  for (size_t n = 0; end < text.size(); ++end) {
    if (is_continuation(text[end])) continue;
    if (n++ == width - std::min(width, kCut.size())) break;
  }
  return std::string(text.substr(0, end)) + std::string(kCut.substr(0, width));
}

std::vector<std::string> table_lines(const std::vector<TableColumn>& columns,
                                     const std::vector<std::vector<std::string>>& rows, size_t width, size_t height) {
  std::vector<Cells> cells = fill(columns, rows);
  fit(cells, width);
  const size_t gap = total(cells, 2) <= width ? 2 : 1;
  std::vector<std::string> lines = {
      joined(cells, gap, [](const Cells& c) -> std::string_view { return c.column->heading; })};
  const size_t shown = rows.size() < height ? rows.size() : std::max<size_t>(height, 3) - 2;
  for (size_t i = 0; i < std::min(shown, rows.size()); ++i)
    lines.push_back(joined(cells, gap, [i](const Cells& c) -> std::string_view { return c.texts[i]; }));
  if (shown < rows.size()) lines.push_back(fmt::format("... and {} more", rows.size() - shown));
  return lines;
}

Screen::Screen() { write(kOpen); }

Screen::Size Screen::size() {
  winsize size = {};
  ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  return {size.ws_col == 0 ? size_t{80} : size.ws_col, size.ws_row == 0 ? size_t{24} : size.ws_row};
}

void Screen::show(const std::vector<std::string>& lines) {
  std::string all(kHome);
  for (const std::string& line : lines) all += line + std::string(kEndOfLine);
  write(all + std::string(kWipeBelow));
}

void Screen::close() {
  if (!is_open_) return;
  is_open_ = false;
  write(kClose);
}

void Screen::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      is_broken_ = true;
      return;
    }
    text.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace whimbrel::cli
