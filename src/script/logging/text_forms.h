// How log lines show numbers and addresses. Each appends to a line, and allocates nothing else.
#pragma once

#include <cstdint>
#include <string>

#include "whimbrel/address.h"

namespace whimbrel::script::logging {

void append_number(std::string& line, uint64_t x);
void append_number(std::string& line, int64_t x);
/// Without exponent, at most six digits behind the point: "3.14", "1.0", "inf".
void append_double(std::string& line, double x);
/// Times and intervals: always six digits behind the point; "1e+12" from 2147483647 on.
void append_seconds(std::string& line, double x);
void append_address(std::string& line, const Address& address);
void append_subnet(std::string& line, const Subnet& subnet);
/// "2023-11-14T22:13:20.123456Z".
void append_iso_time(std::string& line, double x);

}  // namespace whimbrel::script::logging
