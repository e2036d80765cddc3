#include "script/builtins/bloom_filter.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "script/builtins/support.h"
#include "script/model/seeds.h"

namespace whimbrel::script {

namespace {

constexpr uint64_t kMostBits = uint64_t{1} << 33;  // 1 GiB: more is a mistake

std::array<uint8_t, 32> sha256(const void* bytes, size_t size) {
  std::array<uint8_t, 32> result{};
  EVP_Digest(bytes, size, result.data(), nullptr, EVP_sha256(), nullptr);
  return result;
}

/// The two hashes that all cells of a value follow from; each has its own key, made with a step of the Lehmer
/// generator.
std::array<uint64_t, 2> two_hashes(const std::array<uint64_t, 2>& seed, const std::string& key) {
  constexpr uint64_t kStep = 16807;
  return {siphash({seed[0] + kStep, seed[1]}, key.data(), key.size()),
          siphash({seed[0] + 2 * kStep, seed[1]}, key.data(), key.size())};
}

}  // namespace

std::array<uint64_t, 2> BloomFilterObject::seed_of(std::string_view name) {
  const uint32_t random = seeds().random;
  const auto digest = name.empty() ? sha256(&random, sizeof random) : sha256(name.data(), name.size());
  std::array<uint64_t, 2> seed;
  std::memcpy(seed.data(), digest.data(), sizeof seed);
  return seed;
}

BloomFilterObject::BloomFilterObject(const Shape& shape_)
    : SketchObject(make<OpaqueType>("bloomfilter")), shape(shape_), words((shape.cells * shape.width + 63) / 64) {}

uint64_t BloomFilterObject::cell(uint64_t i) const {
  const uint64_t bit = i * shape.width, word = bit / 64, shift = bit % 64;
  uint64_t n = words[word] >> shift;
  if (shift + shape.width > 64) n |= words[word + 1] << (64 - shift);
  return n & limit();
}

void BloomFilterObject::set_cell(uint64_t i, uint64_t n) {
  const uint64_t bit = i * shape.width, word = bit / 64, shift = bit % 64;
  words[word] = (words[word] & ~(limit() << shift)) | n << shift;
  if (shift + shape.width > 64) {
    uint64_t& next = words[word + 1];
    next = (next & ~(limit() >> (64 - shift))) | n >> (64 - shift);
  }
}

void BloomFilterObject::increase(uint64_t i, uint64_t by) {
  const uint64_t n = cell(i);
  set_cell(i, by > limit() - n ? limit() : n + by);
}

/// Ends with false as soon as `visit` says false, or if the value has no cells.
template <class Visit>
bool BloomFilterObject::for_each_cell(const Cell& value, Visit&& visit) const {
  const auto key = key_of_element(value);
  if (!key) return false;
  const auto [first, step] = two_hashes(shape.seed, *key);
  for (uint64_t i = 0; i < shape.hashes; ++i)
    if (!visit((first + i * step) % shape.cells)) return false;
  return true;
}

void BloomFilterObject::add(const Cell& value) {
  for_each_cell(value, [this](uint64_t i) {
    increase(i, 1);
    return true;
  });
}

bool BloomFilterObject::remove(const Cell& value) {
  if (!shape.counting || count(value) == 0) return false;
  return for_each_cell(value, [this](uint64_t i) {
    const uint64_t n = cell(i);
    if (n > 0) set_cell(i, n - 1);
    return true;
  });
}

uint64_t BloomFilterObject::count(const Cell& value) const {
  uint64_t least = limit();
  const bool found = for_each_cell(value, [&](uint64_t i) {
    least = std::min(least, cell(i));
    return least > 0;
  });
  return found ? least : 0;
}

void BloomFilterObject::add_all(const BloomFilterObject& other) {
  for (uint64_t i = 0; i < shape.cells; ++i) increase(i, other.cell(i));
}

Ref<BloomFilterObject> BloomFilterObject::intersection(const BloomFilterObject& other) const {
  Shape basic = shape;
  basic.counting = false;
  basic.width = 1;
  auto result = make<BloomFilterObject>(basic);
  for (uint64_t i = 0; i < shape.cells; ++i)
    if (cell(i) > 0 && other.cell(i) > 0) result->set_cell(i, 1);
  return result;
}

uint64_t BloomFilterObject::digest() const {
  const auto bytes = sha256(words.data(), 8 * words.size());
  uint64_t number;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

namespace {

BloomFilterObject& filter_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<BloomFilterObject>();
}

Cell make_filter(const BuiltinCall& call, const BloomFilterObject::Shape& shape) {
  if (shape.cells <= kMostBits / shape.width) return make<BloomFilterObject>(shape);
  plain_error(call, "Bloom filter is too large");
  return {};
}

/// As many cells, and hashes, as keep false answers as rare as wanted while no more than `capacity` values are added.
Cell bloomfilter_basic_init(BuiltinCall& call) {
  const double rate = call.arguments[0].as_double();
  const double capacity = static_cast<double>(call.arguments[1].as_count());
  if (!(rate > 0 && rate <= 1)) {
    plain_error(call, "false-positive rate must take value between 0 and 1");
    return {};
  }
  const double ln2 = std::log(2);
  const double cells = std::max(1.0, std::ceil(-(capacity * std::log(rate) / ln2 / ln2)));
  BloomFilterObject::Shape shape;
  shape.cells = static_cast<uint64_t>(std::min(cells, 0x1p63));
  shape.hashes = std::max(uint64_t{1}, static_cast<uint64_t>(std::round(cells / std::max(1.0, capacity) * ln2)));
  shape.seed = BloomFilterObject::seed_of(string_argument(call, 2));
  return make_filter(call, shape);
}

/// The numbers that two of the functions are given: hashes and cells. False, and reported, if one is 0.
bool read_shape(const BuiltinCall& call, BloomFilterObject::Shape& shape) {
  shape.hashes = call.arguments[0].as_count();
  shape.cells = call.arguments[1].as_count();
  if (shape.hashes == 0)
    plain_error(call, "k must be non-negative");
  else if (shape.cells == 0)
    plain_error(call, "num of cells must be non-negative");
  return shape.hashes > 0 && shape.cells > 0;
}

Cell bloomfilter_basic_init2(BuiltinCall& call) {
  BloomFilterObject::Shape shape;
  if (!read_shape(call, shape)) return {};
  shape.seed = BloomFilterObject::seed_of(string_argument(call, 2));
  return make_filter(call, shape);
}

Cell bloomfilter_counting_init(BuiltinCall& call) {
  BloomFilterObject::Shape shape;
  if (!read_shape(call, shape)) return {};
  const uint64_t most = call.arguments[2].as_count();
  if (most == 0) {
    plain_error(call, "max counter value must be non-negative");
    return {};
  }
  shape.counting = true;
  shape.width = static_cast<unsigned>(std::bit_width(most));
  shape.seed = BloomFilterObject::seed_of(string_argument(call, 3));
  return make_filter(call, shape);
}

Cell bloomfilter_add(BuiltinCall& call) {
  BloomFilterObject& filter = filter_argument(call, 0);
  if (filter.accepts(call.arguments[1]))
    filter.add(call.arguments[1]);
  else
    plain_error(call, "incompatible Bloom filter types");
  return {};
}

/// Whether a question about a value makes sense: there are values, and they are of its type.
bool check_question(const BuiltinCall& call) {
  const BloomFilterObject& filter = filter_argument(call, 0);
  if (filter.element && !filter.may_contain(call.arguments[1])) plain_error(call, "incompatible Bloom filter types");
  return filter.may_contain(call.arguments[1]);
}

Cell bloomfilter_decrement(BuiltinCall& call) {
  return Cell::boolean(check_question(call) && filter_argument(call, 0).remove(call.arguments[1]));
}

Cell bloomfilter_lookup(BuiltinCall& call) {
  return Cell::count(check_question(call) ? filter_argument(call, 0).count(call.arguments[1]) : 0);
}

Cell bloomfilter_clear(BuiltinCall& call) {
  filter_argument(call, 0).clear();
  return {};
}

Cell bloomfilter_internal_state(BuiltinCall& call) {
  return string_cell(std::to_string(filter_argument(call, 0).digest()));
}

/// Whether two filters can become one. `verb`: what is to be done with them.
bool check_pair(const BuiltinCall& call, const std::string& verb) {
  const BloomFilterObject &a = filter_argument(call, 0), &b = filter_argument(call, 1);
  const std::string kind = a.shape.counting ? "CountingBloomFilter" : "BasicBloomFilter";
  std::string why;
  if (a.differs(b))
    why = "incompatible Bloom filter types";
  else if (a.shape.counting != b.shape.counting)
    why = "cannot " + verb + " different Bloom filter types";
  else if (!a.shape.same_hashes(b.shape))
    why = "incompatible hashers in " + kind + " " + verb;
  else if (a.shape != b.shape)
    why = "different bitvector size in " + kind + " " + verb;
  if (!why.empty()) plain_error(call, why);
  return why.empty();
}

Cell bloomfilter_merge(BuiltinCall& call) {
  if (!check_pair(call, "merge")) return {};
  const BloomFilterObject &a = filter_argument(call, 0), &b = filter_argument(call, 1);
  auto merged = make<BloomFilterObject>(a);
  merged->add_all(b);
  if (!merged->element) merged->element = b.element;
  return merged;
}

Cell bloomfilter_intersect(BuiltinCall& call) {
  if (!check_pair(call, "intersect")) return {};
  const BloomFilterObject &a = filter_argument(call, 0), &b = filter_argument(call, 1);
  auto both = a.intersection(b);
  both->element = a.element ? a.element : b.element;
  return both;
}

}  // namespace

void add_bloom_filter_builtins(Registry& registry) {
  registry.begin("bloom-filter.bif");
  registry.add("bloomfilter_basic_init(fp: double, capacity: count, name: string &default=\"\"): opaque of bloomfilter",
               bloomfilter_basic_init);
  registry.add("bloomfilter_basic_init2(k: count, cells: count, name: string &default=\"\"): opaque of bloomfilter",
               bloomfilter_basic_init2);
  registry.add(
      "bloomfilter_counting_init(k: count, cells: count, max: count, name: string &default=\"\"): opaque of "
      "bloomfilter",
      bloomfilter_counting_init);
  registry.add("bloomfilter_add(bf: opaque of bloomfilter, x: any): any", bloomfilter_add);
  registry.add("bloomfilter_decrement(bf: opaque of bloomfilter, x: any): bool", bloomfilter_decrement);
  registry.add("bloomfilter_lookup(bf: opaque of bloomfilter, x: any): count", bloomfilter_lookup);
  registry.add("bloomfilter_clear(bf: opaque of bloomfilter): any", bloomfilter_clear);
  registry.add("bloomfilter_merge(bf1: opaque of bloomfilter, bf2: opaque of bloomfilter): opaque of bloomfilter",
               bloomfilter_merge);
  registry.add("bloomfilter_intersect(bf1: opaque of bloomfilter, bf2: opaque of bloomfilter): opaque of bloomfilter",
               bloomfilter_intersect);
  registry.add("bloomfilter_internal_state(bf: opaque of bloomfilter): string", bloomfilter_internal_state);
}

}  // namespace whimbrel::script
