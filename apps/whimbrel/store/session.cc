#include "session.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/option_text.h"

namespace whimbrel::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenTicks = std::chrono::milliseconds(100);

}  // namespace

StoreLog StoreSession::log() {
  return [this](std::string_view level, std::string_view text) {
    if (level == "error") complaint_ = text;
    if (level == "error" || !flags_.client.quiet) warn(text);
  };
}

int StoreSession::open(const std::string& name) { return flags_.file.empty() ? open_clone(name) : open_file(); }

int StoreSession::open_file() {
  EndpointOptions options;
  options.disable_ssl = true;
  auto endpoint = Endpoint::start(options);
  if (!endpoint) return fail(endpoint.error());
  endpoint_ = std::move(*endpoint);
  MasterOptions master;
  master.backend = BackendType::Sqlite;
  master.sqlite.path = flags_.file;
  master.log = [](std::string_view, std::string_view) {};  // the error says it, too
  auto store = Store::master(*endpoint_, "file", master);
  if (!store) return fail(fmt::format("{}: {}", flags_.file, store.error().message()));
  store_ = std::move(*store);
  return kFine;
}

int StoreSession::open_clone(const std::string& name) {
  auto client = Client::start(flags_.client);
  if (!client) return fail(client.error());
  client_ = std::move(*client);
  if (const int connected = client_->connect(signals_, timeout()); connected != kFine) return connected;
  CloneOptions options;
  options.log = log();
  auto store = Store::clone(client_->endpoint(), name, options);
  if (!store) return fail(store.error());
  store_ = std::move(*store);
  bool there = false, asked = false;
  const auto ask = [&] {
    if (!std::exchange(asked, true))
      store_->exists(Value(), [&](const Result<Value>& answer) { asked = there = answer.ok(); });
    return there;
  };
  if (work_until(ask, timeout())) return kFine;
  return explain(fmt::format("no master of a store '{}' has answered", name));
}

bool StoreSession::work_until(const std::function<bool()>& condition, std::optional<Duration> limit) {
  const auto until = limit ? Clock::now() + *limit : Clock::time_point::max();
  while (!condition()) {
    if (signals_.stop() || (client_ && !client_->failure().empty())) return false;
    if (store_->process()) continue;
    if (client_) client_->receive();
    if (condition()) return true;
    if (Clock::now() >= until) return false;
    const int other = client_ ? client_->descriptor() : store_->descriptor();
    signals_.wait(Clock::now() + kBetweenTicks, {store_->descriptor(), other});
  }
  return true;
}

int StoreSession::explain(const std::string& what) {
  if (signals_.stop()) return fail("stopped: " + what);
  if (client_ && !client_->failure().empty()) return fail(client_->failure());
  return fail(fmt::format("{} within {}; --timeout TIME waits longer", what, show_interval(timeout())), kTimedOut);
}

int StoreSession::close() {
  if (store_) store_->process();  // writes
  store_.reset();
  if (client_) client_->finish();
  return complaint_.empty() || !is_file() ? kFine : kFailed;
}

}  // namespace whimbrel::cli
