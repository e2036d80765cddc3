// whimbrel encode and whimbrel decode: values between hexadecimal bytes, JSON, literals and text.
#pragma once

#include "verb.h"

namespace whimbrel::cli {

void add_encode(CLI::App& app, Context& context);
void add_decode(CLI::App& app, Context& context);

}  // namespace whimbrel::cli
