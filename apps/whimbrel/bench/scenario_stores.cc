// Data stores: how many changes a second a clone gets through to its master and back, how long one takes, and what it
// takes to join a large store.
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "child.h"
#include "scenarios.h"
#include "stage.h"

namespace whimbrel::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(120);

struct Plan {
  std::string variant;
  std::string task;  // of the clone
  bool sqlite = false;
  uint64_t entries = 0;  // of the master
  size_t clones = 1;
};

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "whimbrel-bench-XXXXXX").string();
    path = ::mkdtemp(pattern.data()) ? pattern : "";
  }
  ~Folder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path;
};

Result<uint64_t> await(Child& child, std::string_view word, const Signals& signals) {
  const auto text = child.expect(word, Clock::now() + kPatience, signals);
  if (!text) return text.error();
  uint64_t number = 0;
  std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

std::vector<std::string> command(const std::string& role, const Plan& plan, const std::string& file, double seconds,
                                 uint64_t port) {
  std::vector<std::string> words = {"/proc/self/exe",
                                    "bench-role",
                                    role,
                                    "--seconds",
                                    fmt::format("{}", seconds),
                                    "--entries",
                                    fmt::format("{}", plan.entries),
                                    "--peers",
                                    fmt::format("{}", plan.clones)};
  const auto add = [&](const char* flag, const std::string& text) { words.insert(words.end(), {flag, text}); };
  if (!plan.task.empty()) add("--task", plan.task);
  if (!file.empty()) add("--file", file);
  if (port > 0) add("--port", fmt::format("{}", port));
  return words;
}

double megabytes(size_t before, size_t after) {
  return (static_cast<double>(after) - static_cast<double>(before)) / 1e6;
}

/// One clone: it joins, and then changes entries.
Result<void> measure_clone(Row& row, const Plan& plan, double seconds, const Signals& signals) {
  const Folder folder;
  const std::string file = plan.sqlite ? folder.path + "/store.sqlite" : "";
  Child master(command("store-master", plan, file, seconds, 0));
  const auto port = await(master, "port", signals);
  if (!port) return port.error();
  Child clone(command("store-clone", plan, "", seconds, *port));
  if (const auto ready = await(clone, "ready", signals); !ready) return ready.error();
  const size_t master_before = master.resident_bytes(), clone_before = clone.resident_bytes();
  master.forget_peak();
  clone.tell("go");
  const auto joined = await(clone, "joined", signals);
  if (!joined) return joined.error();
  row.figures = {{"entries", static_cast<double>(plan.entries)},
                 {"join_seconds", static_cast<double>(*joined) / 1e9},
                 {"master_mb", static_cast<double>(master_before) / 1e6},
                 {"master_extra_mb", megabytes(master_before, master.peak_bytes())},
                 {"clone_mb", megabytes(clone_before, clone.resident_bytes())},
                 {"clone_peak_mb", megabytes(clone_before, clone.peak_bytes())}};
  if (plan.task == "full") return {};
  const double master_cpu = master.cpu_seconds(), clone_cpu = clone.cpu_seconds();
  clone.tell("go");
  const auto result = clone.expect("result", Clock::now() + kPatience, signals);
  if (!result) return result.error();
  const Figures got = read_figures(*result);
  const double changes = find(got, "changes").value_or(0);
  row.figures["rate"] = changes / find(got, "seconds").value_or(1);
  row.figures["master_us"] = 1e6 * (master.cpu_seconds() - master_cpu) / changes;
  row.figures["clone_us"] = 1e6 * (clone.cpu_seconds() - clone_cpu) / changes;
  constexpr std::string_view kWord = "latencies ";
  for (const std::string& line : clone.other_lines())
    if (line.starts_with(kWord)) row.latencies = Histogram::read(std::string_view(line).substr(kWord.size()));
  if (plan.task != "round-trip") return {};
  row.figures["p50_us"] = static_cast<double>(row.latencies->percentile(0.5)) / 1e3;
  row.figures["p99_us"] = static_cast<double>(row.latencies->percentile(0.99)) / 1e3;
  return {};
}

/// Many clones: the master puts entries until all clones have all of them.
Result<void> measure_crowd(Row& row, const Plan& plan, double seconds, const Signals& signals) {
  Child master(command("store-master", plan, "", seconds, 0));
  const auto port = await(master, "port", signals);
  if (!port) return port.error();
  const auto begin = Clock::now();
  Child crowd(command("store-crowd", plan, "", seconds, *port));
  if (const auto ready = await(crowd, "ready", signals); !ready) return ready.error();
  row.figures["join_seconds"] = std::chrono::duration<double>(Clock::now() - begin).count();
  const double master_cpu = master.cpu_seconds(), crowd_cpu = crowd.cpu_seconds();
  master.tell("go");
  const auto start = await(master, "published", signals);
  if (!start) return start.error();
  const auto end = await(crowd, "all", signals);
  if (!end) return end.error();
  const auto entries = static_cast<double>(plan.entries), clones = static_cast<double>(plan.clones);
  row.figures["clones"] = clones;
  row.figures["rate"] = entries / (static_cast<double>(*end - *start) / 1e9);
  row.figures["master_us"] = 1e6 * (master.cpu_seconds() - master_cpu) / entries;
  row.figures["clone_us"] = 1e6 * (crowd.cpu_seconds() - crowd_cpu) / entries / clones;
  return {};
}

void run_one(Conductor& conductor, const Plan& plan) {
  Row row;
  row.scenario = "stores";
  row.variant = plan.variant;
  const double seconds = conductor.settings().seconds;
  conductor.run(std::move(row), [&](Row& r) {
    return plan.clones > 1 ? measure_crowd(r, plan, seconds, conductor.signals())
                           : measure_clone(r, plan, seconds, conductor.signals());
  });
}

}  // namespace

void run_stores(Conductor& conductor) {
  for (const bool sqlite : {false, true}) {
    const std::string backend = sqlite ? "/sqlite" : "/memory";
    run_one(conductor, {"put" + backend, "put", sqlite});
    run_one(conductor, {"put-unique" + backend, "pipelined", sqlite});
    run_one(conductor, {"round-trip" + backend, "round-trip", sqlite});
  }
  const bool quick = conductor.settings().quick;
  run_one(conductor, {"join/memory", "full", false, quick ? 10'000u : 1'000'000u});
  run_one(conductor, {"join/sqlite", "full", true, quick ? 10'000u : 1'000'000u});
  run_one(conductor, {"clones/memory", "", false, quick ? 1'000u : 20'000u, quick ? 10u : 100u});
}

}  // namespace whimbrel::bench
