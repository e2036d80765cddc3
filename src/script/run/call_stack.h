// The call stack as text: which functions run, with which arguments, called from where.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "script/run/frame.h"

namespace whimbrel::script {

/// The frames of calls, the innermost first.
std::vector<const Frame*> call_stack(const Frame& innermost);
/// What the function of that frame was called with.
std::span<const Cell> entry_arguments(const Frame& frame);
/// "| #0 f(1) at ./a.zeek:3 | #1 zeek_init() |"; "" outside of functions.
std::string call_stack_text(const Frame& innermost);

}  // namespace whimbrel::script
