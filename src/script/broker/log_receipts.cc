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

}  // namespace whimbrel::script
