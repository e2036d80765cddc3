// Unique identifiers.
#include <map>
#include <random>

#include "script/builtins/hashes.h"
#include "script/builtins/support.h"
#include "script/model/seeds.h"

namespace whimbrel::script {

namespace {

/// Where unique_id() and unique_id_from() take numbers from. The first ones belong to the interpreter.
constexpr uint64_t kDefaultPool = 2, kFirstCustomPool = 10, kMostPools = 10000;

class UniqueIds {
 public:
  uint64_t next(uint64_t number) {
    Pool& pool = pools_.try_emplace(number, Pool{instance_of(number), 0}).first->second;
    ++pool.counter;
    return siphash(&pool, sizeof pool);
  }

 private:
  struct Pool {
    uint64_t instance, counter;  ///< both are hashed
  };

  /// With given seeds, ids are the same in each run; else nobody has them but this process.
  static uint64_t instance_of(uint64_t number) {
    if (seeds().fixed) return number;
    std::random_device device;
    return uint64_t{device()} << 32 | device();
  }

  std::map<uint64_t, Pool> pools_;
};

/// The lowest digit comes first.
std::string in_base_62(uint64_t x) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  do {
    text += kDigits[x % kDigits.size()];
    x /= kDigits.size();
  } while (x > 0);
  return text;
}

Cell id_from(BuiltinCall& call, uint64_t pool, size_t prefix) {
  return string_cell(c_string_argument(call, prefix) + in_base_62(call.runtime.state<UniqueIds>().next(pool)));
}

Cell unique_id(BuiltinCall& call) { return id_from(call, kDefaultPool, 0); }

Cell unique_id_from(BuiltinCall& call) {
  uint64_t pool = static_cast<uint64_t>(call.arguments[0].as_int()) + kFirstCustomPool;
  if (pool >= kMostPools) {
    plain_warning(call, "pool passed to calculate_unique_id() too large, using default");
    pool = 1;
  }
  return id_from(call, pool, 1);
}

}  // namespace

void add_unique_id_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("unique_id(prefix: string): string", unique_id);
  registry.add("unique_id_from(pool: int, prefix: string): string", unique_id_from);
}

}  // namespace whimbrel::script
