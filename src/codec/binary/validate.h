// Checking values that are a part of something larger.
#pragma once

#include "whimbrel/result.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// As validate(), for one value at the beginning of the bytes: returns its size. More bytes may follow.
Result<size_t> validated_prefix(BytesView bytes);

}  // namespace whimbrel
