#include "script/broker/opaque_forms.h"

#include <algorithm>

#include "script/broker/data_iterators.h"
#include "script/broker/data_value.h"
#include "script/broker/sketch_forms.h"
#include "script/builtins/certificates.h"
#include "script/builtins/digest.h"
#include "script/builtins/entropy.h"
#include "script/builtins/paraglob.h"

namespace whimbrel::script {

namespace {

/// The states of all these together are far below this.
constexpr size_t kMostMemory = 256u << 20;

template <class Object>
const Object* as(const OpaqueObject& opaque) {
  return dynamic_cast<const Object*>(&opaque);
}

// -- digests

constexpr std::string_view kDigests[] = {"MD5Val", "SHA1Val", "SHA256Val"};

OpaqueForm digest_form(const DigestObject& object) {
  Vector state{Value(!object.finished)};
  if (!object.finished) state.emplace_back(object.digest.image());
  return {kDigests[static_cast<size_t>(object.digest.algorithm())], Value(std::move(state))};
}

Ref<OpaqueObject> read_digest(Digest::Algorithm algorithm, const Vector& state) {
  const bool* const is_open = state.empty() ? nullptr : state[0].get_if<bool>();
  if (!is_open) return nullptr;
  if (!*is_open) {
    auto object = make<DigestObject>(Digest(algorithm));
    object->finished = true;
    return object;
  }
  const std::string* const image = state.size() == 2 ? state[1].get_if<std::string>() : nullptr;
  auto digest = image ? Digest::from_image(algorithm, *image) : std::nullopt;
  if (!digest) return nullptr;
  return make<DigestObject>(std::move(*digest));
}

// -- lists of numbers

template <class Numbers>
Value numbers(const Numbers& list) {
  Vector values;
  values.reserve(list.size());
  for (const auto number : list) values.emplace_back(uint64_t{number});
  return Value(std::move(values));
}

std::optional<std::vector<uint64_t>> read_numbers(const Vector& values) {
  std::vector<uint64_t> list;
  list.reserve(values.size());
  for (const Value& value : values) {
    const uint64_t* const number = value.get_if<uint64_t>();
    if (!number) return std::nullopt;
    list.push_back(*number);
  }
  return list;
}

Ref<OpaqueObject> read_entropy(const Vector& values) {
  const auto state = read_numbers(values);
  const auto test = state ? EntropyTest::from_state(*state) : std::nullopt;
  if (!test) return nullptr;
  auto object = make<EntropyObject>();
  object->test = *test;
  return object;
}

// -- patterns: their number and then each as length and bytes, lengths in 8 bytes with the least significant first

void append_number(std::vector<uint8_t>& bytes, uint64_t number) {
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<uint8_t>(number >> (8 * i)));
}

Value paraglob_state(const ParaglobObject& object) {
  std::vector<uint8_t> bytes;
  append_number(bytes, object.patterns.size());
  for (const std::string& pattern : object.patterns) {
    append_number(bytes, pattern.size());
    bytes.insert(bytes.end(), pattern.begin(), pattern.end());
  }
  return numbers(bytes);
}

class PatternReader {
 public:
  explicit PatternReader(std::string bytes) : bytes_(std::move(bytes)) {}
  std::optional<std::set<std::string>> read() {
    std::set<std::string> patterns;
    uint64_t left = 0;
    if (!number(left)) return std::nullopt;
    for (; left > 0; --left) {
      uint64_t size = 0;
      if (!number(size) || size > bytes_.size() - at_) return std::nullopt;
      patterns.insert(bytes_.substr(at_, size));
      at_ += size;
    }
    return patterns;
  }

