// fmt(): printf for scripts (language.md 1.17).
#pragma once

#include "script/model/function.h"

namespace whimbrel::script {

/// fmt(va_args: any): string
Cell format(BuiltinCall& call);

}  // namespace whimbrel::script
