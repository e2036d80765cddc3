// A name server that is asked instead of the system's: the one that ZEEK_DNS_RESOLVER names. Also what the system's is
// asked for that its own functions do not give.
#pragma once

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>

#include <functional>
#include <optional>
#include <string>

namespace whimbrel::script {

/// Of ZEEK_DNS_RESOLVER: an IPv4 address, with ":port" if it is not 53. Nothing if it is not set, or is neither.
std::optional<sockaddr_in> chosen_name_server();

/// Asks one server, or those of the system. One thread at a time.
class NameQueries {
 public:
  explicit NameQueries(const std::optional<sockaddr_in>& server);
  ~NameQueries();
  NameQueries(const NameQueries&) = delete;
  NameQueries& operator=(const NameQueries&) = delete;

  /// Calls the function for each record of that type in the answer. Takes as long as the system waits for servers.
  void ask(const std::string& name, ns_type type, const std::function<void(const ns_msg&, const ns_rr&)>& take);

 private:
  struct __res_state state_ {};
  bool good_;
};

}  // namespace whimbrel::script
