// The results as JSON, for programs: everything that was measured, and on what.
#pragma once

#include "machine.h"
#include "row.h"

namespace whimbrel::bench {

std::string to_json(const Rows& rows, const Machine& machine);

}  // namespace whimbrel::bench
