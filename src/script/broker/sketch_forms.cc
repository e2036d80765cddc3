#include "script/broker/sketch_forms.h"

#include <algorithm>
#include <bit>

#include "script/broker/data_value.h"
#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/builtins/bloom_filter.h"
#include "script/builtins/cardinality.h"
#include "script/builtins/topk.h"

namespace whimbrel::script {

namespace {

constexpr std::string_view kBloom = "BloomFilterVal", kCardinality = "CardinalityVal", kTopk = "TopkVal";

// -- the type of the values that were added: none, a basic one by number, another one by name

bool has_number(Tag tag) { return tag >= Tag::Bool && tag <= Tag::Subnet && tag != Tag::Enum; }

Value type_form(const TypePtr& type) {
  if (!type) return {};
  if (has_number(type->tag())) return Value(Vector{Value(false), Value(static_cast<uint64_t>(type->tag()))});
  return Value(Vector{Value(true), Value(type->name())});
}

/// False if there is no such type here. Of none it is null.
bool read_type(Runtime& runtime, const Value& form, TypePtr& type) {
  if (form.is_none()) return true;
  const Vector* const parts = form.get_if<Vector>();
  const bool* const is_named = parts && parts->size() == 2 ? (*parts)[0].get_if<bool>() : nullptr;
  if (!is_named) return false;
  if (!*is_named) {
    const uint64_t* const number = (*parts)[1].get_if<uint64_t>();
    if (!number || *number > static_cast<uint64_t>(Tag::Subnet) || !has_number(static_cast<Tag>(*number))) return false;
    type = base_type(static_cast<Tag>(*number));
    return true;
  }
  const std::string* const name = (*parts)[1].get_if<std::string>();
  const Symbol* const symbol = name ? runtime.symbols.find(*name) : nullptr;
  if (!symbol || !symbol->is_type) return false;
  type = symbol->type;
  return true;
}

/// Walks over the parts of a state; once something is missing, nothing more comes.
class Parts {
 public:
  explicit Parts(const Vector& parts) : parts_(parts) {}
  template <class T>
  T next() {
    const T* const part = at_ < parts_.size() ? parts_[at_++].get_if<T>() : nullptr;
    is_good_ = is_good_ && part;
    return part ? *part : T();
  }
  const Value* value() {
    is_good_ = is_good_ && at_ < parts_.size();
    return is_good_ ? &parts_[at_++] : nullptr;
  }
  size_t left() const { return parts_.size() - at_; }
  bool is_good() const { return is_good_; }

