#include "base/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/held_signals.h"

namespace whimbrel {

namespace {

constexpr size_t kAtOnce = 64 * 1024;       // bytes of one pipe, before others have their turn
constexpr size_t kLongestLine = 64 * 1024;  // of a process that never ends its lines
constexpr int kReportDescriptor = 3;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const std::string& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

struct Ends {
  int nothing, out, err, report;  // what the child's descriptors 0 to 3 become
};

// In the child, between fork() and exec(): only what is safe there.
[[noreturn]] void become(char* const* command, char* const* environment, const ProcessPlan& plan, Ends ends,
                         pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, plan.orphan_signal);
  if (::getppid() != parent) ::_exit(1);
  ::setpgid(0, 0);
  HeldSignals::let_go_in_child();
  if (::chdir(plan.folder.c_str()) != 0) ::_exit(127);
  if (plan.processor) {
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(static_cast<size_t>(*plan.processor), &processors);
    ::sched_setaffinity(0, sizeof processors, &processors);
  }
  // First out of the way of where they go.
  for (int* const end : {&ends.nothing, &ends.out, &ends.err, &ends.report})
    *end = ::fcntl(*end, F_DUPFD_CLOEXEC, kReportDescriptor + 1);
  ::dup2(ends.nothing, STDIN_FILENO);
  ::dup2(ends.out, STDOUT_FILENO);
  ::dup2(ends.err, STDERR_FILENO);
  ::dup2(ends.report, kReportDescriptor);
  ::execve(plan.program.empty() ? command[0] : plan.program.c_str(), command, environment);
  ::_exit(127);
}

int open_to_append(const std::string& file) {
  constexpr mode_t kMode = 0644;
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
}

}  // namespace

// -- LinePipe

int LinePipe::open() {
  close();
  rest_.clear();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
  descriptor_ = ends[0];
  ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
  return ends[1];
}

void LinePipe::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

// False if there is nothing more for now, or ever.
bool LinePipe::read_some(const OnLine& on_line) {
  if (descriptor_ < 0) return false;
  char bytes[16 * 1024];
  const ssize_t n = ::read(descriptor_, bytes, sizeof bytes);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (n <= 0) {
    close();
    return false;
  }
  rest_.append(bytes, static_cast<size_t>(n));
  size_t start = 0;
  for (size_t end; (end = rest_.find('\n', start)) != rest_.npos; start = end + 1)
    on_line(std::string_view(rest_).substr(start, end - start));
  rest_.erase(0, start);
  if (rest_.size() >= kLongestLine) hand_over_rest(on_line);
  return true;
}

void LinePipe::hand_over_rest(const OnLine& on_line) {
  on_line(rest_);
  rest_.clear();
}

void LinePipe::read(const OnLine& on_line) {
  for (size_t i = 0; i < kAtOnce / (16 * 1024) && read_some(on_line); ++i) {
  }
}

void LinePipe::drain(const OnLine& on_line) {
  // Who was started by the process may still have the pipe and write on, so there must be an end to it.
  for (size_t i = 0; i < 1024 && read_some(on_line); ++i) {
  }
  if (!rest_.empty()) hand_over_rest(on_line);
  close();
}

// -- ChildProcess

Result<void> ChildProcess::start(const ProcessPlan& plan) {
  const auto command = pointers(plan.command), environment = pointers(plan.environment);
  const Ends ends = {::open("/dev/null", O_RDONLY | O_CLOEXEC),
                     plan.out_file.empty() ? out.open() : open_to_append(plan.out_file),
                     plan.err_file.empty() ? err.open() : open_to_append(plan.err_file), report.open()};
  const bool are_open = ends.nothing >= 0 && ends.out >= 0 && ends.err >= 0 && ends.report >= 0;
  const pid_t parent = ::getpid();
  pid_t child = -1;
  {
    const HeldSignals held;
    if (are_open) child = ::fork();
    if (child == 0) become(command.data(), environment.data(), plan, ends, parent);
  }
  const int error = errno;
  for (const int end : {ends.nothing, ends.out, ends.err, ends.report})
    if (end >= 0) ::close(end);
  if (child < 0)
    return Error(ErrorCode::Unspecified,
                 fmt::format("cannot start a process: {}", std::generic_category().message(error)));
  pid_ = child;
  end_ = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));  // the function of glibc 2.36 is for C only
  return {};
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0 && !status_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (end_ >= 0) ::close(end_);
}

void ChildProcess::signal(int number) const {
  if (pid_ > 0 && !status_) ::kill(pid_, number);
}

std::optional<int> ChildProcess::ended() {
  int status = 0;
  if (!status_ && pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
  return status_;
}

double ChildProcess::cpu_seconds() const {
  clockid_t clock;
  timespec time = {};
  if (pid_ > 0 && !status_ && ::clock_getcpuclockid(pid_, &clock) == 0) ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

size_t ChildProcess::resident_bytes() const {
  if (pid_ <= 0 || status_) return 0;
  std::ifstream in(fmt::format("/proc/{}/statm", pid_));
  size_t all = 0, resident = 0;
  in >> all >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

std::chrono::seconds BackOff::after(std::chrono::steady_clock::duration lifetime) {
  constexpr std::chrono::seconds kLongestPause{60}, kLongEnough{60};
  if (lifetime >= kLongEnough) next_ = std::chrono::seconds(1);
  return std::exchange(next_, std::min(next_ * 2, kLongestPause));
}

std::string describe_end(int wait_status) {
  if (WIFEXITED(wait_status)) return fmt::format("exit status {}", WEXITSTATUS(wait_status));
  const int number = WTERMSIG(wait_status);
  return fmt::format("signal {} ({})", number, ::strsignal(number));
}

}  // namespace whimbrel
