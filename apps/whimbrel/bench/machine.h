// The machine that was measured on, as far as results depend on it.
#pragma once

#include <string>

namespace whimbrel::bench {

struct Machine {
  std::string cpu, kernel, version, compiler;
  unsigned cores = 0;
  double load = 0;  ///< average of the last minute, before the first run

  static Machine look();
};

/// "AMD EPYC, 2 cores, Linux 6.1, load 0.1; whimbrel 0.1.0"
std::string to_string(const Machine& machine);

}  // namespace whimbrel::bench
