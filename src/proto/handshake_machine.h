// HandshakeMachine: how two endpoints that have just connected become peers. Pure decisions: messages in, messages out.
//
// Whoever opened the connection says hello first; the other side sends a probe at once. The endpoint with the smaller
// ID is the originator and leads from there, whoever opened the connection:
//
//   hello <-> (hello)      then   version_select, originator_syn ->   <- responder_syn_ack   originator_ack ->
//
// The table of states is docs/formats/handshake.md.
#pragma once

#include <string>
#include <vector>

#include "codec/binary/handshake.h"

namespace whimbrel {

enum class Role : uint8_t { Originator, Responder };

/// What to do with a connection to an endpoint that may be connected already.
struct Admission {
  enum Verdict : uint8_t {
    Proceed,
    Wait,       ///< another handshake with it is running: read no further until its outcome is known
    Redundant,  ///< connected already: say so and close; whoever wanted the connection has got it
    Refuse,     ///< say why and close
  } verdict = Proceed;
  Error why;
};

/// What the machine needs to know of its surroundings.
class HandshakeHost {
 public:
  virtual Admission admit(const EndpointId& remote, Role role) = 0;
  /// A remote told that the connection is redundant: do we see a connection to it, made or in the making?
  virtual bool is_connected_or_connecting(const EndpointId& remote) = 0;
  virtual std::vector<std::string> own_filter() = 0;

 protected:
  ~HandshakeHost() = default;
};

class HandshakeMachine {
 public:
  enum class State : uint8_t {
    AwaitHelloOrVersionSelect,
    AwaitHello,
    AwaitVersionSelect,
    AwaitOriginatorSyn,
    AwaitSynAck,
    AwaitOriginatorAck,
    Paused,     ///< admission said Wait; resume() goes on
    Done,       ///< peers; remote() and remote_filter() are known
    Redundant,  ///< over, and that is fine: the two are connected otherwise
    Failed,     ///< over; failure() says why
  };

  HandshakeMachine(const EndpointId& own_id, bool we_connected, HandshakeHost& host, ByteBuffer& out);

  /// Takes the payload of one frame.
  void on_message(BytesView payload);
  /// After Wait: asks for admission again.
  void resume();

  State state() const { return state_; }
  bool over() const { return state_ >= State::Done; }
  const Error& failure() const { return failure_; }
  const EndpointId& remote() const { return remote_; }
  const std::vector<std::string>& remote_filter() const { return remote_filter_; }

 private:
  void on(const Hello& m);
  void on(const Probe& m);
  void on(const VersionSelect& m);
  void on(const DropConn& m);
  void on(const OriginatorSyn& m);
  void on(const ResponderSynAck& m);
  void on(const OriginatorAck& m);
  /// False if that is nobody to peer with, and the handshake over.
  bool meets(const EndpointId& remote);
  void register_as(Role role);
  void drop(const Error& why);
  void fail(Error why);
  void unexpected(std::string_view message);
  bool early() const { return state_ <= State::AwaitVersionSelect; }

  const EndpointId own_id_;
  HandshakeHost& host_;
  ByteBuffer& out_;
  State state_;
  Role role_ = Role::Originator;
  EndpointId remote_;
  std::vector<std::string> remote_filter_;
  Error failure_;
};

}  // namespace whimbrel
