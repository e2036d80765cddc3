#include "script/model/entry_index.h"

#include <algorithm>
#include <bit>

namespace whimbrel::script {

void EntryIndex::make_room(size_t count) {
  const size_t slots = std::bit_ceil(std::max<size_t>(count * 2, size_t{2} << kNeighbours));
  *this = {};
  slots_.grow(slots);
  shift_ = 64 - static_cast<unsigned>(std::bit_width(slots >> kNeighbours) - 1);
  most_ = slots / 3 * 2;
}

bool EntryIndex::add(Entry* entry) {
  const size_t mask = slots_.size() - 1;
  size_t slot = first_slot(entry->index.hash());
  for (size_t step = 1; slots_[slot]; ++step) {
    if (step == kMostSteps) return false;
    slot = (slot + step) & mask;
  }
  slots_[slot] = entry;
  ++count_;
  return true;
}

}  // namespace whimbrel::script
