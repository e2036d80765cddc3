#include "picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../cluster/view.h"
#include "../text.h"
#include "../text_table.h"

namespace whimbrel::top {

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// A row of a table, with what it can be sorted by.
struct Row {
  std::string name;
  double in, out, bytes;
  uint64_t queue, lost;
  std::vector<std::string> cells;
};

class Painter {
 public:
  Painter(const Status& before, const Status& now, const Wishes& wishes, size_t width, size_t height)
      : before_(before),
        now_(now),
        wishes_(wishes),
        width_(width),
        height_(height),
        seconds_(std::max(0.001, now.time - before.time)),
        is_same_(before.endpoint == now.endpoint && before.started_at == now.started_at) {}

  std::vector<std::string> paint() {
    head();
    const Rows members = sorted(member_rows()), topics = sorted(topic_rows());
    const auto [for_members, for_topics] = share(members.size(), topics.size());
    if (for_members > 0)
      table(fmt::format("Peers {}, clients {}", now_.peers, now_.clients), kMembers, members, for_members);
    if (for_topics > 0) table(fmt::format("Topics {}", topics.size()), kTopics, topics, for_topics);
    return std::move(lines_);
  }

 private:
  inline static const std::vector<cli::TableColumn> kMembers = {
      {"TYPE", false, 1}, {"NAME", false, 9, true}, {"ADDRESS", false, 3, true}, {"IN/s", true, 8}, {"OUT/s", true, 8},
      {"B/s", true, 5},   {"QUEUE", true, 7},       {"LOST", true, 6},           {"TOTAL", true, 0}};
  inline static const std::vector<cli::TableColumn> kTopics = {{"TOPIC", false, 9, true}, {"IN/s", true, 8},
                                                               {"OUT/s", true, 8},        {"B/s", true, 5},
                                                               {"TOTAL", true, 4},        {"LOST", true, 6}};

  /// Of a counter. A node that was started anew counts from the beginning.
  double rate(uint64_t before, uint64_t now) const {
    const uint64_t base = is_same_ && before <= now ? before : 0;
    return is_same_ ? static_cast<double>(now - base) / seconds_ : 0;
  }

  // -- the head

  std::string strong(std::string_view text) const {
    return wishes_.colours ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }
  std::string alarming(std::string text, bool is_alarming) const {
    return wishes_.colours && is_alarming ? fmt::format("\x1b[31m{}\x1b[0m", text) : text;
  }

  void head() {
    const double up = std::max(0., now_.time - now_.started_at);
    const double cpu = is_same_ ? (now_.cpu_seconds - before_.cpu_seconds) / seconds_ * 100 : 0;
    const size_t for_id = width_ < 100 ? 23 : 36;
    lines_.push_back(fmt::format("{}  version {}  up {}  CPU {:.1f} %  {}B  {} files",
                                 strong(cli::cut_to(now_.endpoint, for_id)), cli::printable(now_.version),
                                 cluster::rough_time(std::chrono::seconds(static_cast<int64_t>(up))), cpu,
                                 short_number(static_cast<double>(now_.resident_bytes)), now_.open_files));
    const auto per_second = [this](uint64_t Status::*counter) {
      return short_number(rate(before_.*counter, now_.*counter));
    };
    lines_.push_back(fmt::format("Messages/s  published {}  received {}  delivered {}  forwarded {}",
                                 per_second(&Status::published), per_second(&Status::received),
                                 per_second(&Status::delivered), per_second(&Status::forwarded)));
    const auto level = [](uint64_t number) { return short_number(static_cast<double>(number)); };
    lines_.push_back(fmt::format("{}     peers {}  clients {}  subscribers {}  {}",
                                 alarming(now_.publishing_waits ? "Held up" : "Waiting", now_.publishing_waits),
                                 level(now_.queued_for_peers), level(now_.queued_for_clients),
                                 level(now_.queued_for_subscribers),
                                 alarming(fmt::format("lost {}/s ({})", per_second(&Status::lost), level(now_.lost)),
                                          now_.lost > before_.lost)));
    lines_.push_back(fmt::format("Latency     {}  {}  {}", latency("turn", "turns"), latency("peers", "peer_queues"),
                                 latency("clients", "client_queues")));
    std::string last = "50/99 %     " + latency("subscribers", "subscriber_queues");
    for (const auto& [what, which] :
         {std::pair("  peers' pings", "peer_round_trips"), std::pair("  clients' pings", "client_round_trips")})
      if (const std::string text = latency(what, which); !text.ends_with("-/-")) last += text;
    lines_.push_back(std::move(last));
  }

  std::string latency(std::string_view what, const std::string& which) const {
    const auto now = now_.latencies.find(which), before = before_.latencies.find(which);
    Buckets counts = now == now_.latencies.end() ? Buckets() : now->second;
    const bool has_before = is_same_ && before != before_.latencies.end() && before->second.size() == counts.size();
    for (size_t i = 0; has_before && i < counts.size(); ++i) counts[i] -= std::min(counts[i], before->second[i]);
    // Pings are rare: there all of them count.
    if (which.ends_with("round_trips") && now != now_.latencies.end()) counts = now->second;
    return fmt::format("{} {}/{}", what, percentile(now_.bounds_us, counts, 0.5),
                       percentile(now_.bounds_us, counts, 0.99));
  }

  // -- tables

