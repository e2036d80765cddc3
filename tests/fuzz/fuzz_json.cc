// Texts as JSON: what is accepted must survive bytes and JSON again, unchanged.
#include <algorithm>
#include <cstdlib>

#include "codec/json/data_message.h"
#include "whimbrel/codec.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Both ways to read a message come to the same.
void compare_ways(std::string_view text) {
  using namespace whimbrel;
  const auto message = data_message_from_json(text);
  const auto encoded = encode_data_message(text);
  require(message.ok() == encoded.ok());
  if (!message) return require(message.error().message() == encoded.error().message());
  require(message->topic == encoded->topic && std::ranges::equal(encode(message->value), encoded->value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  const std::string text(reinterpret_cast<const char*>(data), size);
  compare_ways(text);
  if (text.starts_with('{')) compare_ways("{\"topic\":\"t\"," + text.substr(1));
  const auto value = from_json(text);
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
