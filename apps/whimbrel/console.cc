#include "console.h"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>

#include "text.h"

namespace whimbrel::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kRed = "\x1b[31m", kYellow = "\x1b[33m", kDim = "\x1b[2m", kBold = "\x1b[1m",
                           kPlain = "\x1b[0m";
constexpr auto kBeforeProgress = std::chrono::seconds(1);
constexpr auto kBetweenProgress = std::chrono::milliseconds(100);

std::string coloured(std::string_view text, std::string_view colour, FILE* stream) {
  return wants_colours(stream) && !colour.empty() ? fmt::format("{}{}{}", colour, text, kPlain) : std::string(text);
}

constexpr std::string_view kWipeLine = "\r\x1b[K";
std::atomic<bool> progress_is_shown{false};

// One write for one line, so that lines of several threads do not mix.
void write_to_stderr(std::string line) {
  if (progress_is_shown.exchange(false)) line.insert(0, kWipeLine);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

struct LevelLook {
  std::string_view name, colour;
};
constexpr std::array<LevelLook, 4> kLevels = {{{"error", kRed}, {"warning", kYellow}, {"info", ""}, {"debug", kDim}}};

}  // namespace

bool wants_colours(FILE* stream) {
  const char* const refused = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return ::isatty(::fileno(stream)) && !(refused && *refused) && !(terminal && std::string_view(terminal) == "dumb");
}

std::string bold(std::string_view text, FILE* stream) { return coloured(text, kBold, stream); }

int fail(std::string_view text, ExitCode code) {
  write_to_stderr(fmt::format("{} {}", coloured("whimbrel:", kRed, stderr), printable(text)));
  return code;
}

int wrong_use(std::string_view verb, std::string_view text) {
  fail(text);
  write_to_stderr(fmt::format("'whimbrel {} --help' explains it", verb));
  return kWrongUse;
}

void warn(std::string_view text) {
  write_to_stderr(fmt::format("{} {}", coloured("whimbrel: warning:", kYellow, stderr), printable(text)));
}

void note(std::string_view text) { write_to_stderr(fmt::format("whimbrel: {}", printable(text))); }

std::string local_time() {
  timespec now;
  ::clock_gettime(CLOCK_REALTIME, &now);
  tm parts;
  ::localtime_r(&now.tv_sec, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec / 1'000'000);
}

std::string counted(uint64_t n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }
std::string counted(uint64_t n, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", n, n == 1 ? one : several);
}

std::string short_time(std::chrono::nanoseconds time) {
  const double ms = static_cast<double>(time.count()) / 1e6;
  return ms < 1000 ? fmt::format("{:.3f} ms", ms) : fmt::format("{:.1f} s", ms / 1000);
}

void Log::line(Level level, std::string_view text) const {
  if (level > least_) return;
  const auto& [name, colour] = kLevels[static_cast<size_t>(level)];
  write_to_stderr(
      fmt::format("{} {} {}", local_time(), coloured(fmt::format("{:<7}", name), colour, stderr), printable(text)));
}

void Log::line(std::string_view level, std::string_view text) const {
  for (size_t i = 0; i < kLevels.size(); ++i)
    if (kLevels[i].name == level) return line(static_cast<Level>(i), text);
  line(Level::Info, text);
}

Progress::Progress() : next_(Clock::now() + kBeforeProgress), enabled_(::isatty(STDERR_FILENO)) {}

void Progress::clear() {
  if (progress_is_shown.exchange(false)) fmt::print(stderr, "{}", kWipeLine);
}

bool Progress::due() {
  if (!enabled_ || Clock::now() < next_) return false;
  next_ = Clock::now() + kBetweenProgress;
  return true;
}

void Progress::show(std::string_view text) {
  progress_is_shown = true;
  fmt::print(stderr, "\r{}\x1b[K", text);
  std::fflush(stderr);
}

}  // namespace whimbrel::cli
