#include "script/builtins/name_server.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace whimbrel::script {

namespace {

constexpr uint16_t kDnsPort = 53;

std::optional<uint16_t> port_number(std::string_view text) {
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

std::optional<sockaddr_in> chosen_name_server() {
  const char* const chosen = std::getenv("ZEEK_DNS_RESOLVER");
  if (!chosen) return std::nullopt;
  const std::string_view text(chosen);
  const size_t colon = text.find(':');
  const auto port = colon == std::string_view::npos ? kDnsPort : port_number(text.substr(colon + 1));
  sockaddr_in server{};
  if (!port || ::inet_pton(AF_INET, std::string(text.substr(0, colon)).c_str(), &server.sin_addr) != 1)
    return std::nullopt;
  server.sin_family = AF_INET;
  server.sin_port = htons(*port);
  return server;
}

NameQueries::NameQueries(const std::optional<sockaddr_in>& server) : good_(::res_ninit(&state_) == 0) {
  if (!good_ || !server) return;
  state_.nscount = 1;
  state_.nsaddr_list[0] = *server;
}

NameQueries::~NameQueries() {
  if (good_) ::res_nclose(&state_);
}

void NameQueries::ask(const std::string& name, ns_type type,
                      const std::function<void(const ns_msg&, const ns_rr&)>& take) {
  unsigned char answer[16384];
  const int size = good_ ? ::res_nquery(&state_, name.c_str(), ns_c_in, type, answer, sizeof answer) : -1;
  ns_msg message;
  if (size < 0 || ::ns_initparse(answer, std::min<int>(size, sizeof answer), &message) < 0) return;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
    ns_rr record;
    if (::ns_parserr(&message, ns_s_an, i, &record) < 0) return;
    if (ns_rr_type(record) == type) take(message, record);
  }
}

}  // namespace whimbrel::script
