// fmt(): printf for scripts.
#pragma once

#include "script/model/function.h"

namespace whimbrel::script {

/// fmt(va_args: any): string
Cell format(BuiltinCall& call);

}  // namespace whimbrel::script
