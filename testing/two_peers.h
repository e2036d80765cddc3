// Two endpoints of one process that are peers over TCP; each has subscribed to a prefix.
#pragma once

#include "whimbrel/endpoint.h"

namespace whimbrel {

constexpr auto kLong = std::chrono::seconds(30);  // for what is to happen at once

struct TwoPeers {
  TwoPeers() {
    const auto port = one.listen("127.0.0.1", 0);
    one.subscribe("one/");
    two.subscribe("two/");
    two.peer("127.0.0.1", *port);
    struct Adds : Receiver {
      bool added = false;
      void on_status(const Status& status) override { added |= status.code == StatusCode::PeerAdded; }
    } adds;
    while (!adds.added) two.inbox().receive(kLong, adds);
    adds.added = false;
    while (!adds.added) one.inbox().receive(kLong, adds);
  }
  Endpoint one = Endpoint::start({}).value(), two = Endpoint::start({}).value();
};

}  // namespace whimbrel
