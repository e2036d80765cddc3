#include "script/logging/rotation_times.h"

#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <ctime>

namespace whimbrel::script::logging {

double rotation_base(std::string_view time_of_day) {
  const char* const end = time_of_day.data() + time_of_day.size();
  unsigned hours = 0, minutes = 0;
  const auto hour = std::from_chars(time_of_day.data(), end, hours);
  if (hour.ec == std::errc() && hour.ptr != end && *hour.ptr == ':') std::from_chars(hour.ptr + 1, end, minutes);
  return static_cast<double>(hours % 24 * 3600 + minutes % 60 * 60);
}

double until_next_rotation(double now, double base, double interval) {
  const auto seconds = static_cast<time_t>(now);
  tm day{};
  ::localtime_r(&seconds, &day);
  day.tm_hour = day.tm_min = day.tm_sec = 0;
  day.tm_isdst = -1;
  const double since = now - static_cast<double>(::mktime(&day)) - base;
  const double rest = interval - (since - std::floor(since / interval) * interval);
  return rest > 0 ? rest : interval;
}

std::string dated_name(const std::string& path, double time) {
  const auto seconds = static_cast<time_t>(time);
  tm parts{};
  char text[64];
  ::localtime_r(&seconds, &parts);
  return path + '-' + std::string(text, std::strftime(text, sizeof text, "%y-%m-%d_%H.%M.%S", &parts));
}

std::string make_folders(const std::string& folder) {
  for (size_t slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
    const std::string part = folder.substr(0, slash);
    if (::mkdir(part.c_str(), 0777) != 0 && errno != EEXIST) return std::strerror(errno);
    if (slash == std::string::npos) return {};
  }
}

}  // namespace whimbrel::script::logging
