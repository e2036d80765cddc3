// Functions that ask outside: names and addresses in the DNS, places of addresses.
#include "script/builtins/lookups.h"

#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "script/builtins/name_server.h"
#include "script/builtins/network.h"
#include "script/builtins/support.h"
#include "script/run/trigger.h"

namespace whimbrel::script {

namespace {

/// What an answer looks like before it is a value: these are made in the loop's thread only.
using Answer = std::function<Cell()>;

/// Answers travel from the threads of look-ups to the main loop here.
struct Mailbox {
  std::mutex mutex;
  std::vector<std::pair<size_t, Answer>> answers;
};

/// No more look-ups than that are under way; others wait for their turn.
constexpr size_t kMostThreads = 64;

/// Look-ups under way, and those to come. They keep no process alive.
class Lookups final : public IoSource {
 public:
  bool counts() const override { return false; }

  bool process(Runtime& runtime) override {
    std::vector<std::pair<size_t, Answer>> answers;
    {
      const std::lock_guard lock(mailbox_->mutex);
      answers.swap(mailbox_->answers);
    }
    running_ -= answers.size();
    start_some();
    for (auto& [number, answer] : answers) {
      const auto waiting = waiting_.find(number);
      if (waiting == waiting_.end()) continue;
      const auto [trigger, call] = waiting->second;
      waiting_.erase(waiting);
      runtime.triggers().deliver(*trigger, call, answer());
    }
    return !answers.empty();
  }

  template <class Resolve>
  void start(const Ref<Trigger>& trigger, const Expr* call, Resolve resolve) {
    const size_t number = next_++;
    waiting_[number] = {trigger, call};
    // The thread may outlive the interpreter: it holds nothing of it.
    queue_.emplace_back(number, [mailbox = mailbox_, number, resolve] {
      Answer answer = resolve();
      const std::lock_guard lock(mailbox->mutex);
      mailbox->answers.emplace_back(number, std::move(answer));
    });
    start_some();
  }

 private:
  /// Those nobody waits for any more, since their time is up, are left out.
  void start_some() {
    while (running_ < kMostThreads && !queue_.empty()) {
      const auto& [number, resolve] = queue_.front();
      if (waiting_.at(number).first->done)
        waiting_.erase(number);
      else if (!start_thread(resolve))
        return;
      queue_.pop_front();
    }
  }

  /// False: the system has no room for another one. Later it may.
  bool start_thread(const std::function<void()>& resolve) {
    try {
      std::thread(resolve).detach();
    } catch (const std::system_error&) {
      return false;
    }
    ++running_;
    return true;
  }

  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  std::map<size_t, std::pair<Ref<Trigger>, const Expr*>> waiting_;
  std::deque<std::pair<size_t, std::function<void()>>> queue_;
  size_t next_ = 0, running_ = 0;
};

struct LookupState {
  Lookups* lookups = nullptr;  // owned by the runtime's list of sources
};

Lookups& lookups(Runtime& runtime) {
  auto& state = runtime.state<LookupState>();
  if (!state.lookups) {
    const auto chosen = runtime.host.environment("ZEEK_DNS_RESOLVER");
    if (chosen && !chosen_name_server())
      runtime.reporter.warning(
          {}, "ZEEK_DNS_RESOLVER is '" + *chosen +
                  "', which is no IPv4 address, with or without :port: the system's name servers are asked");
    auto made = std::make_unique<Lookups>();
    state.lookups = made.get();
    runtime.sources.push_back(std::move(made));
  }
  return *state.lookups;
}

/// Without a network, for tests: answers that are made up.
bool answers_are_fake(Runtime& runtime) { return runtime.host.environment("ZEEK_DNS_FAKE").has_value(); }

bool is_inside_condition(const BuiltinCall& call, const std::string& name) {
  if (call.frame.trigger && call.expression) return true;
  builtin_error(call, name + "() can only be called inside a when-condition");
  return false;
}

/// The condition is evaluated again once the answer is there.
[[noreturn]] void deliver(const BuiltinCall& call, Cell answer) {
  call.runtime.triggers().deliver(*call.frame.trigger, call.expression, std::move(answer));
  throw Suspended{};
}

template <class Resolve>
[[noreturn]] void wait_for(const BuiltinCall& call, Resolve resolve) {
  lookups(call.runtime).start(Ref<Trigger>(call.frame.trigger), call.expression, std::move(resolve));
  throw Suspended{};
}

Answer text_answer(std::optional<std::string> text) {
  return [text = text.value_or("<\?\?\?>")] { return string_cell(text); };
}

Cell lookup_addr(BuiltinCall& call) {
  if (!is_inside_condition(call, "lookup_addr")) return string_cell("<error>");
  const Address address = call.arguments[0].as<AddrObject>().address;
  if (answers_are_fake(call.runtime)) deliver(call, string_cell("fake_addr_lookup_result_" + to_string(address)));
  wait_for(call, [address] { return text_answer(resolve_name(address)); });
}

Cell lookup_hostname_txt(BuiltinCall& call) {
  if (!is_inside_condition(call, "lookup_hostname_txt")) return string_cell("<error>");
  const std::string& name = string_argument(call, 0);
  if (answers_are_fake(call.runtime)) deliver(call, string_cell("fake_lookup_result_T_TXT_" + name));
  wait_for(call, [name] { return text_answer(resolve_text(name)); });
}

Cell addr_set(const Ref<TableType>& type, const std::vector<Address>& addresses) {
  auto set = make<TableObject>(type);
  for (const Address& address : addresses) set->assign({addr_cell(address)}, {});
  return set;
}

/// One that depends on the name alone.
Address fake_address(const std::string& name) {
  Address address;
  for (size_t i = 0; i < 16; ++i) {
    uint32_t hash = 2166136261u + static_cast<uint32_t>(i);
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    address.bytes[i] = static_cast<uint8_t>(hash >> 8);
  }
  return address;
}

Cell lookup_hostname(BuiltinCall& call) {
  const Ref<TableType> type(named_type(call.runtime, "addr_set")->as_table());
  const Address none = Address::v4(0, 0, 0, 0);
  if (!is_inside_condition(call, "lookup_hostname")) return addr_set(type, {none});
  const std::string& name = string_argument(call, 0);
  if (answers_are_fake(call.runtime)) deliver(call, addr_set(type, {fake_address(name)}));
  wait_for(call, [name, type = type.get(), none]() -> Answer {
    std::vector<Address> addresses = resolve_addresses(name);
    if (addresses.empty()) addresses.push_back(none);
    return [addresses, type] { return addr_set(Ref<TableType>(type), addresses); };
  });
}

// -- places of addresses: no data base is ever open

Cell lookup_location(BuiltinCall& call) { return result_record(call, "geo_location"); }
Cell lookup_autonomous_system(BuiltinCall& call) { return result_record(call, "geo_autonomous_system"); }
Cell no_database(BuiltinCall&) { return Cell::boolean(false); }

}  // namespace

void add_lookup_builtins(Registry& registry) {
  registry.add("lookup_addr(host: addr): string", lookup_addr);
  registry.add("lookup_hostname(host: string): addr_set", lookup_hostname);
  registry.add("lookup_hostname_txt(host: string): string", lookup_hostname_txt);
  registry.add("lookup_location(a: addr): geo_location", lookup_location);
  registry.add("lookup_autonomous_system(a: addr): geo_autonomous_system", lookup_autonomous_system);
  registry.add("mmdb_open_location_db(f: string): bool", no_database);
  registry.add("mmdb_open_asn_db(f: string): bool", no_database);
}

}  // namespace whimbrel::script
