// The recorded messages of both phases, read and written again byte by byte, and cut off everywhere.
#include <gtest/gtest.h>
#include <simdjson.h>

#include "codec/binary/command.h"
#include "codec/binary/extension.h"
#include "codec/binary/frame.h"
#include "codec/binary/handshake.h"
#include "whimbrel/codec.h"

namespace whimbrel {
namespace {

struct Recorded {
  std::string name;
  bool handshake;
  std::vector<std::byte> payload;
};

std::vector<Recorded> recorded_messages() {
  simdjson::dom::parser parser;
  const auto cases = parser.load(WHIMBREL_SOURCE_DIR "/tests/conformance/vectors/frames.json")["cases"].get_array();
  std::vector<Recorded> all;
  for (const auto one : cases) {
    const std::string_view name = one["name"], phase = one["phase"], payload = one["payload"];
    all.push_back({std::string(name), phase == "handshake", *from_hex(payload)});
  }
  return all;
}

std::vector<std::byte> framed(BytesView payload) {
  std::vector<std::byte> frame(kLengthSize + payload.size());
  std::copy(payload.begin(), payload.end(), frame.begin() + kLengthSize);
  seal_frame(frame.data(), frame.size());
  return frame;
}

TEST(Messages, OfTheHandshakeAreReadAndWrittenAsRecorded) {
  size_t seen = 0;
  for (const Recorded& one : recorded_messages()) {
    if (!one.handshake) continue;
    const auto message = parse_handshake(one.payload);
    // Wrong magic numbers and versions are recorded too; those are errors to us.
    if (!message) {
      EXPECT_TRUE(message.error().code() == ErrorCode::WrongMagicNumber ||
                  message.error().code() == ErrorCode::PeerIncompatible)
          << one.name << ": " << message.error().message();
      continue;
    }
    ++seen;
    ByteBuffer out;
    put_handshake(out, *message);
    EXPECT_EQ(to_hex(out.bytes().subspan(kLengthSize)), to_hex(one.payload)) << one.name;
    for (size_t n = 0; n < one.payload.size(); ++n) {
      EXPECT_FALSE(parse_handshake(BytesView(one.payload).first(n))) << one.name << " cut off after " << n;
      EXPECT_TRUE(may_be_handshake(BytesView(one.payload).first(n))) << one.name << " cut off after " << n;
    }
  }
  EXPECT_GT(seen, 10u);
}

TEST(Messages, OfOtherProtocolsAreKnownByTheirFirstBytes) {
  for (const char* hex : {"00", "05", "0d", "ff", "0600000000", "075a45454c", "09485454502f"})
    EXPECT_FALSE(may_be_handshake(*from_hex(hex))) << hex;
  for (const char* hex : {"", "06", "065a4545", "065a45454b", "0a01", "0c"})
    EXPECT_TRUE(may_be_handshake(*from_hex(hex))) << hex;
}

TEST(Messages, OfTheHandshakeThatCannotBeReadAreNamed) {
  for (const auto& [hex, name] : {std::pair("065a45454b00", "hello_msg"),
                                  {"0a0201", "originator_syn_msg"},
                                  {"0bffffffff0f", "responder_syn_ack_msg"},
                                  {"095a4545", "drop_conn_msg"}}) {
    const auto message = parse_handshake(*from_hex(hex));
    ASSERT_FALSE(message) << hex;
    EXPECT_EQ(message.error().code(), ErrorCode::InvalidMessage);
    EXPECT_TRUE(message.error().message().starts_with(std::string("failed to parse ") + name + ":")) << hex;
  }
}

TEST(Messages, OfTheOperationalPhaseAreReadAndWrittenAsRecorded) {
  size_t seen = 0;
  for (const Recorded& one : recorded_messages()) {
    if (one.handshake) continue;
    const auto frame = framed(one.payload);
    const auto view = FrameView::parse(frame.data(), frame.size());
    ASSERT_TRUE(view) << one.name;
    ++seen;
    ByteBuffer out;
    put_envelope(out, view->sender(), view->receiver(), view->type(), view->ttl(), view->topic());
    Encoder(out).raw(view->payload());
    EXPECT_EQ(to_hex(out.bytes().subspan(kLengthSize)), to_hex(one.payload)) << one.name;
    EXPECT_TRUE(view->type() != MessageType::Data || validate(view->payload())) << one.name;
    if (view->type() == MessageType::RoutingUpdate) {
      const auto filter = parse_filter(view->payload());
      ASSERT_TRUE(filter) << one.name;
      ByteBuffer again;
      put_filter(again, *filter);
      EXPECT_EQ(to_hex(again.bytes()), to_hex(view->payload())) << one.name;
    }
    if (view->type() == MessageType::Command) {
      EXPECT_TRUE(validate_command(view->payload())) << one.name;
      for (size_t n = 0; n < view->payload().size(); ++n)
        EXPECT_FALSE(validate_command(view->payload().first(n))) << one.name << " cut off after " << n;
    }
    for (size_t n = 0; n < kTopicAt + view->topic().size() - kLengthSize; ++n) {
      const auto cut = framed(BytesView(one.payload).first(n));
      EXPECT_FALSE(FrameView::parse(cut.data(), cut.size())) << one.name << " cut off after " << n;
    }
  }
  EXPECT_GT(seen, 15u);
}

TEST(Messages, AFilterThatAnnouncesMoreThanThereIsIsRefusedBeforeAnythingIsAllocated) {
  EXPECT_FALSE(parse_filter(*from_hex("ffffffff0f")));
  EXPECT_FALSE(parse_filter(*from_hex("01ffffffff0f61")));
  EXPECT_FALSE(parse_filter(*from_hex("0101617a7a")));
}

TEST(Extensions, AreReadAsWritten) {
  const EndpointId id = make_endpoint_id(true);
  ByteBuffer tag_bytes;
  put_extension(tag_bytes, Tag{id, 77});
  const auto tag = parse_extension(tag_bytes.bytes());
  ASSERT_TRUE(tag && std::holds_alternative<Tag>(*tag));
  EXPECT_EQ(std::get<Tag>(*tag).origin, id);
  EXPECT_EQ(std::get<Tag>(*tag).first, 77u);

  ByteBuffer gap_bytes;
  put_extension(gap_bytes, GapNotice{id, 3, {Gap::Reason::PeerOverflow, {}, 12, {{"a", 5}, {"b/c", 7}}}, true});
  const auto notice = parse_extension(gap_bytes.bytes());
  ASSERT_TRUE(notice && std::holds_alternative<GapNotice>(*notice));
  EXPECT_TRUE(std::get<GapNotice>(*notice).through_circle);
  const Gap& gap = std::get<GapNotice>(*notice).gap;
  EXPECT_EQ(gap.messages, 12u);
  EXPECT_EQ(gap.peer, id);
  EXPECT_EQ(gap.topics, (std::vector<std::pair<std::string, uint64_t>>{{"a", 5}, {"b/c", 7}}));

  for (const ByteBuffer* whole : {&tag_bytes, &gap_bytes})
    for (size_t n = 0; n < whole->bytes().size(); ++n) EXPECT_FALSE(parse_extension(whole->bytes().first(n)));
}

TEST(Extensions, AnIdTellsWhetherItIsOneOfOurs) {
  EXPECT_TRUE(mark_of(make_endpoint_id(true))->forwards);
  EXPECT_FALSE(mark_of(make_endpoint_id(false))->forwards);
  EXPECT_FALSE(mark_of(*EndpointId::parse("ffffffff-ffff-5fff-bfff-ffffffffffff")));
  EndpointId damaged = make_endpoint_id(false);
  damaged.bytes[3] ^= 1;
  EXPECT_FALSE(mark_of(damaged));
  // Peers of other make insist on a well-formed UUID.
  const EndpointId id = make_endpoint_id(false);
  EXPECT_EQ(id.bytes[6] >> 4, 4);
  EXPECT_EQ(id.bytes[8] >> 6, 2);
}

}  // namespace
}  // namespace whimbrel
