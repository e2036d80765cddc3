#include "base/span_queue.h"

#include "base/big_endian.h"

namespace whimbrel {

namespace {

constexpr size_t kManyRuns = 64;

}  // namespace

size_t frame_size_at(const std::byte* frame) { return 4 + size_t{load_be<uint32_t>(frame)}; }

void SpanQueue::push(const Span& run) {
  if (!runs_.empty() && runs_.back().chunk == run.chunk && runs_.back().end == run.begin) {
    append(run);
  } else if (runs_.size() > kManyRuns && run.size() < kChunkSize / 4) {
    append(writer_.put({run.data(), run.size()}, run.frames));
  } else {
    runs_.push_back(run);
  }
  messages_ += run.frames;
  bytes_ += run.size();
}

void SpanQueue::append(const Span& run) {
  if (runs_.back().chunk == run.chunk && runs_.back().end == run.begin) {
    runs_.back().end = run.end;
    runs_.back().frames += run.frames;
  } else {
    runs_.push_back(run);
  }
}

size_t SpanQueue::gather(iovec* pieces, size_t most, size_t bytes) const {
  size_t n = 0;
  for (auto run = runs_.begin(); run != runs_.end() && n < most && bytes > 0; ++run) {
    const size_t skip = n == 0 ? partial_ : 0;
    const size_t size = std::min(run->size() - skip, bytes);
    pieces[n++] = {run->data() + skip, size};
    bytes -= size;
  }
  return n;
}

size_t SpanQueue::consume(size_t n) {
  size_t completed = 0;
  partial_ += n;
  bytes_ -= n;
  while (!runs_.empty() && partial_ > 0) {
    Span& run = runs_.front();
    if (partial_ >= run.size()) {
      partial_ -= run.size();
      completed += run.frames;
      runs_.pop_front();
      continue;
    }
    while (partial_ >= size_of_(run.data())) {
      const size_t size = size_of_(run.data());
      run.begin += size;
      partial_ -= size;
      --run.frames;
      ++completed;
    }
    break;
  }
  messages_ -= completed;
  return completed;
}

void SpanQueue::drop(const std::function<bool(const std::byte*)>& keep) {
  SpanQueue kept(size_of_);
  for (const Span& run : runs_) {
    for (size_t at = run.begin; at != run.end;) {
      const std::byte* frame = run.chunk->data() + at;
      const size_t size = size_of_(frame);
      const bool partly_written = partial_ > 0 && kept.runs_.empty();
      if (partly_written || keep(frame)) kept.push({run.chunk, at, at + size, 1});
      at += size;
    }
  }
  kept.partial_ = partial_;
  kept.bytes_ -= partial_;
  *this = std::move(kept);
}

}  // namespace whimbrel
