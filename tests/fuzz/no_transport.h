// NoTransport: the outside of a node that fuzzers feed: it can reach nobody.
#pragma once

#include "engine/transport.h"

namespace whimbrel {

class NoTransport final : public Transport {
 public:
  void connect(uint64_t, const std::string&, uint16_t) override {}
  void cancel_connect(uint64_t) override {}
};

}  // namespace whimbrel
