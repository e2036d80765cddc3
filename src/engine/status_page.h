// What an endpoint knows about itself, as one JSON object: GET /v1/status/json. Loop only.
#pragma once

#include <string>
#include <vector>

#include "engine/core.h"

namespace whimbrel {

std::string status_page(const Core& core, const std::vector<PeerStatistics>& clients);

}  // namespace whimbrel
