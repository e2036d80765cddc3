#include "script/model/function.h"

#include <algorithm>

namespace whimbrel::script {

namespace {

thread_local uint32_t last_function_id = 0;

}  // namespace

void go_on_with_function_id(uint32_t id) {
  if (last_function_id < id) last_function_id = id - 1;
}

Function::Function(std::string name_, Ref<FuncType> type_)
    : name(std::move(name_)), type(std::move(type_)), id(++last_function_id) {}

void Function::add_body(Body body) {
  const auto place =
      std::find_if(bodies.begin(), bodies.end(), [&](const Body& other) { return other.priority < body.priority; });
  bodies.insert(place, std::move(body));
  find_simple_body();
}

void Function::clear_bodies() {
  bodies.clear();
  find_simple_body();
}

void Function::find_simple_body() {
  simple_body = nullptr;
  if (builtin || type->flavour != Flavour::Function || bodies.size() != 1) return;
  const Body& only = bodies.front();
  if (only.places.empty() && only.disabled_groups == 0) simple_body = &only;
}

void describe(Description& out, const Function& function) {
  out.add(function.name);
  if (function.bodies.empty()) return;
  out.newline();
  for (const Body& body : function.bodies)
    if (body.code) body.code->describe(out);
}

}  // namespace whimbrel::script
