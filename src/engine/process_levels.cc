#include "engine/process_levels.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>

namespace whimbrel {

namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

uint64_t count_open_files() {
  DIR* const folder = ::opendir("/proc/self/fd");
  if (!folder) return 0;
  uint64_t entries = 0;
  while (::readdir(folder)) ++entries;
  ::closedir(folder);
  return entries - 3;  // the folder, its parent, and what this function has opened
}

/// In ticks of the kernel since the machine started: the 22nd word of the line, counted behind the name of the program,
/// which may have any character in it.
double start_ticks() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  size_t at = line.rfind(')');
  for (int word = 3; at != line.npos && word <= 22; ++word) at = line.find(' ', at + 1);
  return at == line.npos ? 0 : std::strtod(line.c_str() + at, nullptr);
}

double start_time() {
  std::ifstream file("/proc/uptime");
  double up = 0;
  file >> up;
  const auto now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  return now - up + start_ticks() / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

ProcessLevels process_levels() {
  ProcessLevels levels;
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  levels.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  static const double started_at = start_time();
  levels.started_at = started_at;
  std::ifstream file("/proc/self/statm");
  uint64_t pages = 0, resident_pages = 0;
  file >> pages >> resident_pages;
  const auto page_size = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  levels.virtual_bytes = pages * page_size;
  levels.resident_bytes = resident_pages * page_size;
  levels.open_files = count_open_files();
  rlimit limit = {};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  levels.most_open_files = limit.rlim_cur;
  return levels;
}

}  // namespace whimbrel
