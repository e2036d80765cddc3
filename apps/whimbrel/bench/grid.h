// Grid: text in columns as wide as they need to be; the first few to the left, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace whimbrel::bench {

class Grid {
 public:
  /// The first `left` columns hold names.
  Grid(std::vector<std::string> heading, size_t left) : left_(left) { lines_.push_back(std::move(heading)); }

  void add(std::vector<std::string> cells) { lines_.push_back(std::move(cells)); }
  bool empty() const { return lines_.size() == 1; }
  /// The whole, the heading in bold if standard output wants colours.
  std::string text() const;

 private:
  size_t left_;
  std::vector<std::vector<std::string>> lines_;
};

}  // namespace whimbrel::bench
