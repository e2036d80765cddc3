#include "whimbrel/subscriber.h"

#include "endpoint/subscriber_state.h"

namespace whimbrel {

Subscriber::Subscriber(std::shared_ptr<SubscriberState> state) : state_(std::move(state)) {}
Subscriber::Subscriber(Subscriber&&) noexcept = default;

Subscriber& Subscriber::operator=(Subscriber&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Subscriber::~Subscriber() {
  if (state_) state_->change("", SubscriberChange::Leave);
}

bool Subscriber::subscribe(std::string_view prefix) { return state_->change(prefix, SubscriberChange::Add); }
bool Subscriber::unsubscribe(std::string_view prefix) { return state_->change(prefix, SubscriberChange::Remove); }

size_t Subscriber::receive(Duration timeout, Receiver& receiver, size_t max) {
  return state_->receive(timeout, receiver, max);
}

std::optional<OwnedMessage> Subscriber::next(Duration timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::optional<OwnedMessage> found;
  const auto keep = [&found](const Message& m) {
    auto value = m.value.to_value(kMaxOwnedSize);
    found = {std::string(m.topic), value ? std::move(*value) : Value(), value.error()};
  };
  Duration left = timeout;
  do {
    if (receive(left, keep, 1) == 0) return {};
    left = std::max(Duration(0), Duration(deadline - std::chrono::steady_clock::now()));
  } while (!found);
  return found;
}

int Subscriber::descriptor() const { return state_->descriptor(); }
bool Subscriber::closed() const { return state_->closed(); }
size_t Subscriber::waiting() const { return state_->waiting(); }
bool Subscriber::congested() const { return state_->waiting() >= state_->congestion_size; }
uint64_t Subscriber::dropped() const { return state_->dropped(); }

}  // namespace whimbrel
