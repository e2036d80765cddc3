// Whether also events that nothing handles are raised, for new_event() to hear of them.
#pragma once

namespace whimbrel::script {

/// A state of the runtime; generate_all_events() sets it.
struct AllEvents {
  bool are_raised = false;
};

}  // namespace whimbrel::script
