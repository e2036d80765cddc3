#include "engine/status_page.h"

#include <fmt/format.h>

#include "codec/json/escape.h"
#include "engine/process_levels.h"
#include "whimbrel/version.h"

namespace whimbrel {

namespace {

constexpr size_t kMostClients = 1000;  // that are listed

/// Of anything: text must be JSON already.
std::string list(const auto& all, const auto& text) {
  std::string out = "[";
  for (const auto& one : all) out += (out.size() > 1 ? "," : "") + text(one);
  return out += ']';
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string texts(const std::vector<std::string>& all) { return list(all, quoted); }

std::string losses(const std::vector<std::pair<std::string, uint64_t>>& topics) {
  std::string out = "{";
  for (const auto& [topic, messages] : topics) {
    if (out.size() > 1) out += ',';
    append_json_text(out, topic);
    out += fmt::format(":{}", messages);
  }
  return out += '}';
}

/// Without the closing brace.
std::string open_member(const PeerStatistics& p) {
  return fmt::format(
      R"({{"id":"{}","address":{},"port":{},"messages_in":{},"messages_out":{},"bytes_in":{},"bytes_out":{},)"
      R"("queued_messages":{},"queued_bytes":{},"dropped":{},"dropped_topics":{})",
      to_string(p.id), quoted(p.network.address), p.network.port, p.messages_in, p.messages_out, p.bytes_in,
      p.bytes_out, p.queued_messages, p.queued_bytes, p.dropped, losses(p.dropped_topics));
}

std::string peer(const PeerStatistics& p) { return open_member(p) + "}"; }

std::string client(const ClientStatistics& c) {
  return fmt::format(R"({},"application":{},"round_trip":{}}})", open_member(c), quoted(c.application),
                     std::chrono::duration<double>(c.round_trip).count());
}

std::string client_sums(const ClientReport& c) {
  const PeerStatistics& s = c.sums;
  return fmt::format(
      R"({{"present":{},"accepted":{},"refused":{},"pending":{},"mistakes":{},"pages":{},"messages_in":{},)"
      R"("messages_out":{},"bytes_in":{},"bytes_out":{},"queued_messages":{},"queued_bytes":{},"dropped":{},)"
      R"("dropped_topics":{}}})",
      c.present.size(), c.accepted, c.refused, c.pending, c.mistakes, c.pages, s.messages_in, s.messages_out,
      s.bytes_in, s.bytes_out, s.queued_messages, s.queued_bytes, s.dropped, losses(s.dropped_topics));
}

std::string traffic(const TopicMeter::Traffics& t) {
  return fmt::format(R"("messages_published":{},"messages_received":{},"bytes_published":{},"bytes_received":{}}})",
                     t[0].messages, t[1].messages, t[0].bytes, t[1].bytes);
}

std::string topic(const TopicMeter::Account& account) {
  return fmt::format(R"({{"topic":{},{})", quoted(account.topic), traffic(account.traffic));
}

/// The counts of the buckets; their bounds are told once.
std::string latency(const LatencyMeter& meter) {
  return list(meter.buckets(), [](uint64_t count) { return fmt::to_string(count); });
}

std::string latencies(const Meters& m, const SinkLevels& levels) {
  return fmt::format(R"({{"bounds_us":{},"turns":{},"peer_queues":{},"client_queues":{},"subscriber_queues":{},)"
                     R"("peer_round_trips":{},"client_round_trips":{}}})",
                     list(LatencyMeter::kBounds, [](int64_t bound) { return fmt::to_string(bound); }), latency(m.turns),
                     latency(m.peer_delays), latency(m.client_delays), latency(levels.waits),
                     latency(m.peer_round_trips), latency(m.client_round_trips));
}

std::string store(const StoreLevels& s) {
  return fmt::format(R"({{"name":{},"type":"{}","queued_commands":{}}})", quoted(s.name),
                     s.is_master ? "master" : "clone", s.levels.queued_messages);
}

std::string metric_values(const std::string& name, const MetricList::Family& family) {
  return list(family.values, [&name](const auto& one) {
    std::string labels = "{";
    for (const auto& [key, value] : one.first)
      labels += fmt::format("{}{}:{}", labels.size() > 1 ? "," : "", quoted(key), quoted(value));
    return fmt::format(R"({{"name":"{}","labels":{}}},"value":{}}})", name, labels, one.second);
  });
}

/// Numbers of stores, of scripts, and of the program.
std::string metrics(const MetricList& all) {
  std::string out;
  for (const auto& [name, family] : all.families()) {
    const std::string values = metric_values(name, family);
    out += (out.empty() ? "" : ",") + values.substr(1, values.size() - 2);
  }
  return "[" + out + "]";
}

std::string process() {
  const ProcessLevels p = process_levels();
  return fmt::format(R"({{"cpu_seconds":{},"resident_bytes":{},"open_files":{},"started_at":{:.2f}}})", p.cpu_seconds,
                     p.resident_bytes, p.open_files, p.started_at);
}

double now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

std::vector<ClientStatistics> first(std::vector<ClientStatistics> all) {
  if (all.size() > kMostClients) all.resize(kMostClients);
  return all;
}

}  // namespace

std::string status_page(const Core& core, const ClientReport& clients) {
  const Statistics s = core.statistics();
  const SinkLevels levels = core.sink_levels();
  const auto filter = [](const auto& one) {
    return fmt::format(R"({{"id":"{}","filter":{}}})", to_string(one.first), texts(one.second.prefixes()));
  };
  std::string page = fmt::format(
      R"({{"endpoint":"{}","version":"{}","time":{:.6f},"process":{},"filter":{},"peers":{},"peer_filters":{},)",
      to_string(core.id()), WHIMBREL_VERSION, now(), process(), texts(core.filter().prefixes()), list(s.peers, peer),
      list(core.peer_filters(), filter));
  page += fmt::format(R"("clients":{},"client_sums":{},)", list(first(clients.present), client), client_sums(clients));
  page +=
      fmt::format(R"("stores":{},"subscribers":{{"number":{},"queued_messages":{},"queued_bytes":{},"dropped":{}}},)"
                  R"("publishing_waits":{},)",
                  list(core.stores(), store), core.subscribers(), levels.queued_messages, levels.queued_bytes,
                  levels.dropped, !core.accepts_publishing());
  page += fmt::format(
      R"("messages":{{"published":{},"received":{},"delivered":{},"forwarded":{},"unwanted":{},"malformed":{},)"
      R"("duplicates_cut":{},"ttl_expired":{},"commands_refused":{}}},)",
      s.messages_published, s.messages_received, s.messages_delivered, s.messages_forwarded, s.messages_unwanted,
      s.messages_malformed, s.duplicates_cut, s.ttl_expired, s.commands_refused);
  page += fmt::format(R"("topics":{},"other_topics":{{{},"latencies":{},"metrics":{}}})",
                      list(core.meters().topics.accounts(), topic), traffic(core.meters().topics.others()),
                      latencies(core.meters(), levels), metrics(core.metrics()));
  return page += '\n';
}

}  // namespace whimbrel
