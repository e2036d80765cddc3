// TableView: a table of the nodes of a cluster, written over again in place on a terminal, with the last lines of what
// they print below.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "../text_table.h"
#include "view.h"

namespace whimbrel::cluster {

class TableView final : public View {
 public:
  TableView(std::string title, const std::vector<std::string>& names);
  ~TableView() override { stop(); }
  void line(size_t node, Stream stream, std::string_view text) override;
  void note(std::string_view text) override;
  bool wants_rows() const override { return screen_.is_open(); }
  void show(const std::vector<NodeRow>& rows) override;
  bool flush() override;
  /// Gives the screen back. From here on it is as a LineView.
  void stop() override;

 private:
  void keep(std::string line);
  void draw();
  std::string painted(const std::string& line, size_t number) const;

  std::string title_;
  Prefixes prefixes_;
  LineView lines_;
  std::vector<NodeRow> rows_;
  std::deque<std::string> last_lines_;  // the last of what was printed
  cli::Screen screen_;
  bool is_changed_ = true;
};

}  // namespace whimbrel::cluster
