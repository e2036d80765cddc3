#include "web/frames.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/big_endian.h"

namespace whimbrel {
namespace {

using Kind = WebReader::Event::Kind;

constexpr uint8_t kMask[4] = {0x37, 0xfa, 0x21, 0x3d};

/// A frame as a client sends it.
std::string masked(uint8_t first, std::string_view payload) {
  std::string frame;
  put_web_head(frame, WebOpcode::Text, payload.size());
  frame[0] = static_cast<char>(first);
  frame[1] = static_cast<char>(frame[1] | 0x80);
  frame.append(reinterpret_cast<const char*>(kMask), sizeof kMask);
  for (size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ kMask[i % 4]);
  return frame;
}
std::string text(std::string_view payload) { return masked(0x81, payload); }

struct Seen {
  Kind kind;
  std::string payload;
  uint16_t code;
  bool operator==(const Seen&) const = default;
};

/// What a reader makes of bytes that come in pieces of this size.
std::vector<Seen> read(std::string bytes, size_t piece, size_t limit = 1u << 20) {
  WebReader reader;
  reader.set_limit(limit);
  std::vector<Seen> seen;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    std::string part = bytes.substr(at, piece);
    auto input = std::as_writable_bytes(std::span(part));
    while (true) {
      const WebReader::Event event = reader.next(input);
      if (event.kind == Kind::Nothing) break;
      seen.push_back({event.kind, std::string(event.payload), event.code});
      if (event.kind == Kind::Violation) return seen;
    }
    EXPECT_TRUE(input.empty());
  }
  return seen;
}

uint16_t violation(const std::string& bytes, size_t limit = 1u << 20) {
  const auto seen = read(bytes, bytes.size(), limit);
  return seen.size() == 1 && seen[0].kind == Kind::Violation ? seen[0].code : uint16_t{0};
}

TEST(WebReader, ReadsTheSameWhateverThePiecesAre) {
  const std::string large(70000, 'x');
  const std::string bytes = text("one") + text("") + masked(0x01, "tw") + masked(0x89, "now") + masked(0x00, "") +
                            masked(0x80, "o \xc3\xa9") + text(std::string(200, 'y')) + masked(0x8a, "unasked") +
                            text(large) +
                            masked(0x88,
                                   "\x03\xe8"
                                   "bye");
  const std::vector<Seen> wanted = {{Kind::Text, "one", 0},
                                    {Kind::Text, "", 0},
                                    {Kind::Ping, "now", 0},
                                    {Kind::Text, "two \xc3\xa9", 0},
                                    {Kind::Text, std::string(200, 'y'), 0},
                                    {Kind::Pong, "unasked", 0},
                                    {Kind::Text, large, 0},
                                    {Kind::Close, "bye", 1000}};
  for (size_t piece : {size_t{1}, size_t{2}, size_t{3}, size_t{7}, size_t{100}, size_t{4096}, bytes.size()})
    EXPECT_TRUE(read(bytes, piece) == wanted) << "in pieces of " << piece;
}

TEST(WebReader, SaysWhichRuleIsViolated) {
  EXPECT_EQ(violation(web_frame(WebOpcode::Text, "not masked")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x82, "binary")), kWebUnsupported);
  EXPECT_EQ(violation(masked(0x83, "unknown")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0xc1, "reserved bit")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x80, "continues nothing")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x01, "begun") + text("again")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x09, "ping in pieces")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x89, std::string(126, 'x'))), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x88, "x")), kWebProtocolError);
  EXPECT_EQ(violation(masked(0x88, "\x03\xed")), kWebProtocolError);  // 1005 is not for the wire
  EXPECT_EQ(violation(text("\xff")), kWebNotUtf8);
  EXPECT_EQ(violation(masked(0x88, "\x03\xe8\xff")), kWebNotUtf8);
}

TEST(WebReader, RefusesMessagesBeyondTheLimitBeforeTheyArrive) {
  EXPECT_EQ(read(text("12345"), 1, 5), (std::vector<Seen>{{Kind::Text, "12345", 0}}));
  EXPECT_EQ(violation(text("123456").substr(0, 6), 5), kWebTooBig);
  EXPECT_EQ(violation(masked(0x01, "123") + masked(0x80, "456"), 5), kWebTooBig);
  std::string endless = text(std::string(70000, 'x'));
  store_be<uint64_t>(endless.data() + 2, ~uint64_t{0});
  EXPECT_EQ(violation(endless.substr(0, 14)), kWebTooBig);
}

TEST(WebFrames, TellTheirSize) {
  for (size_t size : {0u, 125u, 126u, 65535u, 65536u, 100000u}) {
    const std::string frame = web_frame(WebOpcode::Text, std::string(size, 'x'));
    const auto* const at = reinterpret_cast<const std::byte*>(frame.data());
    EXPECT_EQ(web_frame_size_at(at), frame.size());
    EXPECT_EQ(web_head_size_at(at), frame.size() - size);
  }
  EXPECT_EQ(web_close_frame(1000, std::string(500, 'x')).size(), 127u);
}

}  // namespace
}  // namespace whimbrel
