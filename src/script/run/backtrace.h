// The call stack as scripts get it: the vector of BacktraceElement of backtrace() and of the assertion hooks.
#pragma once

#include <string_view>

#include "script/run/frame.h"

namespace whimbrel::script {

/// The innermost call first. `top`: an element more in front, of that name and place; "" for none.
Cell backtrace(const Frame& frame, std::string_view top = {}, const Location& where = {});

}  // namespace whimbrel::script
