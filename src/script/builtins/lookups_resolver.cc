#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <cstring>

#include "script/builtins/lookups.h"

namespace whimbrel::script {

std::optional<std::string> resolve_name(const Address& address) {
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

std::vector<Address> resolve_addresses(const std::string& name) {
  addrinfo hints{}, *list = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  std::vector<Address> addresses;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0) return addresses;
  for (const addrinfo* i = list; i; i = i->ai_next) {
    Address address = Address::v4(0, 0, 0, 0);
    if (i->ai_family == AF_INET)
      std::memcpy(&address.bytes[12], &reinterpret_cast<const sockaddr_in*>(i->ai_addr)->sin_addr, 4);
    else if (i->ai_family == AF_INET6)
      std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(i->ai_addr)->sin6_addr, 16);
    else
      continue;
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
  }
  ::freeaddrinfo(list);
  return addresses;
}

namespace {

/// Reads a DNS message from front to back. Past its end, everything is 0.
class MessageReader {
 public:
  MessageReader(const unsigned char* begin, size_t size) : at_(begin), end_(begin + size) {}
  bool at_end() const { return at_ == end_; }

  unsigned number() {
    if (end_ - at_ < 2) return at_ = end_, 0;
    at_ += 2;
    return static_cast<unsigned>(at_[-2]) << 8 | at_[-1];
  }
  void skip(size_t size) { at_ += std::min(size, static_cast<size_t>(end_ - at_)); }
  void skip_name() {
    const int size = ::dn_skipname(at_, end_);
    at_ = size < 0 ? end_ : at_ + size;
  }
  /// A length in one byte, and so many bytes.
  std::string string() {
    const size_t size = at_end() ? 0 : std::min<size_t>(*at_, static_cast<size_t>(end_ - at_) - 1);
    const std::string text(reinterpret_cast<const char*>(at_) + (at_end() ? 0 : 1), size);
    skip(size + 1);
    return text;
  }

 private:
  const unsigned char *at_, *end_;
};

}  // namespace

std::optional<std::string> resolve_text(const std::string& name) {
  unsigned char answer[16384];
  const int size = ::res_query(name.c_str(), ns_c_in, ns_t_txt, answer, sizeof answer);
  if (size < 0) return std::nullopt;
  MessageReader reader(answer, std::min<size_t>(static_cast<size_t>(size), sizeof answer));
  reader.skip(4);  // id, flags
  const unsigned questions = reader.number(), answers = reader.number();
  reader.skip(4);  // how many records follow the answers
  for (unsigned i = 0; i < questions; ++i) {
    reader.skip_name();
    reader.skip(4);  // type, class
  }
  for (unsigned i = 0; i < answers && !reader.at_end(); ++i) {
    reader.skip_name();
    const unsigned type = reader.number();
    reader.skip(6);  // class, time to live
    const unsigned data_size = reader.number();
    if (type == ns_t_txt) return reader.string();
    reader.skip(data_size);
  }
  return std::nullopt;
}

}  // namespace whimbrel::script
