#include "proto/handshake_machine.h"

#include <gtest/gtest.h>

#include "base/big_endian.h"
#include "base/span_queue.h"

namespace whimbrel {
namespace {

using State = HandshakeMachine::State;

EndpointId id_of(uint8_t first) { return EndpointId{{first, 1, 2, 3, 4, 5, 0x46, 7, 0x88}}; }

/// One side of a handshake, with the answers that the test wants from its surroundings.
struct Side final : HandshakeHost {
  Side(EndpointId id, bool connects, std::vector<std::string> filter_)
      : filter(std::move(filter_)), machine(id, connects, *this, out) {}

  Admission admit(const EndpointId&, Role role) override {
    roles.push_back(role);
    return admission;
  }
  bool is_connected_or_connecting(const EndpointId&) override { return connected_otherwise; }
  std::vector<std::string> own_filter() override { return filter; }

  /// The frames written since the last call, without their lengths.
  std::vector<std::vector<std::byte>> sent() {
    std::vector<std::vector<std::byte>> frames;
    const BytesView bytes = out.bytes();
    for (size_t at = 0; at < bytes.size(); at += frame_size_at(bytes.data() + at))
      frames.emplace_back(bytes.data() + at + 4, bytes.data() + at + frame_size_at(bytes.data() + at));
    out.clear();
    return frames;
  }
  DropConn dropped() {
    const auto frames = sent();
    const auto message =
        frames.empty() ? Result<HandshakeMessage>(ErrorCode::EndOfFile) : parse_handshake(frames.back());
    return message && std::holds_alternative<DropConn>(*message) ? std::get<DropConn>(*message)
                                                                 : DropConn{{}, ErrorCode::None, ""};
  }
  void hear(const HandshakeMessage& message) {
    ByteBuffer bytes;
    put_handshake(bytes, message);
    machine.on_message(bytes.bytes().subspan(4));
  }

  std::vector<std::string> filter;
  Admission admission;
  bool connected_otherwise = false;
  std::vector<Role> roles;
  ByteBuffer out;
  HandshakeMachine machine;
};

void talk(Side& a, Side& b) {
  for (int i = 0; i < 10; ++i) {
    for (const auto& frame : a.sent()) b.machine.on_message(frame);
    for (const auto& frame : b.sent()) a.machine.on_message(frame);
  }
}

TEST(HandshakeMachine, MakesPeersWhoeverConnectsAndWhoeverHasTheSmallerId) {
  for (const auto& [connecting, accepting] : {std::pair(1, 2), std::pair(2, 1)}) {
    Side a(id_of(static_cast<uint8_t>(connecting)), true, {"a"}),
        b(id_of(static_cast<uint8_t>(accepting)), false, {"b", "c"});
    talk(a, b);
    EXPECT_EQ(a.machine.state(), State::Done);
    EXPECT_EQ(b.machine.state(), State::Done);
    EXPECT_EQ(a.machine.remote_filter(), (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(b.machine.remote_filter(), std::vector<std::string>{"a"});
    EXPECT_EQ(a.machine.remote(), id_of(static_cast<uint8_t>(accepting)));
    EXPECT_EQ(a.roles, std::vector<Role>{connecting == 1 ? Role::Originator : Role::Responder});
    EXPECT_EQ(b.roles, std::vector<Role>{accepting == 1 ? Role::Originator : Role::Responder});
  }
}

TEST(HandshakeMachine, TellsAPeerOfAnotherVersion) {
  Side side(id_of(1), false, {});
  side.sent();
  side.hear(Hello{id_of(2), 2, 3});
  EXPECT_EQ(side.dropped().code, ErrorCode::PeerIncompatible);
  EXPECT_EQ(side.machine.failure().code(), ErrorCode::PeerIncompatible);
}

TEST(HandshakeMachine, FindsOutThatItTalksToItself) {
  Side a(id_of(1), true, {}), b(id_of(1), false, {});
  talk(a, b);
  EXPECT_EQ(b.machine.state(), State::Failed);
  EXPECT_NE(b.machine.failure().message().find("itself"), std::string::npos);
}

TEST(HandshakeMachine, RefusesAnEndpointWithoutAnId) {
  Side hello(id_of(1), false, {}), version_select(id_of(1), true, {});
  hello.sent();
  hello.hear(Hello{EndpointId()});
  version_select.hear(VersionSelect{EndpointId()});
  for (Side* side : {&hello, &version_select}) {
    EXPECT_EQ(side->dropped().code, ErrorCode::PeerInvalid);
    EXPECT_EQ(side->machine.state(), State::Failed);
    EXPECT_TRUE(side->roles.empty());
  }
}

TEST(HandshakeMachine, SaysThatAConnectionIsRedundantOnlyOnceTheOtherOneStands) {
  Side side(id_of(1), false, {});
  side.sent();
  side.admission = {Admission::Wait, {}};
  side.hear(Hello{id_of(2)});
  EXPECT_EQ(side.machine.state(), State::Paused);
  EXPECT_TRUE(side.sent().empty());
  side.admission = {Admission::Redundant, {}};
  side.machine.resume();
  EXPECT_EQ(side.dropped().code, ErrorCode::RedundantConnection);
  EXPECT_EQ(side.machine.state(), State::Redundant);
}

TEST(HandshakeMachine, GoesOnAfterAPauseIfTheOtherConnectionFailed) {
  Side a(id_of(1), false, {}), b(id_of(2), true, {});
  a.admission = {Admission::Wait, {}};
  talk(b, a);
  ASSERT_EQ(a.machine.state(), State::Paused);
  a.admission = {};
  a.machine.resume();
  talk(a, b);
  EXPECT_EQ(a.machine.state(), State::Done);
  EXPECT_EQ(b.machine.state(), State::Done);
}

TEST(HandshakeMachine, BelievesInARedundantConnectionOnlyIfThereIsAnother) {
  for (bool otherwise : {true, false}) {
    Side side(id_of(1), true, {});
    side.connected_otherwise = otherwise;
    side.hear(DropConn{id_of(2), ErrorCode::RedundantConnection, "redundant connection"});
    EXPECT_EQ(side.machine.state(), otherwise ? State::Redundant : State::Failed);
  }
}

TEST(HandshakeMachine, EndsOnEveryMessageThatDoesNotBelongThere) {
  const std::vector<HandshakeMessage> all = {Hello{id_of(2)}, Probe{},           VersionSelect{id_of(2)},
                                             OriginatorSyn{}, ResponderSynAck{}, OriginatorAck{}};
  // What an accepting side with the smaller ID may hear, step by step.
  const std::vector<size_t> expected = {0, 4};
  for (size_t step = 0; step < expected.size(); ++step) {
    for (size_t wrong = 0; wrong < all.size(); ++wrong) {
      if (wrong == expected[step] || (step == 0 && std::holds_alternative<Probe>(all[wrong]))) continue;
      Side side(id_of(1), false, {});
      for (size_t i = 0; i < step; ++i) side.hear(all[expected[i]]);
      side.hear(all[wrong]);
      EXPECT_EQ(side.machine.state(), State::Failed) << "step " << step << ", message " << wrong;
    }
  }
}

}  // namespace
}  // namespace whimbrel