 private:
  const Vector& parts_;
  size_t at_ = 0;
  bool is_good_ = true;
};

// -- Bloom filters

Value bloom_state(const BloomFilterObject& filter) {
  const BloomFilterObject::Shape& shape = filter.shape;
  Vector bits{Value(shape.cells * shape.width), Value(uint64_t{filter.words.size()})};
  for (const uint64_t word : filter.words) bits.emplace_back(word);
  const Vector hasher{Value(uint64_t{0}), Value(shape.hashes), Value(shape.seed[0]), Value(shape.seed[1])};
  Value cells{Vector(bits)};
  if (shape.counting) cells = Value(Vector{Value(uint64_t{shape.width}), Value(std::move(bits))});
  return Value(Vector{type_form(filter.element),
                      Value(Vector{Value(uint64_t{shape.counting}), Value(hasher), std::move(cells)})});
}

bool read_bits(const Vector& form, BloomFilterObject::Shape& shape, std::vector<uint64_t>& words) {
  Parts parts(form);
  const auto bits = parts.next<uint64_t>(), blocks = parts.next<uint64_t>();
  if (!parts.is_good() || blocks != parts.left() || bits == 0 || bits > blocks * 64 || bits + 64 <= blocks * 64)
    return false;
  shape.cells = bits / shape.width;
  for (uint64_t i = 0; i < blocks; ++i) words.push_back(parts.next<uint64_t>());
  return parts.is_good() && shape.cells > 0;
}

Ref<OpaqueObject> read_bloom(Runtime& runtime, const Vector& state) {
  constexpr uint64_t kMostHashes = 1000;
  TypePtr element;
  const Vector* const form = state.size() == 2 ? state[1].get_if<Vector>() : nullptr;
  if (!form || !read_type(runtime, state[0], element)) return nullptr;
  Parts parts(*form);
  BloomFilterObject::Shape shape;
  const auto kind = parts.next<uint64_t>();
  const auto hasher_form = parts.next<Vector>(), cells = parts.next<Vector>();
  Parts hasher(hasher_form);
  hasher.next<uint64_t>();  // how the cells are found: here there is one way
  shape.hashes = hasher.next<uint64_t>();
  shape.seed = {hasher.next<uint64_t>(), hasher.next<uint64_t>()};
  if (!parts.is_good() || !hasher.is_good() || kind > 1 || shape.hashes == 0 || shape.hashes > kMostHashes)
    return nullptr;
  shape.counting = kind == 1;
  std::vector<uint64_t> words;
  bool fits = false;
  if (shape.counting) {
    Parts counting(cells);
    const auto width = counting.next<uint64_t>();
    const auto bits = counting.next<Vector>();
    shape.width = static_cast<unsigned>(width);
    fits = counting.is_good() && width >= 1 && width <= 64 && read_bits(bits, shape, words);
  } else {
    fits = read_bits(cells, shape, words);
  }
  if (!fits) return nullptr;
  auto filter = make<BloomFilterObject>(shape);
  if (filter->words.size() != words.size()) return nullptr;
  filter->element = element;
  filter->words = std::move(words);
  return filter;
}

// -- HyperLogLog

Value cardinality_state(const CardinalityObject& counter) {
  const auto empty = std::count(counter.registers.begin(), counter.registers.end(), 0);
  Vector form{Value(uint64_t{counter.registers.size()}), Value(static_cast<uint64_t>(empty)), Value(counter.factor())};
  for (const uint8_t run : counter.registers) form.emplace_back(uint64_t{run});
  return Value(Vector{type_form(counter.element), Value(std::move(form))});
}

Ref<OpaqueObject> read_cardinality(Runtime& runtime, const Vector& state) {
  TypePtr element;
  const Vector* const form = state.size() == 2 ? state[1].get_if<Vector>() : nullptr;
  if (!form || !read_type(runtime, state[0], element)) return nullptr;
  Parts parts(*form);
  const auto registers = parts.next<uint64_t>();
  parts.next<uint64_t>();
  parts.next<double>();
  if (!parts.is_good() || !std::has_single_bit(registers) || registers < 16 || registers != parts.left())
    return nullptr;
  auto counter = make<CardinalityObject>(static_cast<unsigned>(std::countr_zero(registers)));
  counter->element = element;
  for (uint8_t& run : counter->registers) {
    const auto wanted = parts.next<uint64_t>();
    if (wanted > 65) return nullptr;  // longer than there are bits
    run = static_cast<uint8_t>(wanted);
  }
  return parts.is_good() ? counter : nullptr;
}

// -- top-k

std::optional<Value> topk_state(WireWriter& writer, const TopkObject& topk) {
  uint64_t elements = 0;
  Vector buckets;
  for (const TopkObject::Bucket& bucket : topk.buckets) {
    elements += bucket.elements.size();
    buckets.emplace_back(uint64_t{bucket.elements.size()});
    buckets.emplace_back(bucket.count);
    for (const TopkObject::Element& element : bucket.elements) {
      auto value = value_of_cell(writer, writer.runtime(), element.value);
      if (!value) return std::nullopt;
      buckets.emplace_back(element.epsilon);
      buckets.push_back(std::move(*value));
    }
  }
  Vector state{Value(topk.size), Value(elements), Value(topk.pruned), type_form(topk.element)};
  state.insert(state.end(), std::make_move_iterator(buckets.begin()), std::make_move_iterator(buckets.end()));
  return Value(std::move(state));
}

Ref<OpaqueObject> read_topk(Runtime& runtime, const Vector& state) {
  Parts parts(state);
  const auto size = parts.next<uint64_t>();
  auto left = parts.next<uint64_t>();
  auto topk = make<TopkObject>(size);
  topk->pruned = parts.next<bool>();
  const Value* const type = parts.value();
  TypePtr element;
  if (!type || !read_type(runtime, *type, element)) return nullptr;
  WireReader reader(runtime);
  while (left > 0) {
    auto in_bucket = parts.next<uint64_t>();
    const auto count = parts.next<uint64_t>();
    if (!element || in_bucket == 0 || in_bucket > left) return nullptr;
    for (; in_bucket > 0; --in_bucket, --left) {
      const auto epsilon = parts.next<uint64_t>();
      const Value* const value = parts.value();
      if (!value) return nullptr;
      const Cell cell = read_owned(reader, *value, element);
      if (!cell.is_set() || !topk->restore(cell, count, epsilon)) return nullptr;
    }
  }
  topk->element = element;
  return parts.is_good() ? topk : nullptr;
}

}  // namespace

std::optional<OpaqueForm> sketch_form(WireWriter& writer, const OpaqueObject& opaque) {
  if (const auto* const filter = dynamic_cast<const BloomFilterObject*>(&opaque))
    return OpaqueForm{kBloom, bloom_state(*filter)};
  if (const auto* const counter = dynamic_cast<const CardinalityObject*>(&opaque))
    return OpaqueForm{kCardinality, cardinality_state(*counter)};
  const auto* const topk = dynamic_cast<const TopkObject*>(&opaque);
  auto state = topk ? topk_state(writer, *topk) : std::nullopt;
  if (!state) return std::nullopt;
  return OpaqueForm{kTopk, std::move(*state)};
}

Ref<OpaqueObject> read_sketch(Runtime& runtime, std::string_view kind, const Vector& state) {
  if (kind == kBloom) return read_bloom(runtime, state);
  if (kind == kCardinality) return read_cardinality(runtime, state);
  if (kind == kTopk) return read_topk(runtime, state);
  return nullptr;
}

}  // namespace whimbrel::script
