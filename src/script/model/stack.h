// How much of the thread's stack is left. Values nest as deep as a script likes (lists of records that refer to the
// next), and what follows them from one to the next recurses; before the stack ends, it gives up.
#pragma once

#include <cstddef>

namespace whimbrel::script {

/// The address from which on no more should be put on this thread's stack: there is some left, for messages and what
/// they unwind.
const char* end_of_stack();

/// Has this thread come that far?
bool stack_is_short();

}  // namespace whimbrel::script
