#include "engine/status_page.h"

#include <fmt/format.h>

#include "codec/json/escape.h"
#include "whimbrel/version.h"

namespace whimbrel {

namespace {

/// Of anything: text must be JSON already.
std::string list(const auto& all, const auto& text) {
  std::string out = "[";
  for (const auto& one : all) out += (out.size() > 1 ? "," : "") + text(one);
  return out += ']';
}

std::string quoted(std::string_view text) {
  std::string out;
  return append_json_string(out, text) ? out : "\"(not UTF-8)\"";
}

std::string texts(const std::vector<std::string>& all) { return list(all, quoted); }

std::string member(const PeerStatistics& p) {
  return fmt::format(
      R"({{"id":"{}","address":{},"port":{},"messages_in":{},"messages_out":{},"bytes_in":{},"bytes_out":{},)"
      R"("queued_messages":{},"queued_bytes":{},"dropped":{}}})",
      to_string(p.id), quoted(p.network.address), p.network.port, p.messages_in, p.messages_out, p.bytes_in,
      p.bytes_out, p.queued_messages, p.queued_bytes, p.dropped);
}

}  // namespace

std::string status_page(const Core& core, const std::vector<PeerStatistics>& clients) {
  const Statistics s = core.statistics();
  const auto filter = [](const auto& peer) {
    return fmt::format(R"({{"id":"{}","filter":{}}})", to_string(peer.first), texts(peer.second.prefixes()));
  };
  return fmt::format(
      R"({{"endpoint":"{}","version":"{}","filter":{},"peers":{},"peer_filters":{},"clients":{},)"
      R"("messages":{{"published":{},"received":{},"delivered":{},"forwarded":{},"unwanted":{},"malformed":{},)"
      R"("duplicates_cut":{},"ttl_expired":{}}}}})"
      "\n",
      to_string(core.id()), WHIMBREL_VERSION, texts(core.filter().prefixes()), list(s.peers, member),
      list(core.peer_filters(), filter), list(clients, member), s.messages_published, s.messages_received,
      s.messages_delivered, s.messages_forwarded, s.messages_unwanted, s.messages_malformed, s.duplicates_cut,
      s.ttl_expired);
}

}  // namespace whimbrel
