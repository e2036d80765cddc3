#include "script/builtins/smith_waterman.h"

#include <algorithm>

namespace whimbrel::script {

namespace {

/// Scores of the best alignments that end at each pair of places.
class Matrix {
 public:
  Matrix(std::string_view a, std::string_view b)
      : a_(a),
        b_(b),
        columns_(b.size() + 1),
        scores_((a.size() + 1) * columns_),
        used_a_(a.size()),
        used_b_(b.size()) {}

  /// The substrings of the best alignment; empty if there is none. Their bytes are used up.
  std::vector<CommonSubstring> take_best(size_t min_size) {
    const auto [row, column] = fill();
    std::vector<CommonSubstring> parts = trace(row, column);
    std::erase_if(parts, [min_size](const CommonSubstring& part) { return part.size < min_size; });
    std::ranges::reverse(parts);
    for (CommonSubstring& part : parts) {
      part.begins_alignment = &part == &parts.front();
      std::fill_n(used_a_.begin() + static_cast<long>(part.a), part.size, true);
      std::fill_n(used_b_.begin() + static_cast<long>(part.b), part.size, true);
    }
    return parts;
  }

 private:
  int& score(size_t row, size_t column) { return scores_[row * columns_ + column]; }
  bool agree(size_t i, size_t j) const { return a_[i] == b_[j] && !used_a_[i] && !used_b_[j]; }

  /// Where the highest score is, the first of equal ones.
  std::pair<size_t, size_t> fill() {
    std::pair<size_t, size_t> best{0, 0};
    for (size_t i = 1; i <= a_.size(); ++i) {
      for (size_t j = 1; j < columns_; ++j) {
        const int diagonal = score(i - 1, j - 1) + (agree(i - 1, j - 1) ? 1 : -1);
        score(i, j) = std::max({0, diagonal, score(i - 1, j) - 1, score(i, j - 1) - 1});
        if (score(i, j) > score(best.first, best.second)) best = {i, j};
      }
    }
    return best;
  }

  /// Follows an alignment back to its start, and gathers its runs of equal bytes.
  std::vector<CommonSubstring> trace(size_t i, size_t j) {
    std::vector<CommonSubstring> parts;
    bool in_run = false;
    while (i > 0 && j > 0 && score(i, j) > 0) {
      const bool matched = agree(i - 1, j - 1) && score(i, j) == score(i - 1, j - 1) + 1;
      if (matched) {
        if (!in_run) parts.push_back({i, j, 0, false});
        parts.back() = {i - 1, j - 1, parts.back().size + 1, false};
      }
      in_run = matched;
      if (matched || score(i, j) == score(i - 1, j - 1) - 1) {
        --i, --j;
      } else if (score(i, j) == score(i - 1, j) - 1) {
        --i;
      } else {
        --j;
      }
    }
    return parts;
  }

  std::string_view a_, b_;
  size_t columns_;
  std::vector<int> scores_;
  std::vector<bool> used_a_, used_b_;
};

}  // namespace

std::vector<CommonSubstring> common_substrings(std::string_view a, std::string_view b, size_t min_size, bool repeat) {
  min_size = std::max<size_t>(min_size, 1);
  Matrix matrix(a, b);
  std::vector<CommonSubstring> all;
  while (true) {
    const std::vector<CommonSubstring> parts = matrix.take_best(min_size);
    all.insert(all.end(), parts.begin(), parts.end());
    if (!repeat || parts.empty()) return all;
  }
}

}  // namespace whimbrel::script
