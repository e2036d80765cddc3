#include "table.h"

#include <fmt/format.h>

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

std::string called(const Row& row) { return row.tls ? fmt::format("{}, TLS", name_of(row.system)) : std::string(name_of(row.system)); }

void print_section(std::string_view title, const Grid& grid) {
  if (!grid.empty()) fmt::print("\n{}\n{}", cli::bold(title, stdout), grid.text());
}

void print_throughput(const Rows& rows) {
  Grid grid({"path", "payload", "system", "messages/s", "MB/s", "publisher us", "hub us", "subscriber us", "lost", "of raw",
             "of original"},
            3);
  for (const Row& row : rows) {
    if (row.scenario != "throughput" || !row.problem.empty()) continue;
    const Row* raw = counterpart(rows, row, System::Raw);
    const double original = original_rate(row).value_or(0);
    grid.add({std::string(name_of(row.shape)), row.payload, called(row), large(row["rate"]),
              shown(row, "megabytes_per_second", 0), shown(row, "publisher_us", 3), shown(row, "hub_us", 3),
              shown(row, "subscriber_us", 3), shown(row, "lost", 0), raw ? ratio(row["rate"], (*raw)["rate"]) : "",
              ratio(row["rate"], original)});
  }
  print_section("Throughput", grid);
}

void print_problems(const Rows& rows) {
  for (const Row& row : rows)
    if (!row.problem.empty()) fmt::print("\n{}: not measured: {}\n", row.name(), row.problem);
}

}  // namespace

void print_table(const Rows& rows) {
  print_throughput(rows);
  print_problems(rows);
}

}  // namespace whimbrel::bench
