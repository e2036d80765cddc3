#include "actions.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "../line_reader.h"
#include "../literal_text.h"
#include "../output.h"
#include "whimbrel/codec.h"

namespace whimbrel::cli {

namespace {

constexpr uint64_t kMostUnconfirmed = 5000;
constexpr uint64_t kBetweenLooks = 1000;  // entries; those of a file are confirmed without waiting

std::string literal(const Value& value) {
  const auto bytes = encode(value);
  return to_literal(ValueView::over_valid(bytes));
}

/// [key, value] or [key, value, when it expires], in JSON v1.
Result<std::string> json_of(const Value& key, const Value& value, std::optional<Timestamp> expiry) {
  Vector entry = {key, value};
  if (expiry) entry.emplace_back(*expiry);
  return to_json(Value(std::move(entry)));
}

/// An entry as a line; what JSON cannot express is told in its place.
std::string line_of(const StoreFlags& flags, const Value& key, const Value& value, std::optional<Timestamp> expiry) {
  if (flags.json) {
    auto json = json_of(key, value, expiry);
    return json ? *json : fmt::format("{{\"error\":\"{}\"}}", json.error().name());
  }
  return fmt::format("{} -> {}{}", literal(key), literal(value), expiry ? "  expires " + literal(*expiry) : "");
}

int finish(Output& out, int status) {
  out.flush();
  return status == kFine ? out.verdict() : status;
}

/// The answer to a question; the clone or master has its content, so it comes at once.
template <class Ask>
Result<Value> answer_of(Ask ask) {
  Result<Value> got = ErrorCode::RequestTimeout;
  ask([&](const Result<Value>& answer) { got = answer; });
  return got;
}

int no_such_key(const Value& key) { return fail(fmt::format("there is no key {}", literal(key))); }

/// Waits until the master has told of a change that was made here.
struct Confirmations {
  explicit Confirmations(Store& store_) : store(store_) {
    store.on_event([this](const StoreEvent& event) { count += event.is_own; });
  }
  ~Confirmations() { store.on_event(nullptr); }
  Store& store;
  uint64_t count = 0;
};

// -- reading

int list(StoreSession& session, const StoreFlags& flags, std::span<const Value>) {
  std::map<Value, std::pair<Value, std::optional<Timestamp>>> sorted;
  const auto done = session.store().for_each(
      [&](const StoreEntry& entry) { sorted.emplace(entry.key, std::pair(entry.value, entry.expiry)); });
  if (!done) return fail(done.error());
  Output out;
  for (const auto& [key, rest] : sorted) out.line(line_of(flags, key, rest.first, rest.second));
  return finish(out, kFine);
}

int get(StoreSession& session, const StoreFlags& flags, std::span<const Value> a) {
  const auto value = answer_of([&](auto answer) { session.store().get(a[0], answer); });
  if (!value && value.error().code() == ErrorCode::NoSuchKey) return no_such_key(a[0]);
  if (!value) return fail(value.error());
  const auto json = flags.json ? to_json(*value) : Result<std::string>(literal(*value));
  if (!json) return fail(json.error());
  Output out;
  out.line(*json);
  return finish(out, kFine);
}

std::string event_line(const StoreFlags& flags, const StoreEvent& event) {
  constexpr const char* kNames[] = {"insert", "update", "erase", "expire"};
  const char* const name = kNames[static_cast<size_t>(event.type)];
  if (!flags.json) {
    std::string line = fmt::format("{} {} {}", local_time(), name, literal(event.key));
    if (event.value) line += " -> " + literal(*event.value);
    if (event.old_value) line += "  was " + literal(*event.old_value);
    if (event.expiry) line += "  for " + literal(Value(*event.expiry));
    return line;
  }
  Vector told = {name, event.key};
  if (event.value) told.emplace_back(*event.value);
  if (event.old_value) told.emplace_back(*event.old_value);
  const auto json = to_json(Value(std::move(told)));
  return json ? *json : fmt::format("{{\"error\":\"{}\"}}", json.error().name());
}

int watch(StoreSession& session, const StoreFlags& flags, std::span<const Value>) {
  Output out;
  uint64_t seen = 0;
  const auto is_complete = [&] { return flags.count > 0 && seen >= flags.count; };
  session.store().on_event([&](const StoreEvent& event) {
    if (is_complete()) return;
    out.line(event_line(flags, event));
    ++seen;
  });
  if (!flags.client.quiet) note("watching; what is there already is not told");
  const bool complete = session.work_until(
      [&] {
        out.flush();
        return is_complete() || out.broken();
      },
      flags.timeout);
  session.store().on_event(nullptr);
  if (complete || Signals::stop() || (flags.count == 0 && flags.timeout)) return finish(out, kFine);
  return session.explain(fmt::format("{} of {} came", seen, counted(flags.count, "change")));
}

int dump(StoreSession& session, const StoreFlags&, std::span<const Value>) {
  Output out;
  Progress progress;
  uint64_t entries = 0;
  Error error;
  const auto done = session.store().for_each([&](const StoreEntry& entry) {
    if (error || out.broken() || Signals::stop()) return;
    const auto line = json_of(entry.key, entry.value, entry.expiry);
    if (!line) {
      error = Error(line.error().code(), fmt::format("{}: {}", literal(entry.key), line.error().message()));
      return;
    }
    out.line(*line);
    if (++entries % 256 != 0) return;
    out.flush();
    if (progress.due()) progress.show(counted(entries, "entry is", "entries are") + " written");
  });
  progress.clear();
  if (error) return fail(error);
  if (!done) return fail(done.error());
  return finish(out, Signals::stop() ? kFailed : kFine);
}

// -- changing

int put(StoreSession& session, const StoreFlags& flags, std::span<const Value> a) {
  const auto expiry = flags.expiry ? std::optional(Timespan{flags.expiry->count()}) : std::nullopt;
  if (!flags.unique) {
    Confirmations confirmed(session.store());
    session.store().put(a[0], a[1], expiry);
    if (session.work_until([&] { return confirmed.count > 0; }, session.timeout())) return kFine;
    return session.explain("the master has not confirmed it");
  }
  std::optional<Result<Value>> answer;
  session.store().put_unique(a[0], a[1], expiry, [&](const Result<Value>& got) { answer = got; });
  if (!session.work_until([&] { return answer.has_value(); }, session.timeout()))
    return session.explain("the master has not answered");
  if (!*answer) return fail(answer->error());
  return **answer == Value(true) ? int{kFine} : fail(fmt::format("there is a key {} already", literal(a[0])));
}

int erase(StoreSession& session, const StoreFlags&, std::span<const Value> a) {
  const auto exists = answer_of([&](auto answer) { session.store().exists(a[0], answer); });
  if (!exists) return fail(exists.error());
  if (*exists != Value(true)) return no_such_key(a[0]);
  Confirmations confirmed(session.store());
  session.store().erase(a[0]);
  if (session.work_until([&] { return confirmed.count > 0; }, session.timeout())) return kFine;
  return session.explain("the master has not confirmed it");
}

/// Reads a line that dump has written. A new expiry of nothing means that its time is over.
Result<Vector> entry_of(std::string_view line) {
  auto value = from_json(line);
  if (!value) return value.error();
  auto* const entry = value->get_if<Vector>();
  const bool is_entry = entry && (entry->size() == 2 || (entry->size() == 3 && (*entry)[2].kind() == Kind::Timestamp));
  if (!is_entry) return Error(ErrorCode::InvalidData, "this is no entry: [key, value] or [key, value, time of expiry]");
  return std::move(*entry);
}

class Loader {
 public:
  explicit Loader(StoreSession& session) : session_(session), confirmed_(session.store()) {}

