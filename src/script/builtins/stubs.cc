#include "script/builtins/registry.h"
namespace whimbrel::script {
}  // namespace whimbrel::script
