// Top-k by the space-saving algorithm (Metwally and others, 2005): which values came most often?
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

#include "script/builtins/sketch.h"

namespace whimbrel::script {

/// A fixed number of values is watched. A value that is not among them takes the place of one that came least, and
/// its count: so counts are too high by no more than a known amount, the element's epsilon.
class TopkObject final : public SketchObject {
 public:
  explicit TopkObject(uint64_t size);
  TopkObject(const TopkObject&) = delete;

  std::string text() const override { return "<opaque of TopkVal>"; }
  Ref<OpaqueObject> clone() const override;

  struct Element {
    std::string key;
    Cell value;
    uint64_t epsilon = 0;
  };
  /// The elements that have the same count.
  struct Bucket {
    uint64_t count;
    std::list<Element> elements;  ///< those that came to this count first stand first
  };
  struct Place {
    std::list<Bucket>::iterator bucket;
    std::list<Element>::iterator element;
  };

  void add(const Cell& value);
  /// Watches a value that has come so often already: at least as often as all that are watched so far. False if it
  /// cannot be.
  bool restore(const Cell& value, uint64_t count, uint64_t epsilon);
  /// Null if the value is not watched.
  const Place* find(const Cell& value) const;
  /// At least `wanted` of the most frequent ones, if there are so many: of those with equal counts all.
  std::vector<Cell> top(uint64_t wanted) const;
  uint64_t sum() const;
  /// More values than `size` may be watched after that; pruned, those that came least are dropped.
  void merge(const TopkObject& other, bool prune);

  uint64_t size;
  bool pruned = false;
  std::list<Bucket> buckets;  ///< by ascending count

 private:
  Place& insert(Element element);  // with count 0
  Element take_least();
  void increase(Place& place, uint64_t by);

  std::unordered_map<std::string, Place> places_;  // by key
};

}  // namespace whimbrel::script
