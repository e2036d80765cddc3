// Bytes as values: whatever validate() accepts must be the same value by every road, and keep its bytes once they are
// canonical.
#include <cstdlib>

#include "whimbrel/codec.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void walk(const whimbrel::ValueView& view) {
  if (view.kind() < whimbrel::Kind::Set) return;
  size_t n = 0;
  for (const auto element : view) {
    walk(element);
    ++n;
  }
  require(n == view.size() * (view.kind() == whimbrel::Kind::Table ? 2 : 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace whimbrel;
  const BytesView bytes(reinterpret_cast<const std::byte*>(data), size);
  const auto view = whimbrel::view(bytes);
  const auto value = decode(bytes);
  require(view.ok() == value.ok());
  if (!value) {
    require(!value.error().message().empty());
    return 0;
  }
  if (size < 1000) walk(*view);
  const auto canonical = encode(*value);
  require(canonical.size() <= size);
  require(view->to_value() == *value);
  require(to_string(*whimbrel::view(canonical)) == to_string(*value));
  const auto again = decode(canonical);
  require(again && *again == *value && hash_of(*again) == hash_of(*value) && encode(*again) == canonical);

  std::string json = "before";
  if (append_json(*view, json))
    require(encode(from_json(std::string_view(json).substr(6)).value()) == canonical);
  else
    require(json == "before");
  return 0;
}
