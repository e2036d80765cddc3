#include "script/broker/log_receiver.h"

#include <fmt/format.h>

namespace whimbrel::script {

namespace {

// How long rows wait for others to be written together, in seconds.
constexpr double kPause = 1;
constexpr uint64_t kMostTold = 100;  // messages that are none about logs

std::string records(uint64_t n) { return fmt::format("{} log record{}", n, n == 1 ? "" : "s"); }

}  // namespace

LogReceiver::LogReceiver(Endpoint& endpoint, logging::Collector::Plan plan)
    : endpoint_(endpoint), tell_(plan.tell), collector_(std::move(plan)), metrics_(endpoint) {}

// -- what arrives

void LogReceiver::on_message(const Message& message) {
  LogBatch batch;
  if (batch.read(message.value)) return take_batch(message.topic, batch);
  ParsedMessage parsed;
  if (parse_message(message.value, parsed)) return take(parsed);
  if (++no_logs_ <= kMostTold) warn(fmt::format("{}: a message that is none about logs", message.topic.substr(0, 100)));
}

void LogReceiver::take_batch(std::string_view topic, const LogBatch& batch) {
  if (batch.has_stamp()) {
    const LogReceipts::Batch stamp = receipts_.take_batch(endpoint_, topic, batch.first(), batch.records());
    if (stamp.missing > 0)
      warn(fmt::format("{} of {} from {} are missing", records(stamp.missing), topic, stamp.sender));
  }
  received_ += batch.records();
  batch.for_each_record(
      [this](const LogWrite& write) { collector_.write(write.stream, write.writer, write.path, write.serial); });
}

void LogReceiver::take(const ParsedMessage& message) {
  switch (message.kind) {
    case MessageKind::LogCreate:
      return take_create(message.content);
    case MessageKind::LogWrite: {
      ++received_;
      const LogWrite write = read_log_write(message.content);
      return collector_.write(write.stream, write.writer, write.path, write.serial);
    }
    case MessageKind::Batch:
      for (const ValueView& element : message.content)
        if (ParsedMessage inner; parse_message(element, inner)) take(inner);
      return;
    default:
      return;  // events and variables are for scripts
  }
}

void LogReceiver::take_create(const ValueView& content) {
  LogCreate create;
  if (const std::string wrong = read_log_create(content, create); !wrong.empty()) return warn(wrong);
  collector_.create(create.stream, create.writer, std::move(create.info));
}

// -- what is missing

void LogReceiver::on_status(const Status& status) {
  if (status.code != StatusCode::PeerLost && status.code != StatusCode::PeerRemoved) return;
  const std::string id = to_string(status.peer);
  const uint64_t came = receipts_.account().records_of(id);
  receipts_.account().interrupt(id);
  if (came > 0 && status.code == StatusCode::PeerLost)
    warn(fmt::format("{} at {}:{} was lost after {}; what it had not sent yet is not known", id, status.network.address,
                     status.network.port, records(came)));
}

void LogReceiver::on_gap(const Gap& gap) {
  messages_missing_ += gap.messages;
  if (gap.messages == 0) return;
  const std::string where = gap.peer == EndpointId{} ? "here" : "at " + to_string(gap.peer);
  warn(fmt::format("{} messages were dropped {} ({})", gap.messages, where, name_of(gap.reason)));
}

// -- time

void LogReceiver::confirm() {
  if (collector_.written() == confirmed_) return;
  confirmed_ = collector_.written();
  receipts_.written(endpoint_, confirmed_);
}

void LogReceiver::show_figures() {
  const Account a = account();
  metrics_.show({0, a.received, 0, 0, a.missing, a.refused + a.lost});
}

void LogReceiver::tick(double now) {
  show_figures();
  const bool is_due = now >= next_tick_ || now < next_tick_ - 2 * kPause;
  if (!is_due && !is_waiting()) return;
  if (is_due) {
    next_tick_ = now + kPause;
    collector_.tick(now);
    if (const uint64_t mark = receipts_.mark(); mark > 0) collector_.mark(mark);
  } else {
    collector_.report_all();
  }
  confirm();
}

void LogReceiver::finish() {
  if (const uint64_t mark = receipts_.mark(); mark > 0) collector_.mark(mark);
  collector_.finish();
  confirm();
}

LogReceiver::Account LogReceiver::account() const {
  return {received_, receipts_.account().missing(), collector_.refused(), collector_.lost(), messages_missing_,
          no_logs_};
}

}  // namespace whimbrel::script
