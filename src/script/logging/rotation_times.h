// When logs are rotated, and what they are called then.
#pragma once

#include <string>
#include <string_view>

namespace whimbrel::script::logging {

/// "8:30" as seconds since midnight.
double rotation_base(std::string_view time_of_day);
/// Seconds until the next time that is a multiple of the interval from there on, counted from the midnight before
/// `now`.
double until_next_rotation(double now, double base, double interval);
/// "conn-26-01-31_12.00.00", in local time.
std::string dated_name(const std::string& path, double time);
/// "" if the folder, with those around it, is there now; else why not.
std::string make_folders(const std::string& folder);

}  // namespace whimbrel::script::logging
