// Tables of text for screens: columns as wide as what stands in them, left out where there is no room. And the screen
// of a terminal that they are written over in place on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whimbrel::cli {

struct TableColumn {
  std::string heading;
  bool is_number = false;
  int importance = 0;       ///< columns with the least are left out first
  bool may_be_cut = false;  ///< its texts are cut before any column is left out
};

/// Characters, if each takes one place.
size_t width_of(std::string_view text);
/// At most so many characters; "..." stands for what is missing.
std::string cut_to(std::string_view text, size_t width);

/// The heading and the rows as lines for a screen, each row one text for each column. If it is too wide, columns are
/// left out; if it is too high, rows, and the last line says how many.
std::vector<std::string> table_lines(const std::vector<TableColumn>& columns,
                                     const std::vector<std::vector<std::string>>& rows, size_t width, size_t height);

/// The second screen of the terminal on standard output, until it is destroyed; the cursor is out of sight, and lines
/// that are too long are cut. One at a time.
class Screen {
 public:
  Screen();
  ~Screen() { close(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  struct Size {
    size_t width, height;
  };
  /// 80 x 24 if the terminal does not say.
  static Size size();
  /// Puts the lines over what was there.
  void show(const std::vector<std::string>& lines);
  /// Gives the first screen back.
  void close();
  bool is_open() const { return is_open_; }
  /// Nobody can see it any more.
  bool is_broken() const { return is_broken_; }
  /// As it is, to the terminal.
  void write(std::string_view text);

 private:
  bool is_open_ = true, is_broken_ = false;
};

}  // namespace whimbrel::cli
