#include "proto/frame_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/big_endian.h"

namespace whimbrel {

namespace {

constexpr size_t kLeastRead = 16 * 1024;          // less room than this is not worth a system call
constexpr size_t kLargestAside = kChunkSize / 2;  // a frame with more than this in hand gets a chunk of its own

size_t frame_size(const std::byte* at) { return 4 + size_t{load_be<uint32_t>(at)}; }

}  // namespace

std::span<std::byte> ReadArena::room(size_t least) {
  if (!chunk_ || chunk_->capacity() - used_ < least) {
    chunk_ = Chunk::make(least);
    used_ = 0;
  }
  return {chunk_->data() + used_, chunk_->capacity() - used_};
}

std::span<std::byte> FrameReader::room() {
  if (own_) {
    const size_t wanted = frame_size(chunk_->data());
    if (end_ == chunk_->capacity()) move_to_own_chunk(std::min(wanted, 2 * end_));
    return {chunk_->data() + end_, std::min(chunk_->capacity(), wanted) - end_};
  }
  const auto room = arena_.room(aside_.size() + kLeastRead);
  chunk_ = arena_.chunk();
  begin_ = arena_.used();
  end_ = begin_ + aside_.size();
  if (!aside_.empty()) std::memcpy(room.data(), aside_.data(), aside_.size());
  return room.subspan(aside_.size());
}

void FrameReader::received(size_t n) {
  end_ += n;
  aside_.clear();
}

Result<Span> FrameReader::next(size_t most) {
  Span frames;
  size_t at = begin_;
  while (end_ - at >= 4 && frames.frames < most) {
    const size_t size = frame_size(chunk_->data() + at);
    if (size - 4 > limit_)
      return Error(ErrorCode::TooLarge,
                   fmt::format("frame of {} bytes announced; at most {} are accepted", size - 4, limit_));
    if (end_ - at < size) break;
    at += size;
    ++frames.frames;
  }
  if (frames.frames > 0) {
    frames.chunk = chunk_;
    frames.begin = begin_;
    frames.end = begin_ = at;
  }
  return frames;
}

void FrameReader::set_aside() {
  const size_t have = end_ - begin_;
  if (own_) {
    if (have > 0) return;
    own_ = false;
  } else if (chunk_) {
    arena_.take_until(begin_);
    const std::byte* from = chunk_->data() + begin_;
    if (have > kLargestAside && frame_size(from) > have) {
      move_to_own_chunk(std::min(frame_size(from), 2 * have));
      own_ = true;
      return;
    }
    aside_.assign(from, from + have);
    if (aside_.capacity() > 1024 && aside_.capacity() > 8 * have) aside_.shrink_to_fit();
  }
  chunk_ = {};
  begin_ = end_ = 0;
}

void FrameReader::move_to_own_chunk(size_t capacity) {
  ChunkRef chunk = Chunk::make(capacity);
  std::memcpy(chunk->data(), chunk_->data() + begin_, end_ - begin_);
  chunk_ = std::move(chunk);
  end_ -= begin_;
  begin_ = 0;
}

}  // namespace whimbrel