  std::vector<Row> member_rows() const {
    std::vector<Row> rows;
    for (const auto& [key, m] : now_.members) {
      const auto known = before_.members.find(key);
      const Traffic was = known == before_.members.end() ? m.traffic : known->second.traffic;
      Row row = measured(cli::printable(m.name), was, m.traffic, m.queued_messages, m.lost);
      const uint64_t total = m.traffic.messages_in + m.traffic.messages_out;
      row.cells = {m.type,
                   row.name,
                   cli::printable(m.address),
                   short_number(row.in),
                   short_number(row.out),
                   short_number(row.bytes),
                   short_number(static_cast<double>(m.queued_messages)),
                   short_number(static_cast<double>(m.lost)),
                   short_number(static_cast<double>(total))};
      rows.push_back(std::move(row));
    }
    return rows;
  }

  std::vector<Row> topic_rows() const {
    std::vector<Row> rows;
    for (const auto& [topic, t] : now_.topics) {
      const auto known = before_.topics.find(topic);
      const Traffic was = known == before_.topics.end() ? Traffic() : known->second.traffic;
      const uint64_t total = t.traffic.messages_in + t.traffic.messages_out;
      if (topic.empty() && total == 0) continue;
      Row row = measured(topic.empty() ? "(others)" : cli::printable(topic), was, t.traffic, 0, t.lost);
      row.cells = {row.name,
                   short_number(row.in),
                   short_number(row.out),
                   short_number(row.bytes),
                   short_number(static_cast<double>(total)),
                   short_number(static_cast<double>(t.lost))};
      rows.push_back(std::move(row));
    }
    return rows;
  }

  Row measured(std::string name, const Traffic& before, const Traffic& now, uint64_t queue, uint64_t lost) const {
    return {std::move(name),
            rate(before.messages_in, now.messages_in),
            rate(before.messages_out, now.messages_out),
            rate(before.bytes_in, now.bytes_in) + rate(before.bytes_out, now.bytes_out),
            queue,
            lost,
            {}};
  }

  Rows sorted(std::vector<Row> rows) const {
    const auto weight = [this](const Row& row) -> double {
      switch (wishes_.sort) {
        case Sort::Name:
          return 0;
        case Sort::In:
          return row.in;
        case Sort::Out:
          return row.out;
        case Sort::Bytes:
          return row.bytes;
        case Sort::Queue:
          return static_cast<double>(row.queue);
        case Sort::Lost:
          return static_cast<double>(row.lost);
      }
      return 0;
    };
    // Those of the same weight stay in one order, so that lines do not jump about.
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) {
      return std::pair(-weight(a), std::string_view(a.name)) < std::pair(-weight(b), std::string_view(b.name));
    });
    if (wishes_.is_reversed) std::ranges::reverse(rows);
    Rows cells;
    for (Row& row : rows) cells.push_back(std::move(row.cells));
    return cells;
  }

  /// Lines for each table, with its title and heading; 0: it is not shown.
  std::pair<size_t, size_t> share(size_t members, size_t topics) const {
    constexpr size_t kAround = 3;  // an empty line, title, heading
    const size_t left = height_ == 0 ? SIZE_MAX / 2 : height_ - std::min(height_, lines_.size());
    if (wishes_.shown == Shown::Members) return {left, 0};
    if (wishes_.shown == Shown::Topics) return {0, left};
    const size_t wanted_members = members + kAround, wanted_topics = topics + kAround;
    if (wanted_members + wanted_topics <= left) return {wanted_members, wanted_topics};
    const size_t half = left / 2;
    if (wanted_members <= half) return {wanted_members, left - wanted_members};
    if (wanted_topics <= left - half) return {left - wanted_topics, wanted_topics};
    return {half, left - half};
  }

  void table(std::string_view title, const std::vector<cli::TableColumn>& columns, const Rows& rows, size_t room) {
    if (room < 4) return;
    lines_.emplace_back();
    lines_.emplace_back(title);
    const auto lines = cli::table_lines(columns, rows, width_, room - 2);
    lines_.push_back(strong(lines.front()));
    lines_.insert(lines_.end(), lines.begin() + 1, lines.end());
  }

  const Status &before_, &now_;
  const Wishes& wishes_;
  const size_t width_, height_;
  const double seconds_;
  const bool is_same_;  // node in the same process
  std::vector<std::string> lines_;
};

std::string short_bound(int64_t us) {
  if (us < 1000) return fmt::format("{} us", us);
  const double ms = static_cast<double>(us) / 1000;
  return ms < 1000 ? fmt::format("{:g} ms", ms) : fmt::format("{:g} s", ms / 1000);
}

}  // namespace

std::string short_number(double number) {
  if (number < 10 && number != std::floor(number)) return fmt::format("{:.1f}", number);
  if (number < 9999.5) return fmt::format("{:.0f}", number);
  constexpr std::string_view kUnits = "kMGTPE";
  size_t unit = 0;
  for (number /= 1000; number >= 999.5 && unit + 1 < kUnits.size(); number /= 1000) ++unit;
  const int decimals = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", number, decimals, kUnits[unit]);
}

std::string percentile(const std::vector<int64_t>& bounds_us, const Buckets& counts, double part) {
  const uint64_t all = std::accumulate(counts.begin(), counts.end(), uint64_t{0});
  if (all == 0) return "-";
  const auto rank = static_cast<uint64_t>(std::ceil(part * static_cast<double>(all)));
  uint64_t sum = 0;
  for (size_t i = 0; i < counts.size() && i < bounds_us.size(); ++i)
    if ((sum += counts[i]) >= rank) return short_bound(bounds_us[i]);
  return bounds_us.empty() ? "-" : "> " + short_bound(bounds_us.back());
}

std::vector<std::string> picture(const Status& before, const Status& now, const Wishes& wishes, size_t width,
                                 size_t height) {
  return Painter(before, now, wishes, width, height).paint();
}

}  // namespace whimbrel::top
