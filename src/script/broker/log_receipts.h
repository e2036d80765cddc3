// LogReceipts: the receiver's part of the account of records, for scripts and for nodes without any: takes the stamps
// of batches, and sends receipts.
#pragma once

#include <string_view>

#include "script/broker/log_account.h"
#include "script/broker/message.h"
#include "whimbrel/endpoint.h"

namespace whimbrel::script {

class LogReceipts {
 public:
  struct Batch {
    std::string_view sender;  ///< "": it has no stamp
    uint64_t missing = 0;     ///< records in front of it
  };
  /// A batch of so many records whose first element may be a stamp.
  Batch take_batch(Endpoint& endpoint, std::string_view topic, const ValueView& first, size_t records);
  /// See ReceivedLogs.
  uint64_t mark() { return account_.mark(); }
  void written(Endpoint& endpoint, uint64_t mark);

  ReceivedLogs& account() { return account_; }
  const ReceivedLogs& account() const { return account_; }

 private:
  static void send(Endpoint& endpoint, const std::vector<ReceivedLogs::Receipt>& receipts);
  ReceivedLogs account_;
};

/// The end of a node that writes what others send: they are asked to stop, and what is on its way until then is
/// received. That takes about a round trip, and the patience of a few seconds where a peer does not answer.
void receive_rest(Endpoint& endpoint, Receiver& receiver);

}  // namespace whimbrel::script
