#include "table.h"

#include <fmt/format.h>

#include <map>

#include "../console.h"
#include "grid.h"
#include "original.h"

namespace whimbrel::bench {

namespace {

/// "2.41 M", "310 k", "42"
std::string large(double n) {
  if (n >= 999'500) return fmt::format("{:.2f} M", n / 1e6);
  if (n >= 10'000) return fmt::format("{:.0f} k", n / 1e3);
  return fmt::format("{:.0f}", n);
}

/// A figure that may be missing, in the format given for it.
std::string shown(const Row& row, std::string_view figure, int digits) {
  const auto number = find(row.figures, figure);
  return number ? fmt::format("{:.{}f}", *number, digits) : "";
}

std::string ratio(double part, double whole) {
  if (whole <= 0) return "";
  const double x = part / whole;
  return x < 10 ? fmt::format("{:.2f}x", x) : fmt::format("{:.0f}x", x);
}

std::string called(const Row& row) {
  return row.tls ? fmt::format("{}, TLS", name_of(row.system)) : std::string(name_of(row.system));
}

void print_section(std::string_view title, const Grid& grid) {
  if (!grid.empty()) fmt::print("\n{}\n{}", cli::bold(title, stdout), grid.text());
}

void print_throughput(const Rows& rows) {
  Grid grid({"path", "payload", "system", "messages/s", "MB/s", "publisher us", "hub us", "subscriber us", "lost",
             "of raw", "of original"},
            3);
  for (const Row& row : rows) {
    if (row.scenario != "throughput" || !row.problem.empty()) continue;
    const Row* raw = counterpart(rows, row, System::Raw);
    const double original = row.system == System::Raw ? 0 : original_rate(row).value_or(0);
    grid.add({std::string(name_of(row.shape)), row.payload, called(row), large(row["rate"]),
              shown(row, "megabytes_per_second", 0), shown(row, "publisher_us", 3), shown(row, "hub_us", 3),
              shown(row, "subscriber_us", 3), shown(row, "lost", 0), raw ? ratio(row["rate"], (*raw)["rate"]) : "",
              ratio(row["rate"], original)});
  }
  print_section("Throughput", grid);
}

void print_latency(const Rows& rows) {
  Grid grid({"path", "system", "messages/s", "50 %", "90 %", "99 %", "99.9 %", "longest", "lost"}, 2);
  for (const Row& row : rows) {
    if (row.scenario != "latency" || !row.problem.empty()) continue;
    grid.add({std::string(name_of(row.shape)), called(row), large(row["rate"]), shown(row, "p50_us", 0),
              shown(row, "p90_us", 0), shown(row, "p99_us", 0), shown(row, "p999_us", 0), shown(row, "max_us", 0),
              shown(row, "lost", 0)});
  }
  print_section("Latency of small events at a fixed rate, in microseconds", grid);
}

void print_stopped(const Rows& rows) {
  Grid grid({"policy", "others before", "while stopped", "kept", "lost by others", "missed by it", "told to it",
             "counted by publisher", "in the end"},
            1);
  for (const Row& row : rows) {
    if (row.scenario != "stopped" || !row.problem.empty()) continue;
    grid.add({row.variant, large(row["before"]) + "/s", large(row["while_stopped"]) + "/s",
              shown(row, "kept_percent", 0) + " %", shown(row, "lost_by_others", 0), large(row["missing"]),
              large(row["told_missing"]), large(row["dropped"]),
              row["disconnected"] > 0 ? "disconnected" : "caught up"});
  }
  print_section("One of five subscribers is stopped for a while", grid);
}

void print_scale(const Rows& rows) {
  Grid grid(
      {"node with", "resident MB", "own MB", "KB per peer", "idle CPU %", "joining s", "broadcast ms", "longest ms"},
      1);
  for (const Row& row : rows) {
    if (row.scenario != "scale" || !row.problem.empty()) continue;
    grid.add({fmt::format("{:.0f} peers{}", row["peers"], row.tls ? ", TLS" : ""), shown(row, "resident_mb", 1),
              shown(row, "own_mb", 1), shown(row, "kb_per_peer", 1), shown(row, "idle_cpu_percent", 2),
              shown(row, "gather_seconds", 2), shown(row, "broadcast_ms", 2), shown(row, "broadcast_max_ms", 2)});
  }
  print_section("A node at rest", grid);
}

void print_stores(const Rows& rows) {
  Grid grid({"store", "changes/s", "of original", "50 % us", "99 % us", "master us", "clone us", "joining s",
             "clone MB", "extra MB of master", "of clone"},
            1);
  for (const Row& row : rows) {
    if (row.scenario != "stores" || !row.problem.empty()) continue;
    const bool joins = row.variant.starts_with("join");
    const auto when_joining = [&](std::string_view figure) { return joins ? shown(row, figure, 0) : ""; };
    grid.add({row.variant, row["rate"] > 0 ? large(row["rate"]) : "",
              ratio(row["rate"], original_rate(row).value_or(0)), shown(row, "p50_us", 0), shown(row, "p99_us", 0),
              shown(row, "master_us", 2), shown(row, "clone_us", 2), shown(row, "join_seconds", 2),
              when_joining("clone_mb"), when_joining("master_extra_mb"),
              joins ? fmt::format("{:.0f}", row["clone_peak_mb"] - row["clone_mb"]) : ""});
  }
  print_section("Data stores: changes through a clone, and joining", grid);
}

void print_web(const Rows& rows) {
  Grid grid({"run", "messages/s", "of original", "node us", "client us", "50 % us", "99 % us", "lost", "KB per client",
             "idle CPU %"},
            1);
  for (const Row& row : rows) {
    if (row.scenario != "websocket" || !row.problem.empty()) continue;
    grid.add({row.variant, row["rate"] > 0 ? large(row["rate"]) : "",
              ratio(row["rate"], original_rate(row).value_or(0)), shown(row, "node_us", 3), shown(row, "client_us", 3),
              shown(row, "p50_us", 0), shown(row, "p99_us", 0), shown(row, "lost", 0), shown(row, "kb_per_client", 1),
              shown(row, "idle_cpu_percent", 2)});
  }
  print_section("WebSocket clients", grid);
}

/// Each reason once, with the runs that it kept from being measured.
void print_problems(const Rows& rows) {
  std::map<std::string, std::vector<std::string>> runs;
  for (const Row& row : rows)
    if (!row.problem.empty()) runs[row.problem].push_back(row.name());
  for (const auto& [problem, names] : runs) fmt::print("\nNot measured: {}\n  {}\n", problem, fmt::join(names, "\n  "));
}

}  // namespace

void print_table(const Rows& rows) {
  print_throughput(rows);
  print_latency(rows);
  print_stopped(rows);
  print_scale(rows);
  print_stores(rows);
  print_web(rows);
  print_problems(rows);
}

}  // namespace whimbrel::bench
