#include "child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>
#include <thread>

namespace whimbrel::bench {

namespace {

using Clock = std::chrono::steady_clock;

// In the child, between fork() and exec(): only what is safe there.
[[noreturn]] void become(const std::vector<char*>& arguments, int in, int out, bool with_errors, pid_t conductor) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != conductor) ::_exit(1);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  if (with_errors) ::dup2(out, STDERR_FILENO);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

size_t status_kilobytes(pid_t pid, std::string_view name) {
  std::ifstream in(fmt::format("/proc/{}/status", pid));
  std::string word;
  size_t kilobytes = 0;
  while (in >> word)
    if (word == name && in >> kilobytes) break;
  return kilobytes;
}

}  // namespace

Child::Child(const std::vector<std::string>& command, bool with_errors) : name_(command[0]) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const auto role = std::find(command.begin(), command.end(), "bench-role");
  if (role != command.end()) name_ = role[1];

  int in[2], out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) return;
  const pid_t conductor = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(arguments, in[0], out[1], with_errors, conductor);
  ::close(in[0]);
  ::close(out[1]);
  in_ = in[1];
  out_ = out[0];
}

Child::~Child() {
  ::close(in_);
  ::close(out_);
  if (pid_ < 0 || ended_within(std::chrono::seconds(1))) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool Child::ended_within(std::chrono::milliseconds time) const {
  for (const auto until = Clock::now() + time; ::waitpid(pid_, nullptr, WNOHANG) == 0;) {
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

void Child::tell(std::string_view line) {
  const std::string text = fmt::format("{}\n", line);
  [[maybe_unused]] const ssize_t ignored = ::write(in_, text.data(), text.size());  // expect() will find it gone
}

Result<std::string> Child::expect(std::string_view word, TimePoint until, const Signals& signals) {
  while (true) {
    const size_t end = buffer_.find('\n');
    if (end == buffer_.npos) {
      if (!read_more(until, signals)) return gone();
      if (Signals::stop()) return Error(ErrorCode::ShuttingDown, "asked to stop");
      if (Clock::now() > until)
        return Error(ErrorCode::PeerTimeout, fmt::format("the {} is not '{}' in time", name_, word));
      continue;
    }
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    if (line.starts_with("error ")) return Error(ErrorCode::Unspecified, fmt::format("{}: {}", name_, line.substr(6)));
    if (line.starts_with(word)) return line.substr(std::min(line.size(), word.size() + 1));
    other_lines_.push_back(std::move(line));
  }
}

// False at the end of what the child says.
bool Child::read_more(TimePoint until, const Signals& signals) {
  signals.wait(until, {out_});
  pollfd ready = {out_, POLLIN, 0};
  if (::poll(&ready, 1, 0) == 0) return true;
  char bytes[16384];
  const ssize_t n = ::read(out_, bytes, sizeof bytes);
  if (n <= 0) return n < 0 && errno == EINTR;
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

Error Child::gone() const {
  if (Signals::stop()) return Error(ErrorCode::ShuttingDown, "asked to stop");
  const std::string last = other_lines_.empty() ? "" : "; it said: " + other_lines_.back();
  return Error(ErrorCode::Unspecified, fmt::format("the {} has ended{}", name_, last));
}

double Child::cpu_seconds() const {
  clockid_t clock;
  timespec time = {};
  if (::clock_getcpuclockid(pid_, &clock) == 0) ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

size_t Child::resident_bytes() const { return status_kilobytes(pid_, "RssAnon:") * 1024; }
size_t Child::resident_bytes_with_files() const { return status_kilobytes(pid_, "VmRSS:") * 1024; }
size_t Child::peak_bytes() const {
  const size_t files = resident_bytes_with_files() - resident_bytes();
  return status_kilobytes(pid_, "VmHWM:") * 1024 - files;
}
void Child::forget_peak() const { std::ofstream(fmt::format("/proc/{}/clear_refs", pid_)) << "5\n"; }

}  // namespace whimbrel::bench
