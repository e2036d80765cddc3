// Times and intervals as text: what JSON v1 carries and people type.
#pragma once

#include <string>
#include <string_view>

#include "whimbrel/result.h"
#include "whimbrel/value.h"

namespace whimbrel {

/// UTC, with as many of 3, 6 or 9 digits as it takes to lose nothing: "2022-04-10T07:00:00.000".
void append_timestamp(std::string& out, Timestamp x);
/// Reads the same form with 0 to 9 digits of a fraction, and "Z", an offset like "+02:00", or nothing (UTC) at the end.
Result<Timestamp> parse_timestamp(std::string_view text);

/// The largest of ns, us, ms and s that loses nothing: "1500ms", "0s".
void append_timespan(std::string& out, Timespan x);
/// Reads a decimal number followed directly by a unit, such as "1.5min".
Result<Timespan> parse_timespan(std::string_view text);

/// Units of JSON (ns us ms s min h d) and of Zeek (usec msec sec min hr day, with or without s at the end).
bool is_time_unit(std::string_view text);
/// A decimal number, with an optional sign, of a unit. Fractions of a nanosecond are dropped.
Result<Timespan> make_timespan(std::string_view number, std::string_view unit);

}  // namespace whimbrel
