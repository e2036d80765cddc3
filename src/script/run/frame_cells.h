// FrameCells: the variables of one call. A few cells lie in the object itself, so a call of a small function makes no
// allocation.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <utility>

#include "script/model/cell.h"

namespace whimbrel::script {

class FrameCells {
 public:
  explicit FrameCells(size_t size = 0) : FrameCells(Room{size}) { fill(size); }
  /// Room for so many cells, that add() and fill() make.
  struct Room {
    size_t size;
  };
  explicit FrameCells(Room room) {
    if (room.size > kInline) data_ = static_cast<Cell*>(::operator new(room.size * sizeof(Cell)));
  }
  FrameCells(const FrameCells& other) : FrameCells(Room{other.size_}) {
    std::uninitialized_copy_n(other.data_, other.size_, data_);
    size_ = other.size_;
  }
  FrameCells& operator=(const FrameCells&) = delete;
  ~FrameCells() {
    std::destroy_n(data_, size_);
    if (data_ != inline_cells()) ::operator delete(data_);
  }

  Cell& operator[](size_t i) { return data_[i]; }
  const Cell& operator[](size_t i) const { return data_[i]; }
  Cell* data() { return data_; }
  const Cell* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Cell* begin() { return data_; }
  Cell* end() { return data_ + size_; }
  const Cell* begin() const { return data_; }
  const Cell* end() const { return data_ + size_; }
  std::span<Cell> cells() { return {data_, size_}; }

  /// One more, that `make` returns.
  template <class Make>
  Cell& add(const Make& make) {
    Cell* const cell = new (data_ + size_) Cell(make());
    ++size_;
    return *cell;
  }
  /// Unset cells, until there are so many.
  void fill(size_t size) {
    for (; size_ < size; ++size_) new (data_ + size_) Cell();
  }
  /// Keeps what there is; new cells are unset.
  void resize(size_t size) {
    if (size == size_) return;
    FrameCells old(*this);
    std::destroy_at(this);
    std::construct_at(this, size);
    for (size_t i = 0; i < size && i < old.size_; ++i) data_[i] = std::move(old.data_[i]);
  }

 private:
  static constexpr size_t kInline = 8;
  Cell* inline_cells() { return reinterpret_cast<Cell*>(storage_); }

  size_t size_ = 0;
  Cell* data_ = inline_cells();
  alignas(Cell) std::byte storage_[kInline * sizeof(Cell)];
};

}  // namespace whimbrel::script
