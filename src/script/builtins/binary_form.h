// The binary form of values: what digests of several values and fnv1a32() are made over.
#pragma once

#include <string>

#include "script/model/cell.h"

namespace whimbrel::script {

/// The kind as a number, then the value: numbers as their bytes, texts with a NUL behind them, strings with their size
/// in front.
std::string binary_form(const Cell& cell);

}  // namespace whimbrel::script
