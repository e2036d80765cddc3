#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "script/builtins/lookups.h"
#include "script/builtins/name_server.h"
#include "script/builtins/network.h"

namespace whimbrel::script {

namespace {

Address v4_address(const void* bytes) {
  Address address = Address::v4(0, 0, 0, 0);
  std::memcpy(&address.bytes[12], bytes, 4);
  return address;
}

Address v6_address(const void* bytes) {
  Address address;
  std::memcpy(address.bytes.data(), bytes, 16);
  return address;
}

void add_once(std::vector<Address>& addresses, const Address& address) {
  if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
}

// -- the system's way: files, the DNS, and whatever else it is set up for

std::optional<std::string> system_name(const Address& address) {
  char name[NI_MAXHOST];
  int failed = 0;
  if (address.is_v4()) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    std::memcpy(&where.sin_addr, &address.bytes[12], 4);
    failed =
        ::getnameinfo(reinterpret_cast<sockaddr*>(&where), sizeof where, name, sizeof name, nullptr, 0, NI_NAMEREQD);
  } else {
    sockaddr_in6 where{};
    where.sin6_family = AF_INET6;
    std::memcpy(&where.sin6_addr, address.bytes.data(), 16);
    failed =
        ::getnameinfo(reinterpret_cast<sockaddr*>(&where), sizeof where, name, sizeof name, nullptr, 0, NI_NAMEREQD);
  }
  return failed ? std::nullopt : std::optional<std::string>(name);
}

std::vector<Address> system_addresses(const std::string& name) {
  addrinfo hints{}, *list = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  std::vector<Address> addresses;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0) return addresses;
  for (const addrinfo* i = list; i; i = i->ai_next) {
    if (i->ai_family == AF_INET)
      add_once(addresses, v4_address(&reinterpret_cast<const sockaddr_in*>(i->ai_addr)->sin_addr));
    else if (i->ai_family == AF_INET6)
      add_once(addresses, v6_address(&reinterpret_cast<const sockaddr_in6*>(i->ai_addr)->sin6_addr));
  }
  ::freeaddrinfo(list);
  return addresses;
}

// -- a server that was chosen

std::optional<std::string> served_name(NameQueries& queries, const Address& address) {
  std::optional<std::string> name;
  queries.ask(ptr_name(address), ns_t_ptr, [&](const ns_msg& message, const ns_rr& record) {
    char text[NS_MAXDNAME];
    if (!name &&
        ::ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record), text, sizeof text) >= 0)
      name = text;
  });
  return name;
}

std::vector<Address> served_addresses(NameQueries& queries, const std::string& name) {
  std::vector<Address> addresses;
  queries.ask(name, ns_t_a, [&](const ns_msg&, const ns_rr& record) {
    if (ns_rr_rdlen(record) == 4) add_once(addresses, v4_address(ns_rr_rdata(record)));
  });
  queries.ask(name, ns_t_aaaa, [&](const ns_msg&, const ns_rr& record) {
    if (ns_rr_rdlen(record) == 16) add_once(addresses, v6_address(ns_rr_rdata(record)));
  });
  return addresses;
}

}  // namespace

std::optional<std::string> resolve_name(const Address& address) {
  const auto server = chosen_name_server();
  if (!server) return system_name(address);
  NameQueries queries(server);
  return served_name(queries, address);
}

std::vector<Address> resolve_addresses(const std::string& name) {
  const auto server = chosen_name_server();
  if (!server) return system_addresses(name);
  NameQueries queries(server);
  return served_addresses(queries, name);
}

std::optional<std::string> resolve_text(const std::string& name) {
  NameQueries queries(chosen_name_server());
  std::optional<std::string> text;
  queries.ask(name, ns_t_txt, [&](const ns_msg&, const ns_rr& record) {
    if (text || ns_rr_rdlen(record) == 0) return;
    // A length in one byte, and so many bytes; more of these may follow.
    const size_t size = std::min<size_t>(*ns_rr_rdata(record), ns_rr_rdlen(record) - 1);
    text.emplace(reinterpret_cast<const char*>(ns_rr_rdata(record)) + 1, size);
  });
  return text;
}

}  // namespace whimbrel::script
