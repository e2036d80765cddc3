// How deployed Broker nodes compute numbers from JSON text. Their results differ from the nearest ones in the last bit
// now and then.
#pragma once

#include "whimbrel/value.h"

namespace whimbrel {

/// The double that Broker makes of the decimal text of x.
double broker_real(double x);
/// The span that Broker makes of a number of nanoseconds: by way of a double, so that what leaves 64 bits turns over.
Timespan broker_timespan(Timespan exact);

}  // namespace whimbrel
