// Conductor: goes through the runs that were asked for, one after the other, and collects their rows. Scenarios
// (scenarios.h) tell it what to run.
#pragma once

#include <functional>
#include <string>

#include "../signals.h"
#include "row.h"
#include "whimbrel/result.h"

namespace whimbrel::bench {

struct Settings {
  double seconds = 3;     ///< how long to publish in each run
  double rate = 100'000;  ///< messages per second where latency is measured
  bool quick = false;     ///< to see that everything works: short runs, and fewer peers
  bool list = false;      ///< print the names of the runs instead
  std::string only;       ///< part of a name, or a pattern with '*'
  std::string json, svg;  ///< files to write
};

class Conductor {
 public:
  explicit Conductor(const Settings& settings) : settings_(settings) {}

  /// Measures what the row describes, if it is wanted: `measure` fills in the rest. What goes wrong becomes the row's
  /// problem.
  void run(Row row, const std::function<Result<void>(Row&)>& measure);

  const Settings& settings() const { return settings_; }
  const cli::Signals& signals() const { return signals_; }
  const Rows& rows() const { return rows_; }

 private:
  bool wanted(const std::string& name) const;

  const Settings settings_;
  const cli::Signals signals_;
  Rows rows_;
};

}  // namespace whimbrel::bench
