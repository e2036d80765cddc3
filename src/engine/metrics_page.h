// What an endpoint has measured of itself, for Prometheus: GET /metrics, in the text format 0.0.4. All that it tells
// is listed in docs/features/metrics.md. Loop only.
#pragma once

#include <string>

#include "engine/client_report.h"
#include "engine/core.h"

namespace whimbrel {

std::string metrics_page(const Core& core, const ClientReport& clients);

}  // namespace whimbrel
