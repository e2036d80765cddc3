#include "script/builtins/paraglob.h"

#include <fnmatch.h>

#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

const std::set<std::string>& patterns_argument(const BuiltinCall& call, size_t i) {
  return call.arguments[i].as<ParaglobObject>().patterns;
}

Cell paraglob_init(BuiltinCall& call) {
  const Cell& cell = call.arguments[0];
  if (cell.tag() != Tag::Vector || cell.as<VectorObject>().type->yield->tag() != Tag::String) {
    plain_error(call, "paraglob requires a string vector");
    return {};
  }
  std::set<std::string> patterns;
  for (const Cell& pattern : cell.as<VectorObject>().cells)
    if (pattern.is_set()) patterns.insert(pattern.string());
  return make<ParaglobObject>(std::move(patterns));
}

Cell paraglob_match(BuiltinCall& call) {
  const std::string& text = string_argument(call, 1);
  std::vector<std::string> matching;
  for (const std::string& pattern : patterns_argument(call, 0))
    if (::fnmatch(pattern.c_str(), text.c_str(), 0) == 0) matching.push_back(pattern);
  return string_vector(call.runtime, matching);
}

Cell paraglob_equals(BuiltinCall& call) {
  return Cell::boolean(patterns_argument(call, 0) == patterns_argument(call, 1));
}

}  // namespace

void add_paraglob_builtins(Registry& registry) {
  registry.begin("zeek.bif");
  registry.add("paraglob_init(v: any): opaque of paraglob", paraglob_init);
  registry.add("paraglob_match(handle: opaque of paraglob, match: string): string_vec", paraglob_match);
  registry.add("paraglob_equals(p_one: opaque of paraglob, p_two: opaque of paraglob): bool", paraglob_equals);
}

}  // namespace whimbrel::script
