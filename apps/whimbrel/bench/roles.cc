#include "roles.h"

#include <fmt/format.h>

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
};

}  // namespace

int play(const Work& work) {
  if (!parse_payload(work.payload)) return give_up(fmt::format("there is no payload '{}'", work.payload));
  for (const Role& role : kRoles)
    if (role.name == work.role) return role.play(work);
  return give_up(fmt::format("there is no role '{}'", work.role));
}

}  // namespace whimbrel::bench
