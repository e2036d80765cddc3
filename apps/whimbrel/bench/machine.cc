#include "machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "whimbrel/version.h"

namespace whimbrel::bench {

namespace {

std::string cpu_model() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name") && line.find(": ") != line.npos) return line.substr(line.find(": ") + 2);
  return "unknown processor";
}

}  // namespace

Machine Machine::look() {
  Machine machine;
  machine.cpu = cpu_model();
  machine.cores = static_cast<unsigned>(::sysconf(_SC_NPROCESSORS_ONLN));
  utsname names;
  if (::uname(&names) == 0) machine.kernel = fmt::format("{} {}", names.sysname, names.release);
  machine.version = WHIMBREL_VERSION;
  machine.compiler = __VERSION__;
  double averages[1] = {};
  if (::getloadavg(averages, 1) == 1) machine.load = averages[0];
  return machine;
}

std::string to_string(const Machine& m) {
  return fmt::format("{}, {} cores, {}, load {:.2f}; whimbrel {}", m.cpu, m.cores, m.kernel, m.load, m.version);
}

}  // namespace whimbrel::bench
