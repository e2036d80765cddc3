#include "script/broker/log_account.h"

#include <algorithm>
#include <utility>

namespace whimbrel::script {

namespace {

// No sender comes this far.
constexpr uint64_t kHighestPosition = uint64_t{1} << 62;

}  // namespace

// -- the sender's

uint64_t SentLogs::send(std::string_view name, uint64_t records) {
  auto topic = topics_.find(name);
  if (topic == topics_.end()) topic = topics_.emplace(std::string(name), Topic{}).first;
  sent_ += records;
  return std::exchange(topic->second.position, topic->second.position + records);
}

uint64_t SentLogs::lose(Topic& topic, uint64_t up_to) {
  if (up_to <= topic.settled) return 0;
  const uint64_t records = up_to - std::exchange(topic.settled, up_to);
  lost_ += records;
  return records;
}

// What comes from outside is taken for what can be true: nobody has got what was not sent.
uint64_t SentLogs::on_receipt(std::string_view name, std::string_view id, uint64_t first, uint64_t next,
                              uint64_t missing) {
  const auto found = topics_.find(name);
  if (found == topics_.end()) return 0;
  Topic& topic = found->second;
  next = std::min(next, topic.position);
  first = std::min(first, next);
  uint64_t lost = 0;
  auto receiver = topic.receivers.find(id);
  if (receiver == topic.receivers.end()) {
    if (topic.receivers.size() == kMostReceivers) return 0;
    // Before its time there was nobody.
    if (topic.receivers.empty()) lost = lose(topic, first);
    topic.had_receiver = true;
    receiver = topic.receivers.emplace(std::string(id), Receiver{first, 0}).first;
  }
  const uint64_t newly_missing = missing > receiver->second.missing ? missing - receiver->second.missing : 0;
  receiver->second = {std::max(receiver->second.next, next), std::max(receiver->second.missing, missing)};
  if (next <= topic.settled) return lost;
  const uint64_t records = next - std::exchange(topic.settled, next);
  const uint64_t without = std::min(records, newly_missing);
  confirmed_ += records - without;
  lost_ += without;
  return lost + without;
}

SentLogs::Lost SentLogs::on_receiver_gone(std::string_view id, Goodbye goodbye) {
  Lost lost;
  for (auto& [name, topic] : topics_) {
    const auto receiver = topic.receivers.find(id);
    if (receiver == topic.receivers.end()) continue;
    topic.receivers.erase(receiver);
    if (!topic.receivers.empty()) continue;
    topic.had_receiver = goodbye == Goodbye::None;
    if (goodbye == Goodbye::Answered && topic.position > topic.settled)
      confirmed_ += topic.position - std::exchange(topic.settled, topic.position);
    if (const uint64_t records = lose(topic, topic.position); records > 0) lost.emplace_back(name, records);
  }
  return lost;
}

SentLogs::Lost SentLogs::close() {
  Lost lost;
  for (auto& [name, topic] : topics_) {
    if (!topic.had_receiver || !topic.receivers.empty()) continue;
    if (const uint64_t records = lose(topic, topic.position); records > 0) lost.emplace_back(name, records);
  }
  return lost;
}

// -- the receiver's

uint64_t ReceivedLogs::on_batch(std::string_view sender, std::string_view topic, uint64_t position, uint64_t records) {
  received_ += records;
  if (position > kHighestPosition) return 0;
  if (!last_ || last_sender_ != sender || last_topic_ != topic) {
    last_sender_ = sender;
    last_topic_ = topic;
    std::pair key(last_sender_, last_topic_);
    auto found = accounts_.find(key);
    if (found == accounts_.end()) {
      if (accounts_.size() == kMostAccounts) accounts_.erase(accounts_.begin());
      found = accounts_.emplace(std::move(key), Account{position, position}).first;
      greetings_.push_back({last_sender_, last_topic_, position, position, 0});
    }
    last_ = &found->second;
  }
  const uint64_t missing = position > last_->next ? position - last_->next : 0;
  if (std::exchange(last_->is_interrupted, false)) {
    last_->first = position;
    last_->missing = 0;
    greetings_.push_back({last_sender_, last_topic_, position, position, 0});
  } else {
    last_->missing += missing;
  }
  last_->next = std::max(last_->next, position + records);
  last_->records += records;
  last_->has_news = has_news_ = true;
  missing_ += missing;
  return missing;
}

uint64_t ReceivedLogs::records_of(std::string_view sender) const {
  uint64_t records = 0;
  for (auto at = accounts_.lower_bound({std::string(sender), {}}); at != accounts_.end() && at->first.first == sender;
       ++at)
    records += at->second.records;
  return records;
}

void ReceivedLogs::interrupt(std::string_view sender) {
  for (auto at = accounts_.lower_bound({std::string(sender), {}}); at != accounts_.end() && at->first.first == sender;
       ++at)
    at->second.is_interrupted = true;
}

uint64_t ReceivedLogs::mark() {
  if (!has_news_) return 0;
  has_news_ = false;
  Mark mark{++last_mark_, {}};
  if (marks_.size() == kMostMarks) {  // nothing is written for a while: this mark answers for the oldest, too
    for (const Receipt& receipt : marks_.front().receipts)
      if (const auto account = accounts_.find({receipt.sender, receipt.topic}); account != accounts_.end())
        account->second.has_news = true;
    marks_.pop_front();
  }
  for (auto& [key, account] : accounts_) {
    if (!std::exchange(account.has_news, false)) continue;
    mark.receipts.push_back({key.first, key.second, account.first, account.next, account.missing});
  }
  marks_.push_back(std::move(mark));
  return last_mark_;
}

std::vector<ReceivedLogs::Receipt> ReceivedLogs::written(uint64_t number) {
  std::vector<Receipt> receipts;
  for (; !marks_.empty() && marks_.front().number <= number; marks_.pop_front())
    for (Receipt& receipt : marks_.front().receipts) receipts.push_back(std::move(receipt));
  return receipts;
}

}  // namespace whimbrel::script
