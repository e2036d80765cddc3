// Bloom filters: was a value added, and in counting filters how often? "No" is certain, "yes" is likely.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "script/builtins/sketch.h"

namespace whimbrel::script {

/// Each value has a few cells, found by hashing; adding it increments them, and what has an empty cell was not added.
/// Cells count up to a limit and stay there; those of a basic filter are single bits, so their limit is 1.
class BloomFilterObject final : public SketchObject {
 public:
  struct Shape {
    bool counting = false;
    uint64_t hashes = 1;  ///< cells for each value
    uint64_t cells = 1;   ///< in all
    unsigned width = 1;   ///< bits of a cell
    std::array<uint64_t, 2> seed{};
    bool operator==(const Shape&) const = default;
    bool same_hashes(const Shape& other) const { return hashes == other.hashes && seed == other.seed; }
  };
  /// Filters of the same name find the same cells; without a name it is the run's seed that decides.
  static std::array<uint64_t, 2> seed_of(std::string_view name);

  explicit BloomFilterObject(const Shape& shape);
  std::string text() const override { return "<opaque of BloomFilterVal>"; }
  Ref<OpaqueObject> clone() const override { return make<BloomFilterObject>(*this); }
  BloomFilterObject(const BloomFilterObject& other) : SketchObject(other.type), shape(other.shape), words(other.words) {
    element = other.element;
  }

  void add(const Cell& value);
  /// False if it is not in there.
  bool remove(const Cell& value);
  uint64_t count(const Cell& value) const;
  void clear() { words.assign(words.size(), 0); }
  /// Both are of the same shape.
  void add_all(const BloomFilterObject& other);
  /// A basic filter of the cells that neither has empty.
  Ref<BloomFilterObject> intersection(const BloomFilterObject& other) const;
  /// A number that is the same for the same content.
  uint64_t digest() const;

  Shape shape;
  std::vector<uint64_t> words;  ///< the cells' bits, lowest first

 private:
  uint64_t limit() const { return shape.width == 64 ? UINT64_MAX : (uint64_t{1} << shape.width) - 1; }
  uint64_t cell(uint64_t i) const;
  void set_cell(uint64_t i, uint64_t n);
  void increase(uint64_t i, uint64_t by);
  template <class Visit>
  bool for_each_cell(const Cell& value, Visit&& visit) const;
};

}  // namespace whimbrel::script
