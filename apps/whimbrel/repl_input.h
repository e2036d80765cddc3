// Lines that people type, with editing and a history (libedit) where the program was built with that.
#pragma once

#include <string>

namespace whimbrel::cli {

struct ReplLine {
  enum Kind : unsigned char {
    Text,
    Broken,  ///< by Ctrl-C
    End,
  };
  Kind kind;
  std::string text;
};

/// One at a time.
class ReplInput {
 public:
  ReplInput();
  ~ReplInput();
  ReplInput(const ReplInput&) = delete;
  ReplInput& operator=(const ReplInput&) = delete;
  ReplLine read(const char* prompt);

 private:
  std::string history_file_;  // "": none is kept
};

}  // namespace whimbrel::cli
