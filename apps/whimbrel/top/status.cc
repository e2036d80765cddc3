#include "status.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "../flags.h"

namespace whimbrel::top {

namespace {

using simdjson::dom::element;

// What is missing, as in pages of other versions, is 0 or nothing.
uint64_t number(const element& in, std::string_view name) {
  uint64_t x;
  return in[name].get(x) ? 0 : x;
}
double real(const element& in, std::string_view name) {
  double x;
  return in[name].get(x) ? 0 : x;
}
std::string text(const element& in, std::string_view name) {
  std::string_view x;
  return in[name].get(x) ? "" : std::string(x);
}
template <class Visit>
void each(const element& in, std::string_view name, Visit visit) {
  simdjson::dom::array all;
  if (in[name].get(all)) return;
  for (const element one : all) visit(one);
}

Traffic traffic_of(const element& in) {
  return {number(in, "messages_in"), number(in, "messages_out"), number(in, "bytes_in"), number(in, "bytes_out")};
}

void add_losses(Status& to, const element& from) {
  simdjson::dom::object topics;
  if (from["dropped_topics"].get(topics)) return;
  for (const auto [topic, messages] : topics) {
    uint64_t lost;
    if (!messages.get(lost)) to.topics[std::string(topic)].lost += lost;
  }
}

void add_member(Status& to, const element& from, const std::string& type) {
  const std::string id = text(from, "id"), application = text(from, "application");
  Member member{type, application.empty() ? id : application, "", traffic_of(from), 0, 0, 0};
  const std::string address = text(from, "address");
  if (!address.empty()) member.address = cli::show_host_port(address, static_cast<uint16_t>(number(from, "port")));
  member.queued_messages = number(from, "queued_messages");
  member.queued_bytes = number(from, "queued_bytes");
  member.lost = number(from, "dropped");
  to.lost += type == "peer" ? member.lost : 0;  // those of clients are in their sums
  add_losses(to, from);
  if (!member.address.empty()) to.members[type + " " + id] = std::move(member);
}

void add_topic(Status& to, const std::string& name, const element& from) {
  to.topics[name].traffic = {number(from, "messages_received"), number(from, "messages_published"),
                             number(from, "bytes_received"), number(from, "bytes_published")};
}

void read_process(Status& status, const element& process) {
  status.started_at = real(process, "started_at");
  status.cpu_seconds = real(process, "cpu_seconds");
  status.resident_bytes = number(process, "resident_bytes");
  status.open_files = number(process, "open_files");
}

void read_messages(Status& status, const element& messages) {
  status.published = number(messages, "published");
  status.received = number(messages, "received");
  status.delivered = number(messages, "delivered");
  status.forwarded = number(messages, "forwarded");
  status.unwanted = number(messages, "unwanted");
  status.malformed = number(messages, "malformed");
}

void read_members(Status& status, const element& page) {
  each(page, "peers", [&](const element& one) { add_member(status, one, "peer"); });
  each(page, "clients", [&](const element& one) { add_member(status, one, "client"); });
  each(page, "peer_filters", [&](const element&) { ++status.peers; });
  for (const auto& [key, member] : status.members)
    if (member.type == "peer") status.queued_for_peers += member.queued_messages;
  if (element sums; !page["client_sums"].get(sums)) {
    status.clients = number(sums, "present");
    status.queued_for_clients = number(sums, "queued_messages");
    status.lost += number(sums, "dropped");
  }
  if (element sums; !page["subscribers"].get(sums)) {
    status.subscribers = number(sums, "number");
    status.queued_for_subscribers = number(sums, "queued_messages");
    status.lost += number(sums, "dropped");
  }
}

void read_latencies(Status& status, const element& latencies) {
  simdjson::dom::object all;
  if (latencies.get(all)) return;
  for (const auto [name, counts] : all) {
    Buckets buckets;
    each(latencies, name, [&](const element& one) {
      uint64_t count;
      buckets.push_back(one.get(count) ? 0 : count);
    });
    if (name == "bounds_us")
      status.bounds_us.assign(buckets.begin(), buckets.end());
    else
      status.latencies[std::string(name)] = std::move(buckets);
  }
}

}  // namespace

Result<Status> read_status(std::string_view json) {
  simdjson::dom::parser parser;
  element page;
  if (parser.parse(json.data(), json.size()).get(page) || text(page, "endpoint").empty())
    return Error(ErrorCode::InvalidJson, "the answer is not the status of a whimbrel node");
  Status status;
  status.endpoint = text(page, "endpoint");
  status.version = text(page, "version");
  status.time = real(page, "time");
  if (element process; !page["process"].get(process)) read_process(status, process);
  if (element messages; !page["messages"].get(messages)) read_messages(status, messages);
  if (bool waits; !page["publishing_waits"].get(waits)) status.publishing_waits = waits;
  read_members(status, page);
  each(page, "topics", [&](const element& one) { add_topic(status, text(one, "topic"), one); });
  if (element others; !page["other_topics"].get(others)) add_topic(status, "", others);
  if (element latencies; !page["latencies"].get(latencies)) read_latencies(status, latencies);
  return status;
}

}  // namespace whimbrel::top
