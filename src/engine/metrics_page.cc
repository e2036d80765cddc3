#include "engine/metrics_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/metrics_text.h"
#include "engine/process_levels.h"
#include "whimbrel/version.h"

namespace whimbrel {

namespace {

constexpr size_t kMostLossTopics = 256;

uint64_t waiting_for(const std::vector<PeerStatistics>& peers) {
  uint64_t sum = 0;
  for (const PeerStatistics& p : peers) sum += p.queued_messages;
  return sum;
}

// -- the names that Broker has

void write_brokers(MetricsText& page, const Core& core, const ClientReport& clients, uint64_t queued) {
  const size_t peers = core.peer_filters().size();
  page.gauge("broker_connections", "Connections that are open, by type.");
  page.value(R"(type="native")", peers);
  page.value(R"(type="web-socket")", clients.present.size());
  page.counter("broker_processed_messages_total", "Messages of this process, of peers and of clients that were taken.");
  static constexpr std::pair<MessageType, std::string_view> kTypes[] = {{MessageType::Data, "data"},
                                                                        {MessageType::Command, "command"},
                                                                        {MessageType::RoutingUpdate, "routing-update"},
                                                                        {MessageType::Ping, "ping"},
                                                                        {MessageType::Pong, "pong"}};
  for (const auto& [type, name] : kTypes)
    page.value(fmt::format(R"(type="{}")", name), core.processed()[static_cast<size_t>(type)]);
  page.gauge("broker_buffered_messages", "Messages that wait in queues now.");
  page.value(R"(type="data")", queued);
}

// -- ours

void write_messages(MetricsText& page, const Core& core, const Statistics& s) {
  page.gauge("whimbrel_info", "Version and ID of the endpoint; the value is always 1.");
  page.value(fmt::format(R"(version="{}",endpoint="{}")", WHIMBREL_VERSION, to_string(core.id())), 1);
  page.counter("whimbrel_messages_total", "Messages by what became of them.");
  const std::pair<std::string_view, uint64_t> kinds[] = {
      {"published", s.messages_published}, {"received", s.messages_received}, {"delivered", s.messages_delivered},
      {"forwarded", s.messages_forwarded}, {"unwanted", s.messages_unwanted}, {"malformed", s.messages_malformed},
      {"duplicate", s.duplicates_cut},     {"expired", s.ttl_expired},        {"refused", s.commands_refused}};
  for (const auto& [kind, number] : kinds) page.value(fmt::format(R"(kind="{}")", kind), number);
}

/// Peers by their labels. While a connection ends, there may be a new one to the same peer already.
std::map<std::string, PeerStatistics> by_label(const std::vector<PeerStatistics>& peers) {
  std::map<std::string, PeerStatistics> all;
  for (const PeerStatistics& p : peers) {
    const std::string address =
        p.network.address.empty() ? "" : fmt::format("{}:{}", label(p.network.address), p.network.port);
    PeerStatistics& sums = all[fmt::format(R"(peer="{}",address="{}")", to_string(p.id), address)];
    for (const auto number : {&PeerStatistics::messages_in, &PeerStatistics::messages_out, &PeerStatistics::bytes_in,
                              &PeerStatistics::bytes_out, &PeerStatistics::queued_messages,
                              &PeerStatistics::queued_bytes, &PeerStatistics::dropped})
      sums.*number += p.*number;
  }
  return all;
}

void write_peers(MetricsText& page, const std::vector<PeerStatistics>& peers) {
  const auto all = by_label(peers);
  const auto both = [&](uint64_t PeerStatistics::*in, uint64_t PeerStatistics::*out) {
    for (const auto& [name, p] : all) {
      page.value(name + R"(,direction="in")", p.*in);
      page.value(name + R"(,direction="out")", p.*out);
    }
  };
  const auto each = [&](uint64_t PeerStatistics::*number) {
    for (const auto& [name, p] : all) page.value(name, p.*number);
  };
  page.counter("whimbrel_peer_messages_total", "Messages exchanged with each peer.");
  both(&PeerStatistics::messages_in, &PeerStatistics::messages_out);
  page.counter("whimbrel_peer_bytes_total", "Bytes exchanged with each peer.");
  both(&PeerStatistics::bytes_in, &PeerStatistics::bytes_out);
  page.gauge("whimbrel_peer_queue_messages", "Messages that wait for each peer now.");
  each(&PeerStatistics::queued_messages);
  page.gauge("whimbrel_peer_queue_bytes", "Bytes that wait for each peer now.");
  each(&PeerStatistics::queued_bytes);
  page.counter("whimbrel_peer_lost_messages_total",
               "Messages that were meant for each peer, and that it will not get.");
  each(&PeerStatistics::dropped);
}

void write_clients(MetricsText& page, const ClientReport& clients) {
  const PeerStatistics& s = clients.sums;
  page.counter("whimbrel_client_messages_total", "Messages exchanged with WebSocket clients.");
  page.value(R"(direction="in")", s.messages_in);
  page.value(R"(direction="out")", s.messages_out);
  page.counter("whimbrel_client_bytes_total", "Bytes exchanged with WebSocket clients, pages included.");
  page.value(R"(direction="in")", s.bytes_in);
  page.value(R"(direction="out")", s.bytes_out);
  page.gauge("whimbrel_client_queue_messages", "Messages that wait for clients now.", s.queued_messages);
  page.gauge("whimbrel_client_queue_bytes", "Bytes that wait for clients now.", s.queued_bytes);
  page.counter("whimbrel_client_lost_messages_total",
               "Messages that were meant for clients, and that they will not get.", s.dropped);
  page.counter("whimbrel_client_mistakes_total", "Messages of clients that were refused.", clients.mistakes);
  page.counter("whimbrel_clients_accepted_total", "Clients that have subscribed.", clients.accepted);
  page.counter("whimbrel_clients_refused_total", "Connections for clients that failed.", clients.refused);
  page.counter("whimbrel_pages_total", "Pages that were asked for, as this one.", clients.pages);
}

void write_subscribers(MetricsText& page, const Core& core, const SinkLevels& levels) {
  page.gauge("whimbrel_subscribers", "Receivers in this process.", core.subscribers());
  page.gauge("whimbrel_subscriber_queue_messages", "Messages that wait for receivers in this process.",
             levels.queued_messages);
  page.gauge("whimbrel_subscriber_queue_bytes", "Bytes that wait for receivers in this process.", levels.queued_bytes);
  page.counter("whimbrel_subscriber_lost_messages_total", "Messages that full queues of receivers have dropped.",
               levels.dropped);
}

void write_stores(MetricsText& page, const std::vector<StoreLevels>& stores) {
  struct Sums {
    uint64_t number = 0, commands = 0;
  };
  std::map<std::string, Sums> all;  // by their labels: there may be several clones of one
  for (const StoreLevels& s : stores) {
    Sums& sums = all[fmt::format(R"(name="{}",type="{}")", label(s.name), s.is_master ? "master" : "clone")];
    ++sums.number;
    sums.commands += s.levels.queued_messages;
  }
  page.gauge("whimbrel_stores", "Data stores in this process.");
  for (const auto& [name, sums] : all) page.value(name, sums.number);
  page.gauge("whimbrel_store_queue_commands", "Commands that wait for each of them.");
  for (const auto& [name, sums] : all) page.value(name, sums.commands);
}

/// Topics by their labels. Two that look alike in print are one.
using ByTopic = std::map<std::string, TopicMeter::Traffics>;

void write_topics(MetricsText& page, const TopicMeter& meter) {
  ByTopic topics;
  for (const auto& account : meter.accounts()) {
    auto& traffics = topics[fmt::format(R"(topic="{}")", label(account.topic))];
    for (size_t i = 0; i < traffics.size(); ++i) traffics[i].add(account.traffic[i]);
  }
  topics[R"(topic="",others="yes")"] = meter.others();
  const auto write = [&](uint64_t TopicMeter::Traffic::*number) {
    for (const auto& [name, traffics] : topics) {
      page.value(name + R"(,direction="published")", traffics[0].*number);
      page.value(name + R"(,direction="received")", traffics[1].*number);
    }
  };
  page.counter("whimbrel_topic_messages_total", "Messages of busy topics; of all others together under others.");
  write(&TopicMeter::Traffic::messages);
  page.counter("whimbrel_topic_bytes_total", "Bytes of the same.");
  write(&TopicMeter::Traffic::bytes);
}

void write_losses(MetricsText& page, const Statistics& s, const ClientReport& clients) {
  std::map<std::string, uint64_t> topics;
  const auto add = [&topics](const PeerStatistics& p) {
    for (const auto& [topic, messages] : p.dropped_topics) {
      std::string name = label(topic);
      if (topics.size() < kMostLossTopics || topics.contains(name)) topics[std::move(name)] += messages;
    }
  };
  std::ranges::for_each(s.peers, add);
  add(clients.sums);
  page.counter("whimbrel_topic_lost_messages_total", "Messages of each topic that peers or clients will not get.");
  for (const auto& [topic, messages] : topics) page.value(fmt::format(R"(topic="{}")", topic), messages);
}

void write_latencies(MetricsText& page, const Meters& meters, const SinkLevels& levels) {
  page.histogram("whimbrel_turn_seconds", "From the first bytes that came in until all is handed over and written.");
  page.latencies("", meters.turns);
  page.histogram("whimbrel_queue_seconds", "How long messages wait in queues, by whom for.");
  page.latencies(R"(to="peer")", meters.peer_delays);
  page.latencies(R"(to="client")", meters.client_delays);
  page.latencies(R"(to="subscriber")", levels.waits);
  page.histogram("whimbrel_round_trip_seconds", "From a ping to its answer.");
  page.latencies(R"(to="peer")", meters.peer_round_trips);
  page.latencies(R"(to="client")", meters.client_round_trips);
}

void write_process(MetricsText& page) {
  const ProcessLevels p = process_levels();
  page.counter("process_cpu_seconds_total", "Processor time of the whole process.");
  page.value("", p.cpu_seconds);
  page.gauge("process_resident_memory_bytes", "Memory of the whole process that is in use.", p.resident_bytes);
  page.gauge("process_virtual_memory_bytes", "Address space of the whole process.", p.virtual_bytes);
  page.gauge("process_open_fds", "Open files and sockets of the whole process.", p.open_files);
  page.gauge("process_max_fds", "How many it may have.", p.most_open_files);
  page.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.",
             fmt::format("{:.2f}", p.started_at));
}

/// Numbers of stores, of scripts, and of the program.
void write_others(MetricsText& page, const MetricList& metrics) {
  for (const auto& [name, family] : metrics.families()) {
    if (page.has(name)) continue;
    if (family.type == Metric::Type::Counter)
      page.counter(name, family.help);
    else
      page.gauge(name, family.help);
    for (const auto& [labels, value] : family.values) {
      std::string text;
      for (const auto& [key, of] : labels) text += fmt::format(R"({}{}="{}")", text.empty() ? "" : ",", key, label(of));
      page.value(text, value);
    }
  }
}

}  // namespace

std::string metrics_page(const Core& core, const ClientReport& clients) {
  const Statistics s = core.statistics();
  const SinkLevels levels = core.sink_levels();
  MetricsText page;
  write_brokers(page, core, clients, waiting_for(s.peers) + clients.sums.queued_messages + levels.queued_messages);
  write_messages(page, core, s);
  write_peers(page, s.peers);
  write_clients(page, clients);
  write_subscribers(page, core, levels);
  write_stores(page, core.stores());
  page.gauge("whimbrel_publishing_waits", "1 while publishers have to wait for a full queue.",
             core.accepts_publishing() ? 0 : 1);
  page.gauge("whimbrel_pending_handshakes", "Accepted connections whose handshake is not over.",
             core.handshakes() + clients.pending);
  write_topics(page, core.meters().topics);
  write_losses(page, s, clients);
  write_latencies(page, core.meters(), levels);
  write_process(page);
  write_others(page, core.metrics());
  return page.take();
}

}  // namespace whimbrel
