#include "table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "../console.h"
#include "../text.h"

namespace whimbrel::cluster {

namespace {

constexpr size_t kKeptLines = 200;
constexpr size_t kLinesBelow = 6;   // that the table leaves to what nodes print
constexpr size_t kLinesAround = 3;  // title, heading, an empty line

const std::vector<cli::TableColumn> kColumns = {
    {"NODE", false, 9}, {"TYPE", false, 1}, {"ADDRESS", false, 2}, {"PID", true, 4}, {"STATE", false, 9},
    {"TIME", true, 6},  {"DIED", true, 5},  {"PEERS", true, 8},    {"CPU", true, 3}, {"MEM", true, 3}};

std::vector<std::string> cells_of(const NodeRow& row) {
  const bool runs = !row.pid.empty();
  return {row.name,
          row.type,
          row.place,
          row.pid,
          row.state,
          row.since,
          fmt::format("{}", row.restarts),
          fmt::format("{}/{}", row.peers, row.expected_peers),
          runs ? fmt::format("{:.1f} s", row.cpu_seconds) : "",
          runs ? fmt::format("{} MB", row.resident_bytes / 1'000'000) : ""};
}

}  // namespace

TableView::TableView(std::string title, const std::vector<std::string>& names)
    : title_(std::move(title)), prefixes_(names, cli::wants_colours(stdout)), lines_(names) {}

void TableView::stop() {
  if (!screen_.is_open()) return;
  screen_.close();
  const size_t lines = std::min(last_lines_.size(), cli::Screen::size().height / 2);
  for (size_t i = last_lines_.size() - lines; i < last_lines_.size(); ++i) screen_.write(last_lines_[i] + "\n");
}

void TableView::keep(std::string line) {
  last_lines_.push_back(std::move(line));
  if (last_lines_.size() > kKeptLines) last_lines_.pop_front();
  is_changed_ = true;
}

void TableView::line(size_t node, Stream stream, std::string_view text) {
  if (!screen_.is_open()) return lines_.line(node, stream, text);
  keep(prefixes_.of(node) + cli::printable(text));
}

void TableView::note(std::string_view text) {
  if (!screen_.is_open()) return lines_.note(text);
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
  const auto [width, height] = cli::Screen::size();
  const size_t room = height > kLinesAround + kLinesBelow + 3 ? height - kLinesAround - kLinesBelow : 3;
  std::vector<std::vector<std::string>> rows;
  for (const NodeRow& row : rows_) rows.push_back(cells_of(row));
  std::vector<std::string> screen = {title_};
  const auto lines = cli::table_lines(kColumns, rows, width, room);
  for (size_t i = 0; i < lines.size(); ++i) screen.push_back(painted(lines[i], i));
  screen.emplace_back();
  const size_t used = screen.size();
  const size_t below = std::min(last_lines_.size(), height > used + 1 ? height - used - 1 : 0);
  screen.insert(screen.end(), last_lines_.end() - static_cast<ptrdiff_t>(below), last_lines_.end());
  screen_.show(screen);
}

bool TableView::flush() {
  if (!screen_.is_open()) return lines_.flush();
  if (std::exchange(is_changed_, false)) draw();
  return !screen_.is_broken();
}

}  // namespace whimbrel::cluster
