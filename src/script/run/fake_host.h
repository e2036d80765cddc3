// FakeHost: a world for tests of the interpreter, with a clock that moves only when it is told to, or waited for.
#pragma once

#include <map>
#include <string>

#include "script/run/host.h"

namespace whimbrel::script {

class FakeHost final : public Host {
 public:
  std::string output, errors;
  double now = 1000;
  std::map<std::string, std::string> variables;
  bool stopping = false;
  int waits_left = 10000;  ///< then it stops by itself: a test should not hang

  void out(std::string_view text) override { output += text; }
  void err(std::string_view text) override { errors += text; }
  void flush() override {}
  double wall_clock() override { return now; }
  std::optional<std::string> environment(const std::string& name) override {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  }
  /// Time passes at once.
  void wait(double seconds) override {
    now += seconds;
    if (--waits_left <= 0) stopping = true;
  }
  bool stop_requested() override { return stopping; }
  void request_stop() override { stopping = true; }
};

}  // namespace whimbrel::script
