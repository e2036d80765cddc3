// One WebSocket client as WebClients sees it. Included by web_clients*.cc only.
#pragma once

#include "engine/web_clients.h"

namespace whimbrel {

struct WebClients::Client final : LocalSink {
  Client(WebClients& all_, uint64_t number_, NetworkInfo network_, Duration ping_interval_, const Patience& patience_)
      : all(all_),
        number(number_),
        network(std::move(network_)),
        ping_interval(ping_interval_),
        session(all_, all_.shared_),
        patience(patience_) {
    session.owner = this;
  }

  void push(const Span& messages) override { all.deliver(*this, messages); }
  void push(const Status&) override {}
  void push(const ErrorEvent&) override {}
  void push(const Gap&) override {}
  bool congested() override { return false; }  // Core::set_waits_for() says so
  void end_of_turn() override {}

  WebClients& all;
  const uint64_t number;
  const NetworkInfo network;
  const Duration ping_interval;  // 0: none
  EndpointId id;                 // once it has subscribed
  WebSession session;
  Patience patience;
  TimePoint sent_at{}, pinged_at{};
  Duration round_trip{};  // of the last ping; 0: not known
  bool known = false;     // to the core
  bool paused = false;    // its wire waits for resume_reading()
  bool counted = true;    // as pending
  Loss loss;              // messages it will not get, and those of them it does not know of
};

}  // namespace whimbrel
