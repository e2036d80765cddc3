// Community IDs, version 1: names for flows that all tools make alike.
#include <openssl/evp.h>

#include <algorithm>

#include "script/builtins/hashes.h"
#include "script/builtins/support.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

struct IcmpPair {
  uint16_t request, reply;
};
constexpr IcmpPair kIcmp4Pairs[] = {{8, 0}, {13, 14}, {15, 16}, {10, 9}, {17, 18}};
constexpr IcmpPair kIcmp6Pairs[] = {{128, 129}, {133, 134}, {135, 136}, {130, 131}, {144, 145}, {139, 140}};

struct Flow {
  Address source, destination;
  uint16_t source_port = 0, destination_port = 0;
  uint8_t protocol = 0;
  bool is_one_way = false;

  void put_in_order() {
    if (is_one_way || std::tie(source, source_port) <= std::tie(destination, destination_port)) return;
    std::swap(source, destination);
    std::swap(source_port, destination_port);
  }
};

/// The two directions of an exchange are told apart by types: the reply's counts as the other port.
void set_icmp_ports(Flow& flow) {
  const auto pairs = flow.source.is_v4() ? std::span<const IcmpPair>(kIcmp4Pairs) : std::span(kIcmp6Pairs);
  flow.protocol = flow.source.is_v4() ? 1 : 58;
  for (const IcmpPair& pair : pairs) {
    if (pair.request == flow.source_port) return void(flow.destination_port = pair.reply);
    if (pair.reply == flow.source_port) return void(flow.destination_port = pair.request);
  }
  flow.is_one_way = true;
}

/// False: there are no IDs for its protocol.
bool read_flow(BuiltinCall& call, Flow& flow) {
  auto& id = call.arguments[0].as<RecordObject>();
  const auto field = [&](std::string_view name) { return record_field(call.frame, id, id.type->index_of(name)); };
  flow.source = field("orig_h").as<AddrObject>().address;
  flow.destination = field("resp_h").as<AddrObject>().address;
  const uint32_t port = field("orig_p").port_code();
  flow.source_port = static_cast<uint16_t>(port);
  flow.destination_port = static_cast<uint16_t>(field("resp_p").port_code());
  switch (port & ~uint32_t{0xffff}) {
    case kTcpPort:
      flow.protocol = 6;
      return true;
    case kUdpPort:
      flow.protocol = 17;
      return true;
    case kIcmpPort:
      set_icmp_ports(flow);
      return true;
    default:
      return false;
  }
}

void append_big_endian(std::string& bytes, uint16_t x) {
  bytes += static_cast<char>(x >> 8);
  bytes += static_cast<char>(x);
}

void append(std::string& bytes, const Address& address) {
  const size_t first = address.is_v4() ? 12 : 0;
  bytes.append(reinterpret_cast<const char*>(address.bytes.data()) + first, 16 - first);
}

std::string bytes_of(const Flow& flow, uint16_t seed) {
  std::string bytes;
  append_big_endian(bytes, seed);
  append(bytes, flow.source);
  append(bytes, flow.destination);
  bytes += static_cast<char>(flow.protocol);
  bytes += '\0';
  append_big_endian(bytes, flow.source_port);
  append_big_endian(bytes, flow.destination_port);
  return bytes;
}

Cell community_id_v1(BuiltinCall& call) {
  Flow flow;
  if (!read_flow(call, flow)) return string_cell("");
  flow.put_in_order();
  const std::string bytes = bytes_of(flow, static_cast<uint16_t>(call.arguments[1].as_count()));
  std::string digest(20, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha1(), nullptr);
  const bool as_base64 = call.arguments[2].as_bool();
  return string_cell("1:" + (as_base64 ? encode_base64(digest, kBase64Alphabet) : to_hex(bytes_view(digest))));
}

}  // namespace

void add_community_id_builtins(Registry& registry) {
  registry.begin("communityid.bif");
  registry.add("community_id_v1(cid: conn_id, seed: count &default=0, do_base64: bool &default=T): string",
               community_id_v1);
}

}  // namespace whimbrel::script
