// Probabilistic data structures, and what the reference keeps beside them.
#include "script/builtins/sketch.h"

namespace whimbrel::script {

void add_probability_builtins(Registry& registry) {
  add_bloom_filter_builtins(registry);
  add_cardinality_builtins(registry);
  add_topk_builtins(registry);
  add_entropy_builtins(registry);
  add_paraglob_builtins(registry);
}

}  // namespace whimbrel::script
