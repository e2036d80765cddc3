// A value from a peer, read as each of many script types: it is read or refused; what is read can be sent on.
#include <cstdlib>

#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/run/fake_host.h"
#include "scripthost/interpreter.h"
#include "whimbrel/codec.h"

namespace {

using namespace whimbrel;
using namespace whimbrel::script;

// No files: reading one would open it.
constexpr const char* kTypes = R"(
module Fuzz;
type Color: enum { Red, Green };
type Node: record { n: count; name: string &optional; };
redef record Node += { link: Node &optional; };
function named(n: count): count { return n; }
global v1: set[string, port]; global v2: table[count] of vector of Node; global v3: pattern = /x/; global v4 = named;
global v5: opaque of md5; global v6: table[Node] of Color; global v7: vector of any; global v8: Broker::Data;
global v9: set[vector of count]; global v10: double; global v11: time; global v12: Broker::Event;
)";

struct World {
  World() {
    ScriptRun run;
    run.bare = run.deterministic = run.quiet_about_unused = true;
    run.code = kTypes;
    if (!interpreter.load(run)) std::abort();
    for (const auto& [name, symbol] : interpreter.runtime().symbols.all())
      if (name.starts_with("Fuzz::v")) types.push_back(symbol->type);
  }
  FakeHost host;
  Interpreter interpreter{host};
  std::vector<TypePtr> types;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World world;
  const BytesView bytes(reinterpret_cast<const std::byte*>(data), size);
  if (!validate(bytes)) return 0;
  WireReader reader(world.interpreter.runtime());
  WireWriter writer(world.interpreter.runtime());
  for (const TypePtr& type : world.types) {
    const Cell cell = reader.read(ValueView::over_valid(bytes), type);
    ByteBuffer out;
    if (cell.is_set() && writer.write(out, cell) && !validate(out.bytes())) std::abort();
  }
  world.host.output.clear();
  world.host.errors.clear();
  return 0;
}
