// Stage: the processes of one load, from their start to what they report: a publisher, its subscribers, and a hub if
// there is one between them.
#pragma once

#include <list>
#include <memory>
#include <vector>

#include "child.h"
#include "row.h"

namespace whimbrel::bench {

struct Load {
  System system = System::Whimbrel;
  Shape shape = Shape::Direct;
  std::string payload = "small";
  bool tls = false;
  double seconds = 3;
  double rate = 0;  ///< 0: as fast as possible
  size_t subscribers = 1;
  std::string overflow;
  bool samples = false;
};

/// The command line for a role of ours.
std::vector<std::string> command_for(const std::string& role, const Load& load, uint16_t port);

class Stage {
 public:
  Stage(const Load& load, const Signals& signals) : load_(load), signals_(signals) {}

  /// Starts everything, up to where the publisher only waits for the word.
  Result<void> set_up();
  /// The publisher begins.
  void go();
  /// Waits for the publisher to finish.
  Result<Figures> published(std::chrono::duration<double> most);
  /// Waits for what a subscriber has to say at the end.
  Result<Figures> received(size_t subscriber, std::chrono::duration<double> most);

  Child& publisher() { return *publisher_; }
  Child& subscriber(size_t n) { return *subscribers_[n]; }
  size_t subscribers() const { return subscribers_.size(); }
  /// Processor time since go().
  double publisher_cpu() const { return publisher_->cpu_seconds() - publisher_cpu_; }
  double hub_cpu() const { return hub_ ? hub_->cpu_seconds() - hub_cpu_ : 0; }
  double subscriber_cpu(size_t n) const { return subscribers_[n]->cpu_seconds() - subscriber_cpu_[n]; }

 private:
  struct Ports {
    uint16_t for_subscribers = 0, for_publishers = 0;
  };
  Result<Ports> start_hub();
  void start_publisher(uint16_t port);
  Result<void> start_subscribers(uint16_t port);
  Result<Ports> ports_of(Child& child, std::string_view announcement);

  const Load load_;
  const Signals& signals_;
  std::unique_ptr<Child> hub_, publisher_;
  std::vector<std::unique_ptr<Child>> subscribers_;
  double hub_cpu_ = 0, publisher_cpu_ = 0;
  std::vector<double> subscriber_cpu_;
};

}  // namespace whimbrel::bench
