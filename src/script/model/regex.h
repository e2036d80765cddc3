// The regular expressions of the language, as RE2 writes them.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel::script {

struct Regex {
  std::string text;  ///< for RE2: bytes are Latin-1 characters
  bool ok = false;
  std::string problem;  ///< what is wrong, in the reference's words; "" if it is just not the grammar
};

Regex translate_regex(std::string_view text);

}  // namespace whimbrel::script
