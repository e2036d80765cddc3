#include "endpoint/subscriber_state.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <map>

#include "base/span_queue.h"
#include "codec/binary/frame.h"

namespace whimbrel {

namespace {

constexpr size_t kTopicsInGap = 16;
constexpr size_t kMostEvents = 10000;
constexpr size_t kManyItems = 64;  // more than this waiting: small runs are copied together
constexpr Duration kForever = std::chrono::hours(24 * 365);

}  // namespace

SubscriberState::SubscriberState(SubscriberOptions options_, size_t congestion, std::function<void()> wake_loop)
    : options(std::move(options_)), congestion_size(congestion), wake_loop_(std::move(wake_loop)) {}

SubscriberState::~SubscriberState() {
  if (event_fd_ >= 0) ::close(event_fd_);
}

// -- loop

void SubscriberState::push(const Span& messages) {
  if (queue_length_ > kManyItems && messages.size() < kChunkSize / 4)
    return stage(writer_.put({messages.data(), messages.size()}, messages.frames));
  stage(messages);
}

void SubscriberState::stage(const Span& messages) {
  Span* const last = staged_.empty() || staged_.back().event ? nullptr : &staged_.back().messages;
  if (last && last->chunk == messages.chunk && last->end == messages.begin) {
    last->end = messages.end;
    last->frames += messages.frames;
  } else {
    staged_.push_back({messages, nullptr});
  }
  staged_messages_ += messages.frames;
  staged_bytes_ += messages.size();
}

void SubscriberState::push_event(Item::Event event) {
  if (!options.events && !std::holds_alternative<Gap>(event)) return;
  // Whoever reads nothing must not make events pile up: beyond a limit one gap stands for all of them.
  const size_t waiting = queued_events_++;
  if (waiting > kMostEvents) return;
  if (waiting == kMostEvents) event = Gap{Gap::Reason::SubscriberOverflow, {}, 0, {}};
  staged_.push_back({{}, std::make_unique<Item::Event>(std::move(event))});
}

bool SubscriberState::congested() {
  if (options.queue.overflow != Overflow::Block || messages_ + staged_messages_ < congestion_size) return false;
  told_congested_ = true;
  return messages_ + staged_messages_ >= congestion_size;  // the reader may have taken all before it could know
}

void SubscriberState::end_of_turn() {
  if (staged_.empty()) return;
  has_arrival_ = true;
  bool wake;
  {
    std::lock_guard lock(mutex_);
    if (queue_.empty()) {
      queue_.swap(staged_);
      waits_since_ = std::chrono::steady_clock::now();
    } else {
      for (Item& item : staged_) queue_.push_back(std::move(item));
    }
    messages_ += staged_messages_;
    bytes_ += staged_bytes_;
    if (options.queue.overflow != Overflow::Block) make_room();
    wake = reader_waits_;
    drained_ = false;
    queue_length_ = queue_.size();
  }
  set_readable(true);  // without the lock, which whoever wakes up wants at once
  staged_.clear();
  staged_messages_ = staged_bytes_ = 0;
  if (wake) arrived_.notify_one();
}

// Drops messages, oldest or newest first, until the queue is within its limits, and leaves a gap where they were.
void SubscriberState::make_room() {
  if (messages_ <= options.queue.messages && bytes_ <= options.queue.bytes) return;
  const bool oldest = options.queue.overflow == Overflow::DropOldest;
  Gap gap;
  std::map<std::string, uint64_t, std::less<>> topics;
  std::vector<Item> kept;
  const auto visit = [&](Item& item) {
    Span& run = item.messages;
    if (item.event || (messages_ <= options.queue.messages && bytes_ <= options.queue.bytes)) return;
    // Frames can only be walked forwards, so a run loses its first ones under either policy; runs are at most a chunk
    // long.
    size_t at = run.begin;
    while (at != run.end && (messages_ > options.queue.messages || bytes_ > options.queue.bytes)) {
      const FrameView view = FrameView::over_valid(run.chunk->data() + at);
      if (topics.size() < kTopicsInGap || topics.contains(view.topic())) ++topics[std::string(view.topic())];
      at += view.size();
      bytes_ -= view.size();
      --messages_;
      --run.frames;
      ++gap.messages;
    }
    run.begin = at;
  };
  if (oldest)
    for (auto item = queue_.begin(); item != queue_.end(); ++item) visit(*item);
  else
    for (auto item = queue_.rbegin(); item != queue_.rend(); ++item) visit(*item);
  gap.topics.assign(topics.begin(), topics.end());
  dropped_ += gap.messages;
  bool told = false;
  const auto tell = [&] {
    if (!std::exchange(told, true)) kept.push_back({{}, std::make_unique<Item::Event>(gap)});
  };
  if (oldest) tell();
  for (Item& item : queue_)
    if (item.event || item.messages.frames > 0) kept.push_back(std::move(item));
  tell();
  queue_.swap(kept);
}

void SubscriberState::set_readable(bool readable) {
  if (event_fd_ < 0) return;
  uint64_t n = 1;
  [[maybe_unused]] const ssize_t ignored =
      readable ? ::write(event_fd_, &n, sizeof n) : ::read(event_fd_, &n, sizeof n);
}

// -- subscriber's thread

size_t SubscriberState::receive(Duration timeout, Receiver& receiver, CommandReceiver* commands, size_t max) {
  if (next_item_ == taken_.size() && !fill(timeout)) return 0;
  size_t done = 0;
  for (; next_item_ < taken_.size() && done < max; ++next_item_, next_byte_ = 0) {
    Item& item = taken_[next_item_];
    if (item.event) {
      ++done;
      if (const auto* status = std::get_if<Status>(item.event.get())) receiver.on_status(*status);
      if (const auto* error = std::get_if<ErrorEvent>(item.event.get())) receiver.on_error(*error);
      if (const auto* gap = std::get_if<Gap>(item.event.get())) receiver.on_gap(*gap);
      continue;
    }
    const std::byte* at = item.messages.data() + next_byte_;
    const std::byte* const end = item.messages.chunk->data() + item.messages.end;
    for (; at != end && done < max; ++done) {
      const FrameView frame = FrameView::over_valid(at);
      at += frame.size();
      next_byte_ = static_cast<size_t>(at - item.messages.data());
      if (commands)
        commands->on_command(frame);
      else
        receiver.on_message({frame.topic(), ValueView::over_valid(frame.payload())});
    }
    if (at != end) return done;
  }
  if (next_item_ == taken_.size()) {
    taken_.clear();
    next_item_ = 0;
    std::lock_guard lock(mutex_);
    if (queue_.empty()) {
      drained_ = true;
      if (!closed_) set_readable(false);
    }
  }
  return done;
}

// Swaps in the next batch. False if there is none in time.
bool SubscriberState::fill(Duration timeout) {
  taken_.clear();
  next_item_ = next_byte_ = 0;
  std::unique_lock lock(mutex_);
  if (queue_.empty() && timeout > Duration(0) && !closed_) wait(lock, std::min(timeout, kForever));
  if (queue_.empty()) {
    if (!closed_) set_readable(false);  // what made it readable may have been taken already
    return false;
  }
  taken_.swap(queue_);
  waits_.add(std::chrono::steady_clock::now() - waits_since_);
  messages_ = 0;
  queue_length_ = 0;
  bytes_ = 0;
  queued_events_ = 0;
  lock.unlock();
  if (told_congested_.exchange(false)) wake_loop_();
  return true;
}

void SubscriberState::wait(std::unique_lock<std::mutex>& lock, Duration timeout) {
  const TimePoint until = std::chrono::steady_clock::now() + timeout;
  lock.unlock();
  const bool found = spin_.look(until, [this] { return queue_length_ > 0; });
  lock.lock();
  if (found) return;
  reader_waits_ = true;
  arrived_.wait_until(lock, until, [this] { return !queue_.empty() || closed_; });
  reader_waits_ = false;
  spin_.woke();
}

// -- any thread

SinkLevels SubscriberState::levels() const {
  std::lock_guard lock(mutex_);
  return {messages_, bytes_, dropped_, waits_};
}

void SubscriberState::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  set_readable(true);
  arrived_.notify_all();
}

void SubscriberState::set_last_words(std::vector<std::byte> frames, size_t number) {
  std::lock_guard lock(mutex_);
  last_words_ = {std::move(frames), number};
}

std::pair<std::vector<std::byte>, size_t> SubscriberState::take_last_words() {
  std::lock_guard lock(mutex_);
  return std::exchange(last_words_, {});
}

bool SubscriberState::closed() const {
  std::lock_guard lock(mutex_);
  return closed_ && queue_.empty() && drained_;
}

int SubscriberState::descriptor() {
  std::lock_guard lock(mutex_);
  if (event_fd_ < 0) {
    event_fd_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (!queue_.empty() || closed_) set_readable(true);
  }
  return event_fd_;
}

}  // namespace whimbrel
