// How the values of options look as text, in flags, environment variables and configuration files. Each read_ function
// takes the whole text or nothing; each show_ function writes what the read_ function of that name reads back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whimbrel/error.h"
#include "whimbrel/options.h"

namespace whimbrel {

// Limits of options that not only text must keep.
inline constexpr Duration kLongestInterval = std::chrono::hours(24 * 36500);  // a clock plus this does not overflow
inline constexpr size_t kMaxThreads = 1024;

/// "17": decimal digits and nothing else.
std::optional<uint64_t> read_count(std::string_view text);
/// A count, or one of "KiB", "MiB" and "GiB": "65536", "64KiB", "64 KiB".
std::optional<uint64_t> read_size(std::string_view text);
/// A TCP port: "9999/tcp" or "9999".
std::optional<uint16_t> read_port(std::string_view text);
/// One of T, true, yes, 1 and F, false, no, 0.
std::optional<bool> read_bool(std::string_view text);
/// "5sec", "5 secs", "16.0msecs", "1.5min", or a plain number of seconds; from nothing to a hundred years. The units
/// are those of Zeek's scripts: usec, msec, sec, min, hr and day, each with or without an "s";
/// and s, ms, us, h and d.
std::optional<Duration> read_interval(std::string_view text);
/// "30" or "0.5": an interval without a unit.
std::optional<Duration> read_seconds(std::string_view text);

std::string show_size(uint64_t bytes);
std::string show_interval(Duration);

/// `"a", "b" or "c"`.
std::string quoted_list(const std::vector<std::string_view>& words);
/// The error `NAME is "TEXT"; it can be ACCEPTED`. A long text is shortened.
Error not_accepted(std::string_view name, std::string_view text, std::string_view accepted);
/// Which of `words`, at least one, takes the fewest letters added, dropped or replaced to become `word`.
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& words);

}  // namespace whimbrel
