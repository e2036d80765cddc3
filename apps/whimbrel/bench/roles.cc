#include "roles.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "payloads.h"
#include "talk.h"

namespace whimbrel::bench {

namespace {

struct Role {
  std::string_view name;
  int (*play)(const Work& work);
};
constexpr Role kRoles[] = {
    {"publisher", play_publisher},
    {"subscriber", play_subscriber},
    {"hub", play_hub},
    {"node", play_node},
    {"crowd", play_crowd},
    {"store-master", play_store_master},
    {"store-clone", play_store_clone},
    {"store-crowd", play_store_crowd},
    {"web-node", play_web_node},
    {"web-client", play_web_client},
    {"raw-publisher", play_raw_publisher},
    {"raw-subscriber", play_raw_subscriber},
    {"raw-hub", play_raw_hub},
    {"zmq-publisher", play_zmq_publisher},
    {"zmq-subscriber", play_zmq_subscriber},
    {"zmq-hub", play_zmq_hub},
    {"nats-publisher", play_nats_publisher},
    {"nats-subscriber", play_nats_subscriber},
};

/// A thousand peers need more descriptors than a shell grants at first.
void allow_many_files() {
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int play(const Work& work) {
  allow_many_files();
  if (!parse_payload(work.payload)) return give_up(fmt::format("there is no payload '{}'", work.payload));
  for (const Role& role : kRoles)
    if (role.name == work.role) return role.play(work);
  return give_up(fmt::format("there is no role '{}'", work.role));
}

}  // namespace whimbrel::bench
