// EndpointOptions: every option of Zeek's base/frameworks/broker/main.zeek that concerns an endpoint, with the same
// name and default, and the limits that are this library's own. Plain values; set them before the endpoint starts.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel {

using Duration = std::chrono::nanoseconds;

/// What a full queue does with the next message.
enum class Overflow : uint8_t {
  Block,       ///< whoever fills the queue waits: publishers in this process, and peers through TCP. There is no limit:
               ///< one peer that stops reading holds all publishers up for as long as it is connected
  DropOldest,  ///< makes room by dropping what waited longest; counted, and told as a gap
  DropNewest,  ///< drops the message that does not fit; counted, and told as a gap
  Disconnect,  ///< closes the connection (peers only)
};

/// Reads "block", "drop_oldest", "drop_newest" or "disconnect".
Result<Overflow> parse_overflow(std::string_view text);
std::string_view name_of(Overflow);

/// How much a queue holds and what happens beyond. Whichever limit is reached first counts.
struct QueueLimits {
  size_t messages;
  size_t bytes;
  Overflow overflow;
};

struct EndpointOptions {
  // -- options of the framework's page

  std::string default_listen_address;  ///< "" means all addresses, or ZEEK_DEFAULT_LISTEN_ADDRESS if that is set
  uint16_t default_port = 9999;        ///< TCP
  std::string default_listen_address_websocket;  ///< the same two for WebSocket clients
  uint16_t default_port_websocket = 9997;
  Duration default_listen_retry =
      std::chrono::seconds(30);  ///< 0: never; ZEEK_DEFAULT_LISTEN_RETRY (seconds) wins over it
  Duration default_connect_retry =
      std::chrono::seconds(30);  ///< 0: never; ZEEK_DEFAULT_CONNECT_RETRY (seconds) wins over it

  bool disable_ssl = false;  ///< plain TCP. Otherwise TLS, without authentication unless one of the next five is set
  std::string ssl_cafile;    ///< PEM file of trusted certificates; setting any of these five demands valid certificates
  std::string ssl_capath;    ///< OpenSSL-style directory of trusted certificates
  std::string ssl_certificate;  ///< PEM file with this node's certificate chain
  std::string ssl_keyfile;      ///< PEM file with the private key of that certificate
  std::string ssl_passphrase;   ///< opens an encrypted private key; at most 127 characters

  bool forward_messages = false;       ///< pass messages from peers on to other peers that want them
  size_t congestion_queue_size = 200;  ///< messages waiting at a subscriber from which on peers are read no further

  size_t max_threads = 1;                    ///< worker threads; ZEEK_BROKER_MAX_THREADS wins over it
  std::string scheduler_policy = "sharing";  ///< "sharing" or "stealing"
  // Only for "stealing": how an idle worker polls the queues of others (docs/formats/options.md).
  size_t aggressive_polls = 5;
  size_t aggressive_interval = 4;
  size_t moderate_polls = 5;
  size_t moderate_interval = 2;
  Duration moderate_sleep = std::chrono::milliseconds(16);
  size_t relaxed_interval = 1;
  Duration relaxed_sleep = std::chrono::milliseconds(64);

  // -- our own

  uint16_t ttl = 16;  ///< how many connections a message we publish may cross, the first one included

  /// Messages on their way to one peer. Back-pressure comes first: see peer_patience.
  QueueLimits peer_queue = {65536, 128u << 20, Overflow::Disconnect};
  /// How long a peer may take nothing while others have nothing left to send, before nobody waits for it any more and
  /// the overflow policy applies to it. One that is only slow may hold others up for ten times as long altogether.
  Duration peer_patience = std::chrono::milliseconds(100);
  /// A peer with a full queue that takes nothing at all for this long is no longer waited for, even if it is the only
  /// one.
  Duration peer_stall_timeout = std::chrono::seconds(5);
  /// Messages on their way from one publishing thread to the loop. Block or DropNewest.
  QueueLimits publish_queue = {65536, 4u << 20, Overflow::Block};

  Duration handshake_timeout = std::chrono::seconds(10);  ///< for the TLS handshake, and again for that of the peering
  Duration connect_timeout = std::chrono::seconds(5);     ///< TCP connection, for each address of a name
  Duration unpeer_timeout = std::chrono::seconds(3);      ///< wait for the answer to our goodbye
  /// How long a closing endpoint waits for a peer that takes nothing of what is queued. One that is only slow gets ten
  /// times as long altogether.
  Duration linger = std::chrono::seconds(3);

  size_t max_frame_size = 256u << 20;           ///< largest message accepted or sent, in bytes
  size_t max_handshake_frame_size = 16u << 20;  ///< the same before a peering stands
  size_t max_pending_handshakes = 4096;  ///< accepted connections without a finished handshake; further ones wait

  std::string websocket_origins;  ///< whose pages may connect, besides those of the same host; a list with commas
  Duration websocket_ping_interval = std::chrono::seconds(30);  ///< pings to WebSocket clients; 0: none
  Duration websocket_idle_timeout{};  ///< ends a WebSocket client that is silent, also to pings; 0: never

  /// Called with one line of text at a time about what an operator may want to know; from any thread of the endpoint.
  /// Levels: "error", "warning", "info", "debug".
  std::function<void(std::string_view level, std::string_view text)> log;
};

/// A listener for WebSocket clients that has settings of its own, so that clients need not be trusted as peers are.
struct WebSocketListener {
  std::string address;            ///< as for listen()
  uint16_t port = 9997;           ///< 0: any free one
  std::string certificate;        ///< PEM file with a chain; "": plain TCP, whatever the endpoint's options say of TLS
  std::string keyfile;            ///< PEM file with its private key
  std::string cafile;             ///< PEM file of certificates that those of clients are checked against
  bool verifies_clients = false;  ///< clients must have a certificate; needs cafile
  std::string ciphers;            ///< as OpenSSL writes them, for TLS 1.2; "": good ones
  Duration ping_interval = std::chrono::seconds(5);  ///< 0: none
};

/// Name, type and meaning of one option, for flags, configuration files and documentation.
struct OptionInfo {
  std::string_view name;      ///< as in EndpointOptions
  std::string_view type;      ///< "string", "count", "size", "bool", "interval", "port", "overflow"
  std::string_view fallback;  ///< the default, as text
  std::string_view help;      ///< one line
};

/// All options that can be set by name, in the order above.
const std::vector<OptionInfo>& option_table();
/// Sets one option from text: intervals as "5sec", "16.0msecs" or plain seconds, bools as T/F/true/false. Errors name
/// the option and show what would be accepted. A name that is not in the table is an error that suggests the nearest
/// one.
Result<void> set_option(EndpointOptions& options, std::string_view name, std::string_view value);
/// Applies the environment variables named above, as every endpoint does when it starts.
Result<void> apply_environment(EndpointOptions& options);
/// Checks what can be checked without touching files.
Result<void> check_options(const EndpointOptions& options);

}  // namespace whimbrel
