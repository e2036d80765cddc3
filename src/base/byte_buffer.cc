#include <algorithm>

#include "whimbrel/bytes.h"

namespace whimbrel {

void ByteBuffer::grow(size_t n) {
  const size_t used = bytes().size();
  data_.resize(std::max({size_t{256}, 2 * data_.size(), used + n}));
  cursor_ = data_.data() + used;
  end_ = data_.data() + data_.size();
}

}  // namespace whimbrel
