// Events that packets would raise. Nobody raises them here, but scripts that handle them are not wrong.
#pragma once

#include <string_view>

namespace whimbrel::script {

/// Does an engine for packets know this event?
bool is_packet_event(std::string_view name);

}  // namespace whimbrel::script
