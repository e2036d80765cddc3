// The account of log records between two nodes: what a sender has handed over and a receiver has got, so that both can
// say how many are missing. Plain classes; docs/features/logging.md says what is counted where.
//
// A sender numbers the records of a topic. Each batch says where it begins; a receiver sees holes, and answers with
// receipts for what it has written. What nobody has a receipt for when the last receiver goes may be lost.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whimbrel::script {

/// How a receiver has gone: have we asked it to, and has it answered that?
enum class Goodbye : uint8_t { None, Unanswered, Answered };

class SentLogs {
 public:
  /// Records of a topic that are handed over now: where they begin.
  uint64_t send(std::string_view topic, uint64_t records);

  // Each returns the records that are known now not to have arrived, or not to be known to.
  uint64_t on_receipt(std::string_view topic, std::string_view receiver, uint64_t first, uint64_t next,
                      uint64_t missing);
  /// A receiver, if it is one, has gone. By topic. After our goodbye, nobody is missed: what is still written at the
  /// end is not sent, as before the first receiver came. The answer to a goodbye is a receipt for all that was sent
  /// before.
  using Lost = std::vector<std::pair<std::string, uint64_t>>;
  Lost on_receiver_gone(std::string_view receiver, Goodbye goodbye);
  /// The process ends: what no receiver is there for.
  Lost close();

  uint64_t sent() const { return sent_; }
  uint64_t confirmed() const { return confirmed_; }
  uint64_t lost() const { return lost_; }

 private:
  static constexpr size_t kMostReceivers = 64;  // of a topic; of those beyond receipts do not count
  struct Receiver {
    uint64_t next = 0, missing = 0;
  };
  struct Topic {
    uint64_t position = 0;  // records sent
    uint64_t settled = 0;   // of these, confirmed or lost
    bool had_receiver = false;
    std::map<std::string, Receiver, std::less<>> receivers;
  };
  uint64_t lose(Topic& topic, uint64_t up_to);

  std::map<std::string, Topic, std::less<>> topics_;
  uint64_t sent_ = 0, confirmed_ = 0, lost_ = 0;
};

class ReceivedLogs {
 public:
  /// A batch of that sender has come. How many records in front of it are missing.
  uint64_t on_batch(std::string_view sender, std::string_view topic, uint64_t position, uint64_t records);
  /// Records of a sender that have come so far; 0 if it is none.
  uint64_t records_of(std::string_view sender) const;
  /// The connection to a sender has ended. When it is back, its account begins anew, since it has closed its own.
  void interrupt(std::string_view sender);

  struct Receipt {
    std::string sender, topic;
    uint64_t first, next, missing;
  };
  /// Receipts for senders and topics that are new: they say that somebody is there.
  std::vector<Receipt> take_greetings() { return std::exchange(greetings_, {}); }
  /// What has come up to now is on its way to the disk. Numbers the moment; 0 if nothing has come since the last one.
  uint64_t mark();
  /// That is written. What senders are to be told.
  std::vector<Receipt> written(uint64_t mark);
  bool waits() const { return !marks_.empty(); }

  uint64_t received() const { return received_; }
  uint64_t missing() const { return missing_; }

 private:
  static constexpr size_t kMostAccounts = 4096;
  static constexpr size_t kMostMarks = 8;
  struct Account {
    uint64_t first = 0, next = 0, missing = 0, records = 0;
    bool has_news = false;
    bool is_interrupted = false;
  };
  struct Mark {
    uint64_t number;
    std::vector<Receipt> receipts;
  };
  std::map<std::pair<std::string, std::string>, Account> accounts_;  // by sender and topic
  Account* last_ = nullptr;                                          // of these, that of the last batch
  std::string last_sender_, last_topic_;
  std::vector<Receipt> greetings_;
  std::deque<Mark> marks_;
  uint64_t last_mark_ = 0;
  bool has_news_ = false;
  uint64_t received_ = 0, missing_ = 0;
};

}  // namespace whimbrel::script
