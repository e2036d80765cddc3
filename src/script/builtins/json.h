// to_json() and from_json(), in a file each.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

Cell to_json(BuiltinCall& call);
Cell from_json(BuiltinCall& call);

}  // namespace whimbrel::script
