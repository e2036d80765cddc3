#include "proto/handshake_machine.h"

#include <fmt/format.h>

namespace whimbrel {

HandshakeMachine::HandshakeMachine(const EndpointId& own_id, bool we_connected, HandshakeHost& host, ByteBuffer& out)
    : own_id_(own_id),
      host_(host),
      out_(out),
      state_(we_connected ? State::AwaitHelloOrVersionSelect : State::AwaitHello) {
  if (we_connected)
    put_handshake(out_, Hello{own_id_});
  else
    put_handshake(out_, Probe{});
}

void HandshakeMachine::on_message(BytesView payload) {
  auto message = parse_handshake(payload);
  if (!message) return drop(message.error());
  std::visit([this](const auto& m) { on(m); }, *message);
}

bool HandshakeMachine::meets(const EndpointId& remote) {
  remote_ = remote;
  if (remote == own_id_) {
    fail(Error(ErrorCode::PeerUnavailable, "the address leads back to this endpoint itself"));
  } else if (remote.is_nil()) {
    // As a receiver that would mean everybody.
    drop(Error(ErrorCode::PeerInvalid, "an endpoint must have an ID"));
  }
  return !over();
}

void HandshakeMachine::on(const Hello& m) {
  if (state_ != State::AwaitHelloOrVersionSelect && state_ != State::AwaitHello) return unexpected("hello");
  if (!meets(m.sender)) return;
  if (own_id_ < remote_) return register_as(Role::Originator);
  put_handshake(out_, Hello{own_id_});
  state_ = State::AwaitVersionSelect;
}

// A probe carries nothing; it only makes the wrong kind of service fail early.
void HandshakeMachine::on(const Probe&) {
  if (!early()) unexpected("probe");
}

void HandshakeMachine::on(const VersionSelect& m) {
  if (state_ != State::AwaitHelloOrVersionSelect && state_ != State::AwaitVersionSelect)
    return unexpected("version_select");
  if (!meets(m.sender)) return;
  register_as(Role::Responder);
}

void HandshakeMachine::on(const DropConn& m) {
  if (!early()) return unexpected("drop_conn");
  remote_ = m.sender;
  if (m.code == ErrorCode::RedundantConnection && host_.is_connected_or_connecting(m.sender)) {
    state_ = State::Redundant;
    return;
  }
  const bool version = m.code == ErrorCode::PeerIncompatible;
  fail(Error(version ? ErrorCode::PeerIncompatible : ErrorCode::PeerUnavailable,
             fmt::format("the remote endpoint refused with error {} ({}): {}", static_cast<int>(m.code),
                         name_of(m.code), m.description)));
}

void HandshakeMachine::on(const OriginatorSyn& m) {
  if (state_ != State::AwaitOriginatorSyn) return unexpected("originator_syn");
  remote_filter_ = m.filter;
  put_handshake(out_, ResponderSynAck{host_.own_filter()});
  state_ = State::AwaitOriginatorAck;
}

void HandshakeMachine::on(const ResponderSynAck& m) {
  if (state_ != State::AwaitSynAck) return unexpected("responder_syn_ack");
  remote_filter_ = m.filter;
  put_handshake(out_, OriginatorAck{});
  state_ = State::Done;
}

void HandshakeMachine::on(const OriginatorAck&) {
  if (state_ != State::AwaitOriginatorAck) return unexpected("originator_ack");
  state_ = State::Done;
}

void HandshakeMachine::resume() {
  if (state_ == State::Paused) register_as(role_);
}

void HandshakeMachine::register_as(Role role) {
  role_ = role;
  const Admission admission = host_.admit(remote_, role);
  switch (admission.verdict) {
    case Admission::Wait:
      state_ = State::Paused;
      return;
    case Admission::Redundant:
      put_handshake(out_, DropConn{own_id_, ErrorCode::RedundantConnection, "redundant connection"});
      state_ = State::Redundant;
      return;
    case Admission::Refuse:
      return drop(admission.why);
    case Admission::Proceed:
      break;
  }
  if (role == Role::Responder) {
    state_ = State::AwaitOriginatorSyn;
    return;
  }
  put_handshake(out_, VersionSelect{own_id_});
  put_handshake(out_, OriginatorSyn{host_.own_filter()});
  state_ = State::AwaitSynAck;
}

void HandshakeMachine::drop(const Error& why) {
  put_handshake(out_, DropConn{own_id_, why.code(), why.message()});
  fail(why);
}

void HandshakeMachine::fail(Error why) {
  failure_ = std::move(why);
  state_ = State::Failed;
}

void HandshakeMachine::unexpected(std::string_view message) {
  fail(Error(ErrorCode::UnexpectedHandshakeMessage, fmt::format("{} came when it was not expected", message)));
}

}  // namespace whimbrel
