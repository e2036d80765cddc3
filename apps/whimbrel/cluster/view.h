// View: how the user sees a cluster, as lines or as a table (table.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "../output.h"

namespace whimbrel::cluster {

/// What there is to know of a node now.
struct NodeRow {
  std::string name, type, place;
  std::string pid;    ///< "": it does not run
  std::string state;  ///< "up", "restart"
  std::string since;  ///< "5 min": how long it has run; "in 4 s": until it is started again
  uint64_t restarts = 0;
  size_t peers = 0, expected_peers = 0;
  double cpu_seconds = 0;
  size_t resident_bytes = 0;
};

class View {
 public:
  enum class Stream : bool { Out, Err };

  virtual ~View() = default;
  /// A line that a node has printed.
  virtual void line(size_t node, Stream stream, std::string_view text) = 0;
  /// What happens to nodes.
  virtual void note(std::string_view text) = 0;
  /// Whether it shows rows, which are then wanted every second, and when something happens.
  virtual bool wants_rows() const { return false; }
  virtual void show(const std::vector<NodeRow>&) {}
  /// All of it out, before it waits. False if nobody can see it any more.
  virtual bool flush() = 0;
  /// The cluster is being stopped: what comes now is to stay on the screen.
  virtual void stop() {}
};

/// The names of nodes in front of their lines.
class Prefixes {
 public:
  Prefixes(const std::vector<std::string>& names, bool colours);
  const std::string& of(size_t node) const { return prefixes_[node]; }

 private:
  std::vector<std::string> prefixes_;
};

/// Lines with the name of the node in front: on standard output and standard error, as the node has printed them.
class LineView final : public View {
 public:
  explicit LineView(const std::vector<std::string>& names);
  void line(size_t node, Stream stream, std::string_view text) override;
  void note(std::string_view text) override;
  bool flush() override;

 private:
  Prefixes out_prefixes_, err_prefixes_;
  cli::Output out_;
};

/// "59 s", "12 min", "5.0 h", "3.1 d"
std::string rough_time(std::chrono::seconds time);

}  // namespace whimbrel::cluster
