// Client: the endpoint of a verb that talks to peers for a while and ends: pub, sub, ping. It starts the endpoint,
// makes the peerings that the flags ask for, follows what becomes of them, and words it for people: what happened,
// where, and what can be done.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "endpoint_flags.h"
#include "flags.h"
#include "signals.h"
#include "verb.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::cli {

struct ClientFlags {
  EndpointFlags endpoint;
  std::vector<HostPort> peers, listens;
  std::optional<Duration> retry;
  bool quiet = false, verbose = false;

  enum class Peers : bool { AsFlag, AsArgument };  ///< with AsArgument, --peer can be left out before the address
  void add_to(CLI::App& verb, Peers as = Peers::AsFlag);
};

class Client final : private Receiver {
 public:
  /// Starts an endpoint, subscribes, listens, and begins to connect. Without --peer and --listen it connects to this
  /// machine's port 9999.
  static Result<std::unique_ptr<Client>> start(ClientFlags& flags, const std::vector<std::string>& prefixes = {});

  Endpoint& endpoint() { return endpoint_; }
  /// Who is at the other end; known once connected.
  std::vector<PeerInfo> peers() const;

  /// Waits until all peerings that were asked for stand (with --listen: until there is one). Prints why if it does not
  /// come to that.
  int connect(const Signals& signals, Duration timeout);
  bool connected() const;
  /// What ended a peering that nobody will try to make again, if there is no other; empty while all is well.
  const std::string& failure() const { return failure_; }

  /// Hands out what has arrived, at most `max` entries, and returns how many. Does not wait; descriptor() is for
  /// waiting.
  size_t receive(size_t max = SIZE_MAX);
  int descriptor() { return endpoint_.inbox().descriptor(); }
  /// Who hears of all that is received, besides the client itself.
  void set_receiver(Receiver* receiver) { receiver_ = receiver; }

  /// Says goodbye to the peers; what is queued is sent, what still arrives is dropped. Soon over if a signal asked to
  /// stop, however little the peers take.
  void finish();

 private:
  Client(Endpoint endpoint, const ClientFlags& flags);
  Result<void> listen(const HostPort& at, Duration again);
  static Duration if_set(const EndpointFlags& flags, std::string_view option, Duration value);
  Result<void> open(const ClientFlags& flags, const std::vector<std::string>& prefixes);
  void on_message(const Message& message) override;
  void on_status(const Status& status) override;
  void on_error(const ErrorEvent& error) override;
  void on_gap(const Gap& gap) override;
  void on_lost(const Status& status);
  bool asked_for(const NetworkInfo& network) const;
  std::string way_out(std::string_view why) const;
  int timed_out(Duration timeout) const;
  bool uses_tls() const { return !endpoint_.options().disable_ssl; }

  Endpoint endpoint_;
  std::vector<std::string> prefixes_;
  std::vector<NetworkInfo> requests_;
  std::set<EndpointId> up_;  // neighbours
  EndpointId gone_;          // the last one that left
  Duration retry_;
  std::optional<Duration> linger_when_stopped_;  // none: as the option says
  bool listening_, quiet_;
  Receiver* receiver_ = nullptr;
  std::string failure_;
};

/// "3 messages missing here: ..."
std::string gap_text(const Gap& gap);
/// Prints the error; the exit status that fits it.
int fail(const Error& error);

}  // namespace whimbrel::cli
