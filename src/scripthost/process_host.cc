#include "scripthost/process_host.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "script/builtins/lookups.h"

namespace whimbrel::script {
namespace {

constexpr unsigned kPatienceSeconds = 1, kLongPatienceSeconds = 5;  // with scripts, after SIGINT; other signals
constexpr unsigned kOrphanSeconds = 5;  // after that, a process that shall not outlive its parent is killed
// For scripts that recurse deeply. The system leaves more room than that below the main thread's stack.
constexpr rlim_t kWantedStack = 64 * 1024 * 1024;
constexpr std::array kEndingSignals = {SIGTERM, SIGINT, SIGHUP};

// What the signal handlers touch. They may only use what is lock-free, and system calls.
std::atomic<bool> stop_wanted = false;
std::atomic<bool> stop_noticed = false;
std::atomic<int> signals_seen = 0;
std::atomic<std::atomic<bool>*> interrupt_flag = nullptr;
std::atomic<int> wake_descriptor = -1;
std::atomic<bool> woken = false;    // something was written to it
std::atomic<pid_t> supervisor = 0;  // the parent, if this process shall not outlive it
std::atomic<bool> supervisor_has_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void write_wake() {
  const uint64_t one = 1;
  const int saved_error = errno;
  if (write(wake_descriptor, &one, sizeof one) < 0) errno = saved_error;  // full: it will wake anyway
  woken = true;  // last: whoever sees it finds something to read
}

void break_off() {
  if (std::atomic<bool>* const flag = interrupt_flag) *flag = true;
}

bool is_orphan() { return supervisor != 0 && getppid() != supervisor; }

/// A parent that ends sends one signal for each of its threads, and never insists.
void on_signal_of_supervisor() {
  if (!supervisor_has_asked.exchange(true)) ++signals_seen;
  if (is_orphan()) alarm(kPatienceSeconds);
}

void on_ending_signal(int signal, siginfo_t* info, void*) {
  stop_wanted = true;
  if (supervisor != 0 && info->si_pid == supervisor)
    on_signal_of_supervisor();
  else if (signals_seen.fetch_add(1) > 0)
    break_off();
  else if (!stop_noticed)
    alarm(signal == SIGINT ? kPatienceSeconds : kLongPatienceSeconds);
  write_wake();
}

void on_alarm(int) {
  if (!stop_noticed || !is_orphan()) break_off();
  if (!is_orphan()) return;
  signal(SIGALRM, SIG_DFL);
  alarm(kOrphanSeconds);
}

void install(int signal, struct sigaction action) {
  sigemptyset(&action.sa_mask);
  action.sa_flags |= SA_RESTART;
  sigaction(signal, &action, nullptr);
}

void install(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  install(signal, action);
}

void install(int signal, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO;
  install(signal, action);
}

void raise_stack_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= kWantedStack) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? kWantedStack : std::min(limit.rlim_max, kWantedStack);
  setrlimit(RLIMIT_STACK, &limit);
}

pid_t parent_to_end_with() {
  int signal = 0;
  return prctl(PR_GET_PDEATHSIG, &signal) == 0 && signal != 0 ? getppid() : 0;
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

ProcessHost::ProcessHost() {
  raise_stack_limit();
  wake_descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  stop_wanted = stop_noticed = false;
  signals_seen = 0;
  supervisor = parent_to_end_with();
  supervisor_has_asked = false;
  for (const int signal : kEndingSignals)
    if (signal != SIGHUP || !is_ignored(SIGHUP)) install(signal, on_ending_signal);
  install(SIGALRM, on_alarm);
  install(SIGPIPE, SIG_IGN);
}

ProcessHost::~ProcessHost() {
  alarm(0);
  for (const int signal : kEndingSignals)
    if (!is_ignored(signal)) install(signal, SIG_DFL);
  install(SIGALRM, SIG_DFL);
  interrupt_flag = nullptr;
  flush();
  close(wake_descriptor.exchange(-1));
}

void ProcessHost::out(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void ProcessHost::err(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void ProcessHost::flush() {
  std::fflush(stdout);
  std::fflush(stderr);
}

double ProcessHost::wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  // Whole microseconds: more would be lost in a double anyway.
  return static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(now).count()) / 1e6;
}

std::optional<std::string> ProcessHost::environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (!value) return std::nullopt;
  return value;
}

void ProcessHost::wait(double seconds) {
  flush();  // who reads what is printed through a pipe need not wait for the end
  seconds = std::max(seconds, 0.0);
  if (waiter_) {
    waiter_(seconds, wake_descriptor);
  } else {
    const double whole = std::floor(seconds);
    const timespec limit{static_cast<time_t>(whole), static_cast<long>((seconds - whole) * 1e9)};
    pollfd wakes = {wake_descriptor, POLLIN, 0};
    // A signal that comes in between has written to the descriptor, so it is not lost.
    ppoll(&wakes, 1, &limit, nullptr);
  }
  uint64_t count = 0;
  if (woken.exchange(false) && read(wake_descriptor, &count, sizeof count) < 0) return;
}

bool ProcessHost::stop_requested() {
  if (!stop_wanted) return false;
  stop_noticed = true;
  if (!is_orphan()) alarm(0);
  return true;
}

void ProcessHost::request_stop() {
  stop_wanted = true;
  wake();
}

std::vector<Address> ProcessHost::resolve(const std::string& name) { return resolve_addresses(name); }

void ProcessHost::watch_interrupt(std::atomic<bool>* flag) { interrupt_flag = flag; }

void ProcessHost::wake() { write_wake(); }

}  // namespace whimbrel::script
