#include "script/builtins/topk.h"

#include <iterator>

#include "script/builtins/support.h"

namespace whimbrel::script {

TopkObject::TopkObject(uint64_t size_) : SketchObject(make<OpaqueType>("topk")), size(size_) {}

Ref<OpaqueObject> TopkObject::clone() const {
  auto copy = make<TopkObject>(size);
  copy->element = element;
  copy->pruned = pruned;
  for (const Bucket& bucket : buckets) {
    copy->buckets.push_back({bucket.count, {}});
    const auto into = std::prev(copy->buckets.end());
    for (const Element& e : bucket.elements) {
      into->elements.push_back({e.key, deep_copy(e.value), e.epsilon});
      copy->places_[e.key] = {into, std::prev(into->elements.end())};
    }
  }
  return copy;
}

TopkObject::Place& TopkObject::insert(Element element) {
  if (buckets.empty() || buckets.front().count > 0) buckets.push_front({0, {}});
  const auto bucket = buckets.begin();
  bucket->elements.push_back(std::move(element));
  const auto at = std::prev(bucket->elements.end());
  return places_[at->key] = {bucket, at};
}

/// Of those with the lowest count the one that has had it longest.
TopkObject::Element TopkObject::take_least() {
  Bucket& bucket = buckets.front();
  Element element = std::move(bucket.elements.front());
  places_.erase(element.key);
  bucket.elements.pop_front();
  if (bucket.elements.empty()) buckets.pop_front();
  return element;
}

void TopkObject::increase(Place& place, uint64_t by) {
  const auto from = place.bucket;
  const uint64_t count = from->count + by;
  auto to = std::next(from);
  while (to != buckets.end() && to->count < count) ++to;
  if (to == buckets.end() || to->count != count) to = buckets.insert(to, {count, {}});
  to->elements.splice(to->elements.end(), from->elements, place.element);
  place.bucket = to;
  if (from->elements.empty()) buckets.erase(from);
}

void TopkObject::add(const Cell& value) {
  auto key = key_of_element(value);
  if (!key || size == 0) return;
  const auto known = places_.find(*key);
  if (known != places_.end()) return increase(known->second, 1);
  Element element{std::move(*key), value, 0};
  if (places_.size() >= size) {
    element.epsilon = buckets.front().count;
    take_least();
  }
  const uint64_t count = element.epsilon + 1;
  increase(insert(std::move(element)), count);
}

bool TopkObject::restore(const Cell& value, uint64_t count, uint64_t epsilon) {
  auto key = accepts(value) ? key_of_element(value) : std::nullopt;
  if (!key || places_.contains(*key) || (!buckets.empty() && buckets.back().count > count)) return false;
  if (buckets.empty() || buckets.back().count < count) buckets.push_back({count, {}});
  const auto bucket = std::prev(buckets.end());
  bucket->elements.push_back({*key, value, epsilon});
  places_[std::move(*key)] = {bucket, std::prev(bucket->elements.end())};
  return true;
}

const TopkObject::Place* TopkObject::find(const Cell& value) const {
  const auto key = may_contain(value) ? key_of_element(value) : std::nullopt;
  if (!key) return nullptr;
  const auto known = places_.find(*key);
  return known == places_.end() ? nullptr : &known->second;
}

std::vector<Cell> TopkObject::top(uint64_t wanted) const {
  std::vector<Cell> values;
  for (auto bucket = buckets.rbegin(); bucket != buckets.rend() && values.size() < wanted; ++bucket)
    for (const Element& e : bucket->elements) values.push_back(e.value);
  return values;
}

uint64_t TopkObject::sum() const {
  uint64_t sum = 0;
  for (const Bucket& bucket : buckets) sum += bucket.count * bucket.elements.size();
  return sum;
}

void TopkObject::merge(const TopkObject& other, bool prune) {
  for (const Bucket& bucket : other.buckets) {
    for (const Element& e : bucket.elements) {
      const auto known = places_.find(e.key);
      Place& place = known != places_.end() ? known->second : insert({e.key, e.value, 0});
      place.element->epsilon += e.epsilon;
      increase(place, bucket.count);
    }
  }
  while (prune && places_.size() > size) {
    take_least();
    pruned = true;
  }
}

namespace {

TopkObject& topk_argument(const BuiltinCall& call, size_t i) { return call.arguments[i].as<TopkObject>(); }

Cell topk_init(BuiltinCall& call) { return make<TopkObject>(call.arguments[0].as_count()); }

Cell topk_add(BuiltinCall& call) {
  TopkObject& topk = topk_argument(call, 0);
  if (topk.accepts(call.arguments[1]))
    topk.add(call.arguments[1]);
  else
    plain_error(call, "Trying to add element to topk with differing type from other elements");
  return {};
}

Cell topk_get_top(BuiltinCall& call) {
  const TopkObject& topk = topk_argument(call, 0);
  if (topk.buckets.empty()) {
    plain_error(call, "Cannot return topk of empty");
    return {};
  }
  auto vector = make<VectorObject>(make<VectorType>(topk.element));
  vector->cells = topk.top(call.arguments[1].as_count());
  return vector;
}

/// Where a watched value is; null, and reported in the reference's words, if it is not watched.
const TopkObject::Place* find_watched(const BuiltinCall& call, const std::string& question) {
  const TopkObject::Place* const place = topk_argument(call, 0).find(call.arguments[1]);
  if (!place) plain_error(call, question + " for element that is not in top-k");
  return place;
}

Cell topk_count(BuiltinCall& call) {
  const TopkObject::Place* const place = find_watched(call, "GetCount");
  return Cell::count(place ? place->bucket->count : 0);
}

Cell topk_epsilon(BuiltinCall& call) {
  const TopkObject::Place* const place = find_watched(call, "GetEpsilon");
  return Cell::count(place ? place->element->epsilon : 0);
}

Cell topk_size(BuiltinCall& call) { return Cell::count(topk_argument(call, 0).size); }

Cell topk_sum(BuiltinCall& call) {
  const TopkObject& topk = topk_argument(call, 0);
  if (topk.pruned)
    plain_warning(call,
                  "TopkVal::GetSum() was used on a pruned data structure. Result values do not represent total element "
                  "count");
  return Cell::count(topk.sum());
}

template <bool prune>
Cell topk_merge(BuiltinCall& call) {
  TopkObject& into = topk_argument(call, 0);
  // A walk over what grows meanwhile would not end.
  const Ref<OpaqueObject> from = topk_argument(call, 1).clone();
  const auto& other = static_cast<const TopkObject&>(*from);
  if (into.differs(other)) {
    plain_error(call, "Cannot merge top-k elements of differing types.");
    return {};
  }
  if (!into.element) into.element = other.element;
  into.merge(other, prune);
  return {};
}

}  // namespace

void add_topk_builtins(Registry& registry) {
  registry.begin("top-k.bif");
  registry.add("topk_init(size: count): opaque of topk", topk_init);
  registry.add("topk_add(handle: opaque of topk, value: any): any", topk_add);
  registry.add("topk_get_top(handle: opaque of topk, k: count): any_vec", topk_get_top);
  registry.add("topk_count(handle: opaque of topk, value: any): count", topk_count);
  registry.add("topk_epsilon(handle: opaque of topk, value: any): count", topk_epsilon);
  registry.add("topk_size(handle: opaque of topk): count", topk_size);
  registry.add("topk_sum(handle: opaque of topk): count", topk_sum);
  registry.add("topk_merge(handle1: opaque of topk, handle2: opaque of topk): any", topk_merge<false>);
  registry.add("topk_merge_prune(handle1: opaque of topk, handle2: opaque of topk): any", topk_merge<true>);
}

}  // namespace whimbrel::script
