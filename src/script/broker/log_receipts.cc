#include "script/broker/log_receipts.h"

#include <atomic>
#include <chrono>
#include <memory>

#include "script/broker/log_messages.h"

namespace whimbrel::script {

namespace {

// At the end: for a peer that does not answer, and for one that goes on sending.
constexpr Duration kLongestSilence = std::chrono::seconds(2), kLongestRest = std::chrono::seconds(10);
constexpr Duration kStep = std::chrono::milliseconds(20);
constexpr size_t kAtOnce = 1024;

}  // namespace

void LogReceipts::send(Endpoint& endpoint, const std::vector<ReceivedLogs::Receipt>& receipts) {
  if (receipts.empty()) return;
  const std::string self = to_string(endpoint.node_id());
  for (const ReceivedLogs::Receipt& receipt : receipts)
    (void)endpoint.publish(log_receipt_topic(receipt.sender), [&](Encoder& encoder) {
      write_log_receipt(encoder, {self, receipt.topic, receipt.first, receipt.next, receipt.missing});
    });
}

LogReceipts::Batch LogReceipts::take_batch(Endpoint& endpoint, std::string_view topic, const ValueView& first,
                                           size_t records) {
  Batch result;
  ParsedMessage message;
  LogStamp stamp;
  if (!parse_message(first, message) || !read_log_stamp(message, stamp) || !EndpointId::parse(stamp.sender))
    return result;
  result.sender = stamp.sender;
  result.missing = account_.on_batch(stamp.sender, topic, stamp.position, records);
  send(endpoint, account_.take_greetings());
  return result;
}

void LogReceipts::written(Endpoint& endpoint, uint64_t mark) { send(endpoint, account_.written(mark)); }

void receive_rest(Endpoint& endpoint, Receiver& receiver) {
  using Clock = std::chrono::steady_clock;
  const auto is_over = std::make_shared<std::atomic<bool>>(false);  // the callback may come when nobody waits any more
  endpoint.withdraw([is_over] { *is_over = true; });
  const auto start = Clock::now();
  auto last = start;
  for (bool was_over = false; Clock::now() < std::min(last + kLongestSilence, start + kLongestRest);) {
    if (endpoint.inbox().receive(was_over ? Duration(0) : kStep, receiver, kAtOnce) > 0)
      last = Clock::now();
    else if (was_over)
      return;
    was_over = *is_over;
  }
}

}  // namespace whimbrel::script
