// Text forms of the scalar kinds, appended to a string. What to_string() shows and JSON carries.
#pragma once

#include <cstdint>
#include <string>

#include "whimbrel/value.h"

namespace whimbrel {

void append_text(std::string& out, uint64_t x);
void append_text(std::string& out, int64_t x);
/// As printf's %f; "nan" whatever the sign of a NaN.
void append_text(std::string& out, double x);
void append_text(std::string& out, const Address& x);
void append_text(std::string& out, const Subnet& x);
void append_text(std::string& out, const Port& x);
inline void append_text(std::string& out, bool x) { out += x ? 'T' : 'F'; }
/// Nanoseconds: "1500000000ns".
inline void append_text(std::string& out, Timestamp x) {
  append_text(out, x.ns);
  out += "ns";
}
inline void append_text(std::string& out, Timespan x) {
  append_text(out, x.ns);
  out += "ns";
}

}  // namespace whimbrel
