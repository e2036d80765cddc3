// The results as aligned text for people, on standard output.
#pragma once

#include "row.h"

namespace whimbrel::bench {

void print_table(const Rows& rows);

}  // namespace whimbrel::bench
