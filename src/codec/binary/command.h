// Internal commands: what masters and clones of a store say to each other. Byte table: docs/formats/command.md.
#pragma once

#include "whimbrel/result.h"
#include "whimbrel/value_view.h"

namespace whimbrel {

/// Checks that the bytes hold exactly one well-formed command, so that passing it on harms nobody.
Result<void> validate_command(BytesView payload);

}  // namespace whimbrel
