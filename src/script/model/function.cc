#include "script/model/function.h"

#include <algorithm>

namespace whimbrel::script {

namespace {

uint32_t next_function_id() {
  thread_local uint32_t last = 0;
  return ++last;
}

}  // namespace

Function::Function(std::string name_, Ref<FuncType> type_)
    : name(std::move(name_)), type(std::move(type_)), id(next_function_id()) {}

void Function::add_body(Body body) {
  const auto place =
      std::find_if(bodies.begin(), bodies.end(), [&](const Body& other) { return other.priority < body.priority; });
  bodies.insert(place, std::move(body));
}

void describe(Description& out, const Function& function) {
  out.add(function.name);
  if (function.bodies.empty()) return;
  out.newline();
  for (const Body& body : function.bodies)
    if (body.code) body.code->describe(out);
}

}  // namespace whimbrel::script
