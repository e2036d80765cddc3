// SocketTransport: connects a Core to the network through net/. Loop only.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/core.h"
#include "engine/web_clients.h"
#include "net/connect.h"

namespace whimbrel {

class SocketTransport final : public Transport {
 public:
  explicit SocketTransport(NetContext net, size_t most_pending) : net_(net), most_pending_(most_pending) {}

  /// The core that outcomes go to; before anything else.
  void set_core(Core* core) { core_ = core; }
  Result<uint16_t> listen(const std::string& address, uint16_t port);
  Result<uint16_t> listen_websocket(const std::string& address, uint16_t port, WebClients& clients);
  Result<uint16_t> listen_websocket(const WebSocketListener& listener, WebClients& clients);
  void stop_listening() { listeners_.clear(); }
  void cancel_all() { attempts_.clear(); }

  void connect(uint64_t request, const std::string& address, uint16_t port) override;
  void cancel_connect(uint64_t request) override { attempts_.erase(request); }

 private:
  Result<uint16_t> open(NetContext& net, const std::string& address, uint16_t port, Listener::Callbacks callbacks);
  Listener::Callbacks callbacks_for(WebClients& clients, Duration ping_interval);

  NetContext net_;
  const size_t most_pending_;
  Core* core_ = nullptr;
  // Of listeners with settings of their own; what they accept uses them.
  struct OwnContext {
    std::unique_ptr<TlsContext> tls;
    NetContext net;
  };
  std::vector<std::unique_ptr<OwnContext>> own_contexts_;
  std::map<uint64_t, std::unique_ptr<Connecting>> attempts_;
  std::vector<std::unique_ptr<Listener>> listeners_;
};

}  // namespace whimbrel
