#include "stage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace whimbrel::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kSetUp = std::chrono::seconds(20);  // how long a step of the preparations may take

std::string role_of(System system, const std::string& part) {
  switch (system) {
    case System::Whimbrel:
      return part;
    case System::Raw:
      return "raw-" + part;
    case System::ZeroMq:
      return "zmq-" + part;
    case System::Nats:
      break;
  }
  return "nats-" + part;
}

bool has_hub(const Load& load) { return load.shape == Shape::Hub || load.system == System::Nats; }

/// Where nats-server is; empty if it is not installed. Some shells do not look where system programs are.
std::string nats_server() {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(fmt::format("{}:/usr/local/sbin:/usr/sbin", path ? path : ""));
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string program = folder + "/nats-server";
    if (::access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

TimePoint after(std::chrono::duration<double> time) {
  return Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
}

}  // namespace

std::vector<std::string> command_for(const std::string& role, const Load& load, uint16_t port) {
  std::vector<std::string> command = {"/proc/self/exe", "bench-role", role, "--payload", load.payload};
  const auto add = [&command](const std::string& flag, const auto& value) {
    command.push_back(flag);
    command.push_back(fmt::format("{}", value));
  };
  add("--seconds", load.seconds);
  if (load.rate > 0) add("--rate", load.rate);
  if (port != 0) add("--port", port);
  if (!load.overflow.empty()) add("--overflow", load.overflow);
  add("--peers", port != 0 ? 1 : load.subscribers);
  if (load.tls) command.emplace_back("--tls");
  if (load.samples) command.emplace_back("--samples");
  return command;
}

Result<void> Stage::set_up() {
  if (has_hub(load_)) {
    const auto ports = start_hub();
    if (!ports) return ports.error();
    if (const auto started = start_subscribers(ports->for_subscribers); !started) return started;
    start_publisher(ports->for_publishers);
  } else {
    start_publisher(0);
    const auto ports = ports_of(*publisher_, "port");
    if (!ports) return ports.error();
    if (const auto started = start_subscribers(ports->for_subscribers); !started) return started;
  }
  const auto ready = publisher_->expect("ready", Clock::now() + kSetUp, signals_);
  if (!ready) return ready.error();
  return {};
}

Result<Stage::Ports> Stage::start_hub() {
  if (load_.system != System::Nats) {
    hub_ = std::make_unique<Child>(command_for(role_of(load_.system, "hub"), load_, 0));
    return ports_of(*hub_, "port");
  }
  const std::string program = nats_server();
  if (program.empty()) return Error(ErrorCode::CannotOpenResource, "nats-server is not installed");
  hub_ = std::make_unique<Child>(
      std::vector<std::string>{program, "--addr", "127.0.0.1", "--port", "-1", "--logtime=false"}, true);
  return ports_of(*hub_, fmt::format("[{}] [INF] Listening for client connections on 127.0.0.1", hub_->pid()));
}

void Stage::start_publisher(uint16_t port) {
  publisher_ = std::make_unique<Child>(command_for(role_of(load_.system, "publisher"), load_, port));
}

Result<void> Stage::start_subscribers(uint16_t port) {
  for (size_t i = 0; i < load_.subscribers; ++i)
    subscribers_.push_back(std::make_unique<Child>(command_for(role_of(load_.system, "subscriber"), load_, port)));
  for (const auto& subscriber : subscribers_) {
    const auto ready = subscriber->expect("ready", Clock::now() + kSetUp, signals_);
    if (!ready) return ready.error();
  }
  return {};
}

Result<Stage::Ports> Stage::ports_of(Child& child, std::string_view announcement) {
  const auto text = child.expect(announcement, Clock::now() + kSetUp, signals_);
  if (!text) return text.error();
  std::istringstream in(*text);
  Ports ports;
  if (!(in >> ports.for_subscribers)) return Error(ErrorCode::Unspecified, fmt::format("'{}' is no port", *text));
  if (!(in >> ports.for_publishers)) ports.for_publishers = ports.for_subscribers;
  return ports;
}

void Stage::go() {
  publisher_cpu_ = publisher_->cpu_seconds();
  hub_cpu_ = hub_ ? hub_->cpu_seconds() : 0;
  for (const auto& subscriber : subscribers_) subscriber_cpu_.push_back(subscriber->cpu_seconds());
  publisher_->tell("go");
}

Result<Figures> Stage::published(std::chrono::duration<double> most) {
  const auto result = publisher_->expect("result", after(most), signals_);
  if (!result) return result.error();
  return read_figures(*result);
}

Result<Figures> Stage::received(size_t subscriber, std::chrono::duration<double> most) {
  const auto result = subscribers_[subscriber]->expect("result", after(most), signals_);
  if (!result) return result.error();
  return read_figures(*result);
}

}  // namespace whimbrel::bench
