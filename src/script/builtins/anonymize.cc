// Other addresses in place of those that are to stay secret. Which ones depends on the seeds of the run: with given
// seeds it is always the same, and who does not know them cannot go back.
#include <map>
#include <vector>

#include "script/builtins/digest.h"
#include "script/builtins/network.h"
#include "script/builtins/support.h"
#include "script/model/seeds.h"

namespace whimbrel::script {

namespace {

/// In the order of the enum IPAddrAnonymization.
enum class Method : uint8_t { Keep, Sequential, RandomMd5, PrefixA50, PrefixMd5 };
constexpr int kFirstV4Bit = 96, kBits = 128;

int first_bit(const Address& address) { return address.is_v4() ? kFirstV4Bit : 0; }

/// What nobody can tell without the seeds. Each method has its own.
std::string secret_hash(Method method, const Address& address, int bits) {
  Digest digest(Digest::Algorithm::Md5);
  const auto key = seeds().hmac_key();
  digest.add({reinterpret_cast<const char*>(key.data()), key.size()});
  const char place[] = {static_cast<char>(method), static_cast<char>(bits)};
  digest.add({place, sizeof place});
  digest.add({reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()});
  return digest.finish();
}

class Anonymizer {
 public:
  Address anonymize(Method method, const Address& address) {
    switch (method) {
      case Method::Keep:
        return address;
      case Method::Sequential:
        return numbered(address);
      case Method::RandomMd5:
        return random(address);
      default:
        return with_prefix_preserved(method, address);
    }
  }

  /// Addresses that begin with the prefix go on doing so.
  void keep_prefix(const Subnet& prefix) { kept_.push_back(prefix); }

 private:
  /// 0.0.0.1, 0.0.0.2 ... and ::1, ::2 ... in the order of their first use.
  Address numbered(const Address& address) {
    uint64_t& last = address.is_v4() ? last_v4_ : last_v6_;
    const auto [entry, is_new] = numbers_.try_emplace(address, last + 1);
    if (is_new) ++last;
    Address result = address.is_v4() ? Address::v4(0, 0, 0, 0) : Address{};
    const size_t bytes = address.is_v4() ? 4 : 8;
    for (size_t i = 0; i < bytes; ++i) result.bytes[15 - i] = static_cast<uint8_t>(entry->second >> (8 * i));
    return result;
  }

  static Address random(const Address& address) {
    const std::string hash = secret_hash(Method::RandomMd5, address, 0);
    Address result = address;
    for (size_t i = static_cast<size_t>(first_bit(address)) / 8, from = 0; i < result.bytes.size(); ++i, ++from)
      result.bytes[i] = static_cast<uint8_t>(hash[from]);
    return result;
  }

  /// Each bit is kept or turned around, which depends on the bits before it only. So addresses that have their first
  /// bits in common, and no more, have the same number of bits in common afterwards.
  Address with_prefix_preserved(Method method, const Address& address) const {
    Address result = address;
    for (int bit = first_bit(address); bit < kBits; ++bit) {
      const Address before = address.masked(bit);
      if (is_kept(before, bit) || !(secret_hash(method, before, bit)[0] & 1)) continue;
      result.bytes[static_cast<size_t>(bit) / 8] ^= static_cast<uint8_t>(0x80 >> (bit % 8));
    }
    return result;
  }

  bool is_kept(const Address& before, int bit) const {
    for (const Subnet& prefix : kept_)
      if (bit < prefix.bits && prefix.network.masked(bit) == before) return true;
    return false;
  }

  std::map<Address, uint64_t> numbers_;
  uint64_t last_v4_ = 0, last_v6_ = 0;
  std::vector<Subnet> kept_;
};

Anonymizer& anonymizer(const BuiltinCall& call) { return call.runtime.state<Anonymizer>(); }

Cell anonymize_addr(BuiltinCall& call) {
  // In the order of the enum IPAddrAnonymizationClass.
  constexpr std::string_view kOptions[] = {"orig_addr_anonymization", "resp_addr_anonymization",
                                           "other_addr_anonymization"};
  const auto address_class = static_cast<uint64_t>(call.arguments[1].enum_value());
  if (address_class >= std::size(kOptions)) {
    builtin_error(call, "invalid address anonymization class", 1);
    return {};
  }
  const auto method = static_cast<Method>(call.runtime.value_of(kOptions[address_class]).enum_value());
  return addr_cell(anonymizer(call).anonymize(method, call.arguments[0].as<AddrObject>().address));
}

Cell preserve_prefix(BuiltinCall& call) {
  const Address& address = call.arguments[0].as<AddrObject>().address;
  const uint64_t width = call.arguments[1].as_count();
  const int first = first_bit(address);
  if (width > static_cast<uint64_t>(kBits - first)) {
    builtin_error(call, "invalid prefix width", 1);
    return {};
  }
  anonymizer(call).keep_prefix(Subnet::make(address, static_cast<int>(width)));
  return {};
}

Cell preserve_subnet(BuiltinCall& call) {
  anonymizer(call).keep_prefix(call.arguments[0].as<SubnetObject>().subnet);
  return {};
}

}  // namespace

void add_anonymize_builtins(Registry& registry) {
  registry.add("anonymize_addr(a: addr, cl: IPAddrAnonymizationClass): addr", anonymize_addr);
  registry.add("preserve_prefix(a: addr, width: count): any", preserve_prefix);
  registry.add("preserve_subnet(a: subnet): any", preserve_subnet);
}

}  // namespace whimbrel::script
