// What redef does to types.
#pragma once

#include "script/bind/binder.h"

namespace whimbrel::script {

/// &log on a record type: on each of its fields.
void log_all_fields(RecordType& record);

}  // namespace whimbrel::script
