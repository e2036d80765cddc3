#include "script/builtins/registry.h"
namespace whimbrel::script {
void add_hash_builtins(Registry&) {}
void add_probability_builtins(Registry&) {}
void add_json_builtins(Registry&) {}
void add_file_builtins(Registry&) {}
}  // namespace whimbrel::script
