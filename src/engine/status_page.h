// What an endpoint knows about itself, as one JSON object: GET /v1/status/json. Its members are listed in
// docs/features/metrics.md. Loop only.
#pragma once

#include <string>

#include "engine/client_report.h"
#include "engine/core.h"

namespace whimbrel {

std::string status_page(const Core& core, const ClientReport& clients);

}  // namespace whimbrel
