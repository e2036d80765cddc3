// How much there is in a value: a number for comparisons, not bytes.
#pragma once

#include "script/model/cell.h"

namespace whimbrel::script {

/// 1 for a single value; for a container its size and that of everything in it. Each part counts once, also if several
/// hold it.
uint64_t footprint(const Cell& cell);

}  // namespace whimbrel::script