  int run() {
    LineReader lines;
    for (std::string_view line; !Signals::stop();) {
      if (lines.take(line)) {
        const auto entry = entry_of(line);
        if (!entry) return fail(at_line(lines.number(), entry.error().message()));
        put(*entry);
        if (sent_ % kBetweenLooks == 0) show_progress();
        if (sent_ - confirmed_.count >= kMostUnconfirmed && !wait_for(kMostUnconfirmed / 2)) return give_up();
      } else if (lines.at_end()) {
        break;
      } else if (auto read = lines.read_more(); !read) {
        return fail(read.error());
      }
    }
    return wait_for(0) ? report() : give_up();
  }

 private:
  void put(const Vector& entry) {
    std::optional<Timespan> expiry;
    if (entry.size() == 3) expiry = Timespan{entry[2].get_if<Timestamp>()->ns - Timestamp::now().ns};
    if (expiry && expiry->ns <= 0) {
      ++expired_;
      return;
    }
    session_.store().put(entry[0], entry[1], expiry);
    ++sent_;
  }
  /// Until no more than so many changes are unconfirmed.
  bool wait_for(uint64_t unconfirmed) {
    while (sent_ - confirmed_.count > unconfirmed) {
      const uint64_t before = confirmed_.count;
      if (!session_.work_until([&] { return confirmed_.count > before; }, session_.timeout())) return false;
      show_progress();
    }
    return true;
  }
  void show_progress() {
    if (progress_.due()) progress_.show(counted(confirmed_.count, "entry is", "entries are") + " loaded");
  }
  int give_up() {
    progress_.clear();
    return session_.explain(fmt::format("only {} of {} that were sent are confirmed", confirmed_.count, sent_));
  }
  int report() {
    progress_.clear();
    if (expired_ > 0) note(fmt::format("{} left out: expired meanwhile", counted(expired_, "entry is", "entries are")));
    return Signals::stop() ? kFailed : kFine;
  }

  StoreSession& session_;
  Confirmations confirmed_;
  Progress progress_;
  uint64_t sent_ = 0, expired_ = 0;
};

int load(StoreSession& session, const StoreFlags&, std::span<const Value>) { return Loader(session).run(); }

int compact(StoreSession& session, const StoreFlags&, std::span<const Value>) {
  if (!session.is_file()) return wrong_use("store", "only a file can be compacted; give it by --file FILE");
  const auto done = session.store().compact();
  return done ? int{kFine} : fail(done.error());
}

constexpr StoreAction kActions[] = {
    {"list", "", list},   {"get", "KEY", get}, {"put", "KEY VALUE", put, true}, {"erase", "KEY", erase},
    {"watch", "", watch}, {"dump", "", dump},  {"load", "", load, true},        {"compact", "", compact},
};

}  // namespace

const StoreAction* find_store_action(std::string_view name) {
  const auto* const found = std::ranges::find(kActions, name, &StoreAction::name);
  return found == std::end(kActions) ? nullptr : found;
}

std::string store_action_names() {
  std::string names;
  for (const StoreAction& action : kActions) names += fmt::format("{}{}", names.empty() ? "" : ", ", action.name);
  return names;
}

}  // namespace whimbrel::cli