 private:
  bool number(uint64_t& number) {
    if (bytes_.size() - at_ < 8) return false;
    number = 0;
    for (int i = 7; i >= 0; --i) number = number << 8 | static_cast<uint8_t>(bytes_[at_ + static_cast<size_t>(i)]);
    at_ += 8;
    return true;
  }
  std::string bytes_;
  size_t at_ = 0;
};

Ref<OpaqueObject> read_paraglob(const Vector& values) {
  const auto list = read_numbers(values);
  if (!list || std::any_of(list->begin(), list->end(), [](uint64_t byte) { return byte > 0xff; })) return nullptr;
  auto patterns = PatternReader(std::string(list->begin(), list->end())).read();
  if (!patterns) return nullptr;
  return make<ParaglobObject>(std::move(*patterns));
}

// -- iterators: the container, and the place in it

struct IteratorClass {
  std::string_view kind, opaque;
};
constexpr IteratorClass kIterators[] = {{"zeek::Broker::detail::SetIterator", "Broker::SetIterator"},
                                        {"zeek::Broker::detail::TableIterator", "Broker::TableIterator"},
                                        {"zeek::Broker::detail::VectorIterator", "Broker::VectorIterator"},
                                        {"zeek::Broker::detail::RecordIterator", "Broker::RecordIterator"}};

/// The element that stands at the place: a key of sets and tables, a number for the others. At the end, none.
Value place_of(const DataIterator& iterator) {
  const auto place = static_cast<ptrdiff_t>(iterator.place);
  const bool at_end = iterator.at_end();
  if (const Set* const set = iterator.container.get_if<Set>()) return at_end ? Value() : *(set->begin() + place);
  if (const Table* const table = iterator.container.get_if<Table>())
    return at_end ? Value() : (table->begin() + place)->first;
  return Value::integer(place);
}

size_t find_place(const DataIterator& iterator, const Value& place) {
  if (const Set* const set = iterator.container.get_if<Set>())
    return static_cast<size_t>(std::find(set->begin(), set->end(), place) - set->begin());
  if (const Table* const table = iterator.container.get_if<Table>()) {
    const auto is_there = [&](const Table::Entry& entry) { return entry.first == place; };
    return static_cast<size_t>(std::find_if(table->begin(), table->end(), is_there) - table->begin());
  }
  const int64_t* const number = place.get_if<int64_t>();
  return number && *number >= 0 ? std::min(static_cast<size_t>(*number), iterator.size()) : iterator.size();
}

std::optional<OpaqueForm> iterator_form(const DataIterator& iterator) {
  for (const IteratorClass& known : kIterators)
    if (known.opaque == iterator.kind())
      return OpaqueForm{known.kind, Value(Vector{iterator.container, place_of(iterator)})};
  return std::nullopt;
}

Ref<OpaqueObject> read_iterator(const IteratorClass& known, const Vector& state) {
  if (state.size() != 2) return nullptr;
  const Kind kind = state[0].kind();
  const bool fits = known.opaque == "Broker::SetIterator"     ? kind == Kind::Set
                    : known.opaque == "Broker::TableIterator" ? kind == Kind::Table
                                                              : kind == Kind::Vector;
  if (!fits) return nullptr;
  auto iterator = make<DataIterator>(known.opaque, state[0]);
  iterator->place = find_place(*iterator, state[1]);
  return iterator;
}

}  // namespace

std::optional<OpaqueForm> opaque_to_wire(WireWriter& writer, const OpaqueObject& opaque) {
  if (const auto* const data = as<DataObject>(opaque)) return OpaqueForm{"zeek::Broker::detail::DataVal", data->value};
  if (const auto* const digest = as<DigestObject>(opaque)) return digest_form(*digest);
  if (const auto* const entropy = as<EntropyObject>(opaque))
    return OpaqueForm{"EntropyVal", numbers(entropy->test.state())};
  if (const auto* const globs = as<ParaglobObject>(opaque)) return OpaqueForm{"ParaglobVal", paraglob_state(*globs)};
  if (const auto* const iterator = as<DataIterator>(opaque)) return iterator_form(*iterator);
  if (const auto* const certificate = as<CertificateObject>(opaque))
    return OpaqueForm{"X509Val", Value(der_of(*certificate))};
  return sketch_form(writer, opaque);
}

Ref<OpaqueObject> opaque_from_wire(Runtime& runtime, std::string_view kind, const ValueView& state) {
  auto value = state.to_value(kMostMemory);
  if (!value) return nullptr;
  if (kind == "zeek::Broker::detail::DataVal") return make<DataObject>(std::move(*value));
  if (kind == "X509Val") {
    const std::string* const der = value->get_if<std::string>();
    return der ? read_certificate(*der) : nullptr;
  }
  const Vector* const parts = value->get_if<Vector>();
  if (!parts) return nullptr;
  for (size_t i = 0; i < std::size(kDigests); ++i)
    if (kind == kDigests[i]) return read_digest(static_cast<Digest::Algorithm>(i), *parts);
  for (const IteratorClass& known : kIterators)
    if (kind == known.kind) return read_iterator(known, *parts);
  if (kind == "EntropyVal") return read_entropy(*parts);
  if (kind == "ParaglobVal") return read_paraglob(*parts);
  return read_sketch(runtime, kind, *parts);
}

}  // namespace whimbrel::script
