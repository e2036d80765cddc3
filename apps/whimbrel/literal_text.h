// Values as parse_literal() reads them: what messages look like to people, and `decode --to literal`.
#pragma once

#include <string>

#include "whimbrel/value_view.h"

namespace whimbrel::cli {

/// 80/tcp, 10.0.0.0/8, 1500ms, -3, 42, 1.5, "text", T, nil, Notice::LOG, [a, b], {a, b}, {k -> v}. Reads back as the
/// same value, except for what has no literal: reals that are infinite or no number, and enum values whose names have
/// no "::".
std::string to_literal(const ValueView& value);

/// A Zeek event as a call, such as ping("hi", 5); any other value as a literal.
std::string to_readable(const ValueView& value);

}  // namespace whimbrel::cli
