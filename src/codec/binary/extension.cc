#include "codec/binary/extension.h"

#include <random>

#include "base/big_endian.h"
#include "codec/binary/reader.h"

namespace whimbrel {

namespace {

constexpr std::string_view kExtensionMark = "WHMB";
constexpr uint32_t kIdMark = 0x57484D42;
constexpr uint8_t kTagKind = 'T', kGapKind = 'G';
constexpr size_t kMostTopics = 16;
constexpr unsigned kCircle = 0x80;

// FNV-1a over the random part of an ID. The lowest bit is free for the one thing an endpoint says about itself.
uint32_t id_check(const EndpointId& id) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < 12; ++i) hash = (hash ^ id.bytes[i]) * 16777619u;
  return (hash ^ kIdMark) & ~1u;
}

void put_u8(ByteSink& out, uint8_t x) { *out.take(1) = std::byte{x}; }
void put_id(ByteSink& out, const EndpointId& id) { std::memcpy(out.take(16), id.bytes.data(), 16); }
void put_u64(ByteSink& out, uint64_t x) { store_be(out.take(8), x); }

struct Writer {
  ByteBuffer& out;

  void operator()(const Tag& tag) {
    put_u8(out, kTagKind);
    put_id(out, tag.origin);
    put_u64(out, tag.first);
  }
  void operator()(const GapNotice& notice) {
    put_u8(out, kGapKind);
    put_id(out, notice.reporter);
    put_u64(out, notice.number);
    put_u8(out, static_cast<uint8_t>(static_cast<unsigned>(notice.gap.reason) | (notice.through_circle ? kCircle : 0)));
    put_u64(out, notice.gap.messages);
    const size_t topics = std::min(notice.gap.topics.size(), kMostTopics);
    put_u8(out, static_cast<uint8_t>(topics));
    for (size_t i = 0; i < topics; ++i) {
      const auto& [topic, count] = notice.gap.topics[i];
      const size_t size = std::min<size_t>(topic.size(), 127);
      put_u8(out, static_cast<uint8_t>(size));
      std::memcpy(out.take(size), topic.data(), size);
      put_u64(out, count);
    }
  }
};

std::optional<Extension> read_gap(ByteReader& in) {
  GapNotice notice;
  notice.reporter = in.id();
  notice.number = in.integer<uint64_t>();
  const auto flags = in.integer<uint8_t>();
  const unsigned reason = flags & ~kCircle;
  notice.through_circle = (flags & kCircle) != 0;
  notice.gap.messages = in.integer<uint64_t>();
  const size_t topics = in.integer<uint8_t>();
  if (in.failed() || reason > static_cast<uint8_t>(Gap::Reason::PathLost) || topics > kMostTopics) return {};
  notice.gap.reason = static_cast<Gap::Reason>(reason);
  notice.gap.peer = notice.reporter;
  for (size_t i = 0; i < topics; ++i) {
    std::string topic(in.string());
    notice.gap.topics.emplace_back(std::move(topic), in.integer<uint64_t>());
  }
  if (in.failed() || in.left() > 0) return {};
  return notice;
}

}  // namespace

EndpointId make_endpoint_id(bool forwards) {
  std::random_device device;
  EndpointId id;
  for (uint8_t& byte : id.bytes) byte = static_cast<uint8_t>(device());
  return mark_endpoint_id(id, forwards);
}

EndpointId mark_endpoint_id(EndpointId id, bool forwards) {
  id.bytes[6] = static_cast<uint8_t>(0x40 | (id.bytes[6] & 0x0F));
  id.bytes[8] = static_cast<uint8_t>(0x80 | (id.bytes[8] & 0x3F));
  store_be<uint32_t>(id.bytes.data() + 12, id_check(id) | (forwards ? 1u : 0u));
  return id;
}

std::optional<Mark> mark_of(const EndpointId& id) {
  const auto check = load_be<uint32_t>(id.bytes.data() + 12);
  if ((check & ~1u) != id_check(id)) return {};
  return Mark{(check & 1u) != 0};
}

void put_extension(ByteBuffer& out, const Extension& extension) {
  std::memcpy(out.take(kExtensionMark.size()), kExtensionMark.data(), kExtensionMark.size());
  std::visit(Writer{out}, extension);
}

std::optional<Extension> parse_extension(BytesView payload) {
  ByteReader in(payload);
  for (char c : kExtensionMark)
    if (in.integer<uint8_t>() != static_cast<uint8_t>(c)) return {};
  const auto kind = in.integer<uint8_t>();
  if (kind == kGapKind) return read_gap(in);
  if (kind != kTagKind) return {};
  Tag tag;
  tag.origin = in.id();
  tag.first = in.integer<uint64_t>();
  if (in.failed() || in.left() > 0) return {};
  return tag;
}

}  // namespace whimbrel
