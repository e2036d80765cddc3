// What an endpoint tells about its peers: their list, and the status and error events, with Broker's codes and texts.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whimbrel/endpoint_id.h"
#include "whimbrel/error.h"

namespace whimbrel {

/// Life of a peering, with the numbers of Broker::PeerStatus.
enum class PeerStatus : uint8_t {
  Initializing,  ///< asked for; its name is looked up
  Connecting,    ///< connection (with TLS, where configured) under way
  Connected,     ///< connection made, the handshake of the peering under way
  Peered,
  Disconnected,  ///< lost or never made, and the next attempt is not due yet
  Reconnecting,  ///< connecting again after a loss or a failure
};
/// "initializing", "connecting", "connected", "peered", "disconnected", "reconnecting"
std::string_view name_of(PeerStatus);

/// Where a peer is: for peerings we asked for, as given to peer(); otherwise the remote end of the connection.
struct NetworkInfo {
  std::string address;
  uint16_t port = 0;
  uint64_t retry_seconds = 0;
  bool operator==(const NetworkInfo&) const = default;
};

struct PeerInfo {
  EndpointId id;  ///< nil until known
  NetworkInfo network;
  PeerStatus status = PeerStatus::Initializing;
  bool outgoing = false;  ///< we asked for it
};

/// Codes of status events, with Broker's numbers.
enum class StatusCode : uint8_t {
  Unspecified,
  PeerAdded,
  PeerRemoved,
  PeerLost,
  EndpointDiscovered,
  EndpointUnreachable
};
/// "unspecified", "peer_added", ...
std::string_view name_of(StatusCode);

/// A WebSocket client as events tell of it.
struct WebSocketClient {
  std::vector<std::string> subscriptions;  ///< peer_added
  uint16_t close_code = 0;                 ///< peer_lost: of the close frame, by either side; 1006 without any
  std::string close_reason;                ///< the same
  std::string application;                 ///< as it calls itself; ""
};

/// Something happened to a peering. Messages are Broker's, word for word; detail adds the reason where there is one.
struct Status {
  StatusCode code = StatusCode::Unspecified;
  EndpointId peer;
  NetworkInfo network;  ///< address "" where the event has none (endpoint_discovered, endpoint_unreachable)
  std::string message;
  std::string detail;  ///< why; of peer_removed empty if the peer has answered our goodbye, and so has all we sent
  std::optional<WebSocketClient> client{};  ///< peer_added and peer_lost: it is one, and no peer
};

/// Something failed asynchronously, such as a connection attempt.
struct ErrorEvent {
  ErrorCode code = ErrorCode::Unspecified;
  EndpointId peer;  ///< nil where unknown
  NetworkInfo network;
  std::string message;  ///< Broker's words
  std::string detail;   ///< ours: what exactly, and what to do
};

/// Messages that matched a subscription and will not come: an entry in the stream where they are missing.
struct Gap {
  enum class Reason : uint8_t {
    SubscriberOverflow,  ///< this subscriber's queue was full
    PeerOverflow,        ///< the queue towards us was full at the endpoint `peer`
    PathLost,            ///< the endpoint `peer` lost a connection to another one; how much is missing is unknown
  };
  Reason reason = Reason::SubscriberOverflow;
  EndpointId peer;  ///< where they were lost; nil: here. For PathLost seen by ourselves: the endpoint that is gone
  uint64_t messages = 0;                                 ///< 0: unknown
  std::vector<std::pair<std::string, uint64_t>> topics;  ///< counts by topic, the first few topics only
};
std::string_view name_of(Gap::Reason);

/// "(ID, *address:port, "message")": how Zeek renders the context of an error.
std::string context_text(const EndpointId& peer, const NetworkInfo& network, std::string_view message);

}  // namespace whimbrel
