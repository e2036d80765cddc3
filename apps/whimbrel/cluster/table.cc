#include "table.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>
#include <utility>

#include "../console.h"
#include "../text.h"

namespace whimbrel::cluster {

namespace {

constexpr size_t kKeptLines = 200;
constexpr size_t kLinesBelow = 6;   // that the table leaves to what nodes print
constexpr size_t kLinesAround = 3;  // title, heading, an empty line

// The second screen of the terminal, with the cursor out of sight, and back. Lines that are too long are cut.
constexpr std::string_view kOpen = "\x1b[?1049h\x1b[?25l\x1b[?7l", kClose = "\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::string_view kHome = "\x1b[H", kEndOfLine = "\x1b[K\r\n", kWipeBelow = "\x1b[J";

struct Column {
  std::string_view heading;
  bool is_number;
  int importance;  // columns with the least are left out first
  std::string (*text)(const NodeRow&);
};

std::string memory(const NodeRow& row) {
  return row.pid.empty() ? "" : fmt::format("{} MB", row.resident_bytes / 1'000'000);
}
std::string processor(const NodeRow& row) { return row.pid.empty() ? "" : fmt::format("{:.1f} s", row.cpu_seconds); }
std::string peers(const NodeRow& row) { return fmt::format("{}/{}", row.peers, row.expected_peers); }

const std::array<Column, 10> kColumns = {{
    {"NODE", false, 9, [](const NodeRow& row) { return row.name; }},
    {"TYPE", false, 1, [](const NodeRow& row) { return row.type; }},
    {"ADDRESS", false, 2, [](const NodeRow& row) { return row.place; }},
    {"PID", true, 4, [](const NodeRow& row) { return row.pid; }},
    {"STATE", false, 9, [](const NodeRow& row) { return row.state; }},
    {"TIME", true, 6, [](const NodeRow& row) { return row.since; }},
    {"DIED", true, 5, [](const NodeRow& row) { return fmt::format("{}", row.restarts); }},
    {"PEERS", true, 8, peers},
    {"CPU", true, 3, processor},
    {"MEM", true, 3, memory},
}};

struct Cells {
  const Column* column;
  std::vector<std::string> texts;
  size_t width;
};

size_t total(const std::vector<Cells>& cells, size_t gap) {
  return std::accumulate(cells.begin(), cells.end(), gap * (cells.size() - 1),
                         [](size_t sum, const Cells& c) { return sum + c.width; });
}

std::vector<Cells> fill(const std::vector<NodeRow>& rows) {
  std::vector<Cells> all;
  for (const Column& column : kColumns) {
    Cells cells{&column, {}, column.heading.size()};
    for (const NodeRow& row : rows) {
      cells.texts.push_back(column.text(row));
      cells.width = std::max(cells.width, cells.texts.back().size());
    }
    all.push_back(std::move(cells));
  }
  return all;
}

void fit(std::vector<Cells>& cells, size_t width) {
  while (cells.size() > 2 && total(cells, 1) > width)
    cells.erase(std::ranges::min_element(cells, {}, [](const Cells& c) { return c.column->importance; }));
}

template <class TextOf>
std::string joined(const std::vector<Cells>& cells, size_t gap, TextOf text_of) {
  std::string line;
  for (const Cells& c : cells) {
    if (!line.empty()) line.append(gap, ' ');
    line +=
        c.column->is_number ? fmt::format("{:>{}}", text_of(c), c.width) : fmt::format("{:{}}", text_of(c), c.width);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

winsize screen_size() {
  winsize size = {};
  ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  if (size.ws_col == 0) size.ws_col = 80;
  if (size.ws_row == 0) size.ws_row = 24;
  return size;
}

}  // namespace

std::vector<std::string> table_lines(const std::vector<NodeRow>& rows, size_t width, size_t height) {
  std::vector<Cells> cells = fill(rows);
  fit(cells, width);
  const size_t gap = total(cells, 2) <= width ? 2 : 1;
  std::vector<std::string> lines = {joined(cells, gap, [](const Cells& c) { return c.column->heading; })};
  const size_t shown = rows.size() < height ? rows.size() : std::max<size_t>(height, 3) - 2;
  for (size_t i = 0; i < std::min(shown, rows.size()); ++i)
    lines.push_back(joined(cells, gap, [i](const Cells& c) -> std::string_view { return c.texts[i]; }));
  if (shown < rows.size()) lines.push_back(fmt::format("... and {} more", rows.size() - shown));
  return lines;
}

TableView::TableView(std::string title, const std::vector<std::string>& names)
    : title_(std::move(title)), prefixes_(names, cli::wants_colours(stdout)), lines_(names) {
  write(kOpen);
}

void TableView::stop() {
  if (!is_drawn_) return;
  is_drawn_ = false;
  write(kClose);
  const size_t lines = std::min<size_t>(last_lines_.size(), screen_size().ws_row / 2);
  for (size_t i = last_lines_.size() - lines; i < last_lines_.size(); ++i) write(last_lines_[i] + "\n");
}

void TableView::keep(std::string line) {
  last_lines_.push_back(std::move(line));
  if (last_lines_.size() > kKeptLines) last_lines_.pop_front();
  is_changed_ = true;
}

void TableView::line(size_t node, Stream stream, std::string_view text) {
  if (!is_drawn_) return lines_.line(node, stream, text);
  keep(prefixes_.of(node) + cli::printable(text));
}

void TableView::note(std::string_view text) {
  if (!is_drawn_) return lines_.note(text);
  keep(cli::bold(fmt::format("{} {}", cli::local_time().substr(11, 8), cli::printable(text)), stdout));
}

void TableView::show(const std::vector<NodeRow>& rows) {
  rows_ = rows;
  is_changed_ = true;
}

/// The heading in bold, and nodes that are not as they should be in a colour.
std::string TableView::painted(const std::string& line, size_t number) const {
  if (number == 0) return cli::bold(line, stdout);
  const bool is_row = number <= rows_.size();
  const bool is_fine =
      !is_row || (rows_[number - 1].state == "up" && rows_[number - 1].peers == rows_[number - 1].expected_peers);
  return is_fine || !cli::wants_colours(stdout) ? line : fmt::format("\x1b[33m{}\x1b[0m", line);
}

void TableView::draw() {
  const winsize size = screen_size();
  const size_t width = size.ws_col, height = size.ws_row;
  const size_t room = height > kLinesAround + kLinesBelow + 3 ? height - kLinesAround - kLinesBelow : 3;
  std::string screen(kHome);
  screen += title_ + std::string(kEndOfLine);
  const auto lines = table_lines(rows_, width, room);
  for (size_t i = 0; i < lines.size(); ++i) screen += painted(lines[i], i) + std::string(kEndOfLine);
  screen += kEndOfLine;
  const size_t used = lines.size() + 2;
  const size_t below = std::min(last_lines_.size(), height > used + 1 ? height - used - 1 : 0);
  for (size_t i = last_lines_.size() - below; i < last_lines_.size(); ++i)
    screen += last_lines_[i] + std::string(kEndOfLine);
  write(screen + std::string(kWipeBelow));
}

void TableView::write(std::string_view text) {
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

bool TableView::flush() {
  if (!is_drawn_) return lines_.flush();
  if (std::exchange(is_changed_, false)) draw();
  return !is_broken_;
}

}  // namespace whimbrel::cluster
