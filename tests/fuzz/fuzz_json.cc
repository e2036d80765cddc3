// Texts as JSON: what is accepted must survive bytes and JSON again, unchanged.
#include <cstdlib>

#include "whimbrel/codec.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  const auto value = from_json({reinterpret_cast<const char*>(data), size});
  if (!value) {
    const ErrorCode code = value.error().code();
    require(code == ErrorCode::InvalidJson || code == ErrorCode::InvalidData);
    return 0;
  }
  const auto bytes = encode(*value);
  require(encode(decode(bytes).value()) == bytes);
  const auto json = to_json(*value);
  require(json.ok());
  require(encode(from_json(*json).value()) == bytes);
  return 0;
}
