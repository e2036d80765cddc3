#include "script/broker/log_receipts.h"

#include "script/broker/log_messages.h"

namespace whimbrel::script {

void LogReceipts::send(Endpoint& endpoint, const std::vector<ReceivedLogs::Receipt>& receipts) {
  if (receipts.empty()) return;
  const std::string self = to_string(endpoint.node_id());
  for (const ReceivedLogs::Receipt& receipt : receipts)
    (void)endpoint.publish(log_receipt_topic(receipt.sender), [&](Encoder& encoder) {
      write_log_receipt(encoder, {self, receipt.topic, receipt.first, receipt.next, receipt.missing});
    });
}

LogReceipts::Batch LogReceipts::take_batch(Endpoint& endpoint, std::string_view topic, const ValueView& batch) {
  Batch result;
  ParsedMessage first;
  LogStamp stamp;
  if (batch.size() == 0 || !parse_message(*batch.begin(), first) || !read_log_stamp(first, stamp) ||
      !EndpointId::parse(stamp.sender))
    return result;
  result.sender = stamp.sender;
  result.missing = account_.on_batch(stamp.sender, topic, stamp.position, batch.size() - 1);
  send(endpoint, account_.take_greetings());
  return result;
}

void LogReceipts::written(Endpoint& endpoint, uint64_t mark) { send(endpoint, account_.written(mark)); }

}  // namespace whimbrel::script
