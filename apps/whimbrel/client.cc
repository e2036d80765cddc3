#include "client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/option_text.h"
#include "console.h"

namespace whimbrel::cli {

namespace {

// For who has pressed Ctrl-C: long enough for a goodbye, short enough not to press it again.
constexpr auto kLingerWhenStopped = std::chrono::milliseconds(500);

bool mentions(std::string_view text, std::string_view word) { return text.find(word) != text.npos; }

std::string show(const NetworkInfo& network) { return show_host_port(network.address, network.port); }

/// The reason in the detail of a failed attempt, "ADDR:PORT: why; not trying again".
std::string_view reason_in(const ErrorEvent& error) {
  std::string_view text = error.detail;
  if (const auto place = fmt::format("{}:{}: ", error.network.address, error.network.port); text.starts_with(place))
    text.remove_prefix(place.size());
  return text.substr(0, text.rfind("; not trying again"));
}

}  // namespace

void ClientFlags::add_to(CLI::App& verb, Peers as) {
  add_addresses(verb, as == Peers::AsArgument ? "-p,--peer,ADDR:PORT" : "-p,--peer", peers,
                "connect to a node; may be repeated (default 127.0.0.1:9999)")
      ->group("Connection");
  add_addresses(verb, "-l,--listen", listens, "wait for peers at an address instead; port 0 is any free one")
      ->group("Connection");
  add_time(verb, "--retry", retry, "try failed and lost connections again after that time")->group("Connection");
  add_switch(verb, "-q,--quiet", quiet, "say nothing but errors")->group("Output");
  add_switch(verb, "-v,--verbose", verbose, "tell what happens to connections")->group("Output");
  endpoint.add_to(verb, EndpointFlags::Shown::TlsOnly);
}

Result<std::unique_ptr<Client>> Client::start(ClientFlags& flags, const std::vector<std::string>& prefixes) {
  auto options = flags.endpoint.options();
  if (!options) return options.error();
  if (flags.verbose)
    options->log = [log = Log(Log::Level::Debug)](std::string_view level, std::string_view text) {
      log.line(level, text);
    };
  if (flags.endpoint.is_set("publish_queue_overflow"))
    return Error(ErrorCode::InvalidArgument,
                 "publish_queue_overflow: this verb waits whenever its queue is full; leave the option out");
  options->publish_queue.overflow = Overflow::DropNewest;  // whoever waits inside publish() hears of no signal
  auto endpoint = Endpoint::start(std::move(*options));
  if (!endpoint) return endpoint.error();
  std::unique_ptr<Client> client(new Client(std::move(*endpoint), flags));
  if (auto opened = client->open(flags, prefixes); !opened) return opened.error();
  return client;
}

Client::Client(Endpoint endpoint, const ClientFlags& flags)
    : endpoint_(std::move(endpoint)),
      retry_(flags.retry.value_or(
          if_set(flags.endpoint, "default_connect_retry", endpoint_.options().default_connect_retry))),
      listening_(!flags.listens.empty()),
      quiet_(flags.quiet) {
  if (!flags.endpoint.is_set("linger")) linger_when_stopped_ = kLingerWhenStopped;
}

// An option that was set counts; its default does not, as who waits at a terminal wants to know at once.
Duration Client::if_set(const EndpointFlags& flags, std::string_view option, Duration value) {
  return flags.is_set(option) ? value : Duration(0);
}

// Subscriptions come first: a peer learns of them while it connects, so nothing that it publishes later is missed.
Result<void> Client::open(const ClientFlags& flags, const std::vector<std::string>& prefixes) {
  prefixes_ = prefixes;
  for (const std::string& prefix : prefixes_) endpoint_.subscribe(prefix);
  const Duration again = if_set(flags.endpoint, "default_listen_retry", endpoint_.options().default_listen_retry);
  for (const HostPort& at : flags.listens)
    if (auto bound = listen(at, again); !bound) return bound.error();
  std::vector<HostPort> peers = flags.peers;
  if (peers.empty() && flags.listens.empty()) peers.emplace_back();
  for (const HostPort& peer : peers) {
    NetworkInfo network{peer.host.value_or(""), peer.port.value_or(endpoint_.options().default_port), 0};
    if (network.address.empty()) network.address = "127.0.0.1";
    if (network.port == 0)
      return Error(ErrorCode::InvalidArgument, "--peer: port 0 is for listening; nobody can be reached there");
    requests_.push_back(network);
    endpoint_.peer(network.address, network.port, retry_);
  }
  return {};
}

Result<void> Client::listen(const HostPort& at, Duration again) {
  const std::string host = at.host.value_or(endpoint_.options().default_listen_address);
  const auto tell = [host, quiet = quiet_](const Result<uint16_t>& port) {
    if (port && !quiet) note(fmt::format("listening on {}", show_host_port(host, *port)));
  };
  const auto port = endpoint_.listen(at.host, at.port, again, tell);
  tell(port);
  if (port) return {};
  if (again == Duration(0)) return port.error();
  warn(fmt::format("{}; trying again in {}", port.error().message(), show_interval(again)));
  return {};
}

std::vector<PeerInfo> Client::peers() const {
  std::vector<PeerInfo> all = endpoint_.peers();
  std::erase_if(all, [](const PeerInfo& peer) { return peer.status != PeerStatus::Peered; });
  return all;
}

bool Client::connected() const {
  const std::vector<PeerInfo> all = endpoint_.peers();
  const auto stands = [](const PeerInfo& peer) { return peer.status == PeerStatus::Peered; };
  return std::ranges::any_of(all, stands) &&
         std::ranges::all_of(all, [&](const PeerInfo& p) { return stands(p) || !p.outgoing; });
}

int Client::connect(const Signals& signals, Duration timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (!connected()) {
    if (!failure_.empty()) return fail(failure_);
    if (signals.stop()) return fail("stopped before there was a peer");
    if (std::chrono::steady_clock::now() >= until) return timed_out(timeout);
    signals.wait(until, {descriptor()});
    receive();
  }
  return failure_.empty() ? int{kFine} : fail(failure_);
}

int Client::timed_out(Duration timeout) const {
  const std::string within = "within " + show_interval(timeout);
  if (requests_.empty())
    return fail(fmt::format("nobody has connected {}; --timeout TIME waits longer", within), kTimedOut);
  std::vector<std::string> places;
  for (const NetworkInfo& request : requests_) places.push_back(show(request));
  const std::string_view hint =
      uses_tls() ? "if it does not use TLS, add --no-tls" : "if it uses TLS, leave out --no-tls";
  return fail(fmt::format("no peering with {} {}; {}", fmt::join(places, ", "), within, hint), kTimedOut);
}

size_t Client::receive(size_t max) { return endpoint_.inbox().receive(Duration(0), *this, max); }

// While messages wait unread, peers are not read, and would not be heard to answer the goodbye.
void Client::finish() {
  receiver_ = nullptr;
  for (const std::string& prefix : prefixes_) endpoint_.unsubscribe(prefix);
  while (receive() > 0) {
  }
  endpoint_.shutdown(Signals::stop() ? linger_when_stopped_ : std::nullopt);
}

// -- what is received

void Client::on_message(const Message& message) {
  if (receiver_) receiver_->on_message(message);
}

void Client::on_status(const Status& status) {
  if (status.code == StatusCode::PeerAdded) up_.insert(status.peer);
  if (status.code == StatusCode::PeerLost || status.code == StatusCode::PeerRemoved) {
    up_.erase(status.peer);
    gone_ = status.peer;
    if (asked_for(status.network)) on_lost(status);
  }
  if (receiver_) receiver_->on_status(status);
}

void Client::on_lost(const Status& status) {
  std::string text = fmt::format("the connection to {} is lost", show(status.network));
  if (!status.detail.empty()) text += ": " + status.detail;
  if (retry_ > Duration(0))
    warn(text + "; connecting again");
  else if (listening_ || !up_.empty())
    warn(text);
  else
    failure_ = text + "; --retry TIME makes it again";
}

void Client::on_error(const ErrorEvent& error) {
  if (asked_for(error.network)) {
    const std::string_view why = reason_in(error);
    const std::string text = fmt::format("cannot peer with {}: {}", show(error.network), why);
    if (retry_ > Duration(0))
      warn(text);
    else
      failure_ = text + way_out(why);
  } else {
    warn(error.detail.empty() ? error.message : error.message + ": " + error.detail);
  }
  if (receiver_) receiver_->on_error(error);
}

// That a neighbour is gone is told by on_lost(); what it means for others is told by those they lost.
void Client::on_gap(const Gap& gap) {
  const bool is_neighbour = gap.reason == Gap::Reason::PathLost && gap.peer == gone_ && !up_.contains(gap.peer);
  if (!is_neighbour) warn(gap_text(gap));
  if (receiver_) receiver_->on_gap(gap);
}

bool Client::asked_for(const NetworkInfo& network) const {
  return std::ranges::any_of(requests_, [&](const NetworkInfo& request) {
    return request.address == network.address && request.port == network.port;
  });
}

std::string Client::way_out(std::string_view why) const {
  if (mentions(why, "refused") && !mentions(why, "error"))
    return " (does a node listen there? 'whimbrel node --listen PORT' starts one)";
  if (mentions(why, "resolve")) return " (is the name right?)";
  if (mentions(why, "TLS"))
    return uses_tls() ? " (for one without TLS there is --no-tls)" : " (then leave out --no-tls)";
  return "";
}

// -- texts

std::string gap_text(const Gap& gap) {
  const std::string node = gap.peer.is_nil() ? "this node" : "node " + to_string(gap.peer);
  if (gap.reason == Gap::Reason::PathLost)
    return fmt::format("messages may be missing here, nobody knows how many: {} lost a connection", node);
  const std::string who = gap.reason == Gap::Reason::SubscriberOverflow ? "this program" : "the way here from " + node;
  std::string text = fmt::format("{} missing here: {} was too slow", counted(gap.messages, "message"), who);
  std::string_view separator = "; ";
  for (const auto& [topic, count] : gap.topics)
    text += fmt::format("{}{} of {}", std::exchange(separator, ", "), count, topic);
  return text;
}

int fail(const Error& error) {
  const bool misused = error.code() == ErrorCode::InvalidArgument || error.code() == ErrorCode::CannotOpenFile;
  std::string text = error.message();
  if (mentions(text, "already in use")) text += "; --listen ADDR:0 takes any free port";
  return fail(text, misused ? kWrongUse : kFailed);
}

}  // namespace whimbrel::cli
