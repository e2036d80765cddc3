// Texts as literals of the command line: what is accepted is a proper value.
#include <cstdlib>

#include "whimbrel/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  const auto value = parse_literal({reinterpret_cast<const char*>(data), size});
  if (!value) {
    if (value.error().message().rfind("column ", 0) != 0) std::abort();
    return 0;
  }
  const auto again = decode(encode(*value));
  if (!again || *again != *value) std::abort();
  return 0;
}
