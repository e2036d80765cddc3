// Commands from a peer, one after the other, each behind two bytes with its size: to a master, and to a clone that has
// one. Whatever they do, the entries stay values, the clone's own master cannot be spoken for by others, and both go
// on.
#include <cstdlib>

#include "store/clone.h"
#include "store/master.h"
#include "whimbrel/codec.h"

namespace {

using namespace whimbrel;

struct Host final : StoreHost {
  void send(const EndpointId*, const CommandHeader& header, BytesView content) override {
    ByteBuffer out;
    put_command_header(out, header);
    Encoder(out).raw(content);
    if (!validate_command(out.bytes())) std::abort();
    if (sent.size() < 1000) sent.emplace_back(out.bytes().begin(), out.bytes().end());
  }
  void on_event(const StoreEvent& event) override { (void)to_string(event.key); }
  bool wants_events() const override { return true; }
  void on_unique_result(uint64_t, bool) override {}
  void on_synchronised() override {}
  uint64_t new_object() override { return ++objects; }
  void log(std::string_view, const std::string&) override {}
  std::vector<std::vector<std::byte>> sent;
  uint64_t objects = 1;
};

bool is_sound(const EntryView& entry) {
  if (!validate(entry.key) || !validate(entry.value)) std::abort();
  return true;
}

struct World {
  World() {
    clone_id.bytes[0] = 2;
    for (int i = 0; i < 3; ++i) pass_on();
    master.execute(Change::put("kept", 1u, {}), now);
    pass_on();
  }
  /// What master and clone say to each other arrives.
  void pass_on() {
    for (const auto& bytes : std::exchange(clone_host.sent, {})) master.receive(split_command(bytes), now);
    for (const auto& bytes : std::exchange(master_host.sent, {})) clone.receive(split_command(bytes), now);
  }
  Timestamp now{1'000'000'000};
  EndpointId clone_id;
  Host master_host, clone_host;
  Master master{master_host, EntityId{{}, 1}, make_memory_backend()};
  Clone clone{clone_host, EntityId{clone_id, 1}, CloneOptions()};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  World world;
  BytesView rest(reinterpret_cast<const std::byte*>(data), size);
  while (rest.size() > 2) {
    const size_t length = std::min(rest.size() - 2, static_cast<size_t>(rest[0]) * 256 + static_cast<size_t>(rest[1]));
    const BytesView command = rest.subspan(2, length);
    rest = rest.subspan(2 + length);
    world.now.ns += 100'000'000;
    if (validate_command(command)) {
      world.master.receive(split_command(command), world.now);
      world.clone.receive(split_command(command), world.now);
    }
    world.pass_on();
    world.master.tick(world.now);
    world.clone.tick(world.now);
  }
  (void)world.master.visit(0, is_sound, world.now);
  world.clone.entries().visit(0, is_sound);
  return 0;
}
