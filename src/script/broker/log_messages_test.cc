#include "script/broker/log_messages.h"

#include <gtest/gtest.h>

#include "whimbrel/codec.h"
#include "whimbrel/value.h"

namespace whimbrel::script {
namespace {

constexpr std::string_view kSender = "11111111-2222-3333-4444-555555555555";

logging::WriterInfo a_log(EnumType& type) {
  type.add("X::LOG", 0);
  type.add("Log::WRITER_ASCII", 1);
  logging::WriterInfo info;
  info.stream = Cell::enumeration(0, &type);
  info.writer = Cell::enumeration(1, &type);
  info.path = "x";
  return info;
}

void begin_batch(Encoder& encoder, size_t elements) {
  encoder.vector(3);
  encoder.count(1);
  encoder.count(5);
  encoder.vector(elements);
}

/// A batch of `records`, their serial being their number; with a stamp, or another event, in front.
struct Batch {
  Batch(size_t records, bool stamp, bool event = false) {
    const auto type = make<EnumType>();
    const logging::WriterInfo info = a_log(*type);
    Encoder encoder(bytes);
    begin_batch(encoder, records + (stamp || event ? 1 : 0));
    if (stamp) write_log_stamp(encoder, {kSender, 7});
    if (event) {
      encoder.vector(3);
      encoder.count(1);
      encoder.count(1);
      encoder.vector(2);
      encoder.string("an_event");
      encoder.vector(0);
    }
    for (size_t i = 0; i < records; ++i) {
      write_log_record_start(encoder, info);
      encoder.string(std::to_string(i) + std::string(i * 3, '.'));
    }
  }
  ValueView view() const { return ValueView::over_valid(bytes.bytes()); }
  ByteBuffer bytes;
};

TEST(LogBatch, HasTheRecordsInOrder) {
  for (const bool stamp : {false, true}) {
    const Batch made(100, stamp);
    LogBatch batch;
    ASSERT_TRUE(batch.read(made.view()));
    EXPECT_EQ(batch.records(), 100u);
    EXPECT_EQ(batch.has_stamp(), stamp);
    size_t i = 0;
    batch.for_each_record([&](const LogWrite& write) {
      EXPECT_EQ(write.stream, "X::LOG");
      EXPECT_EQ(write.writer, "Log::WRITER_ASCII");
      EXPECT_EQ(write.path, "x");
      EXPECT_EQ(write.serial, std::to_string(i) + std::string(i * 3, '.'));
      ++i;
    });
    EXPECT_EQ(i, 100u);
  }
}

TEST(LogBatch, LeavesOtherBatchesToOthers) {
  LogBatch batch;
  EXPECT_FALSE(batch.read(Batch(3, false, true).view()));  // scripts are to see that event
  EXPECT_FALSE(batch.read(Batch(0, false).view()));
  ByteBuffer bytes;
  Encoder encoder(bytes);
  encoder.count(5);
  EXPECT_FALSE(batch.read(ValueView::over_valid(bytes.bytes())));
}

// One byte of a batch that becomes another one: what is still a value must not be read beyond its end, and is a batch
// for this class only if it is a message for parse_message(), with the same records.
TEST(LogBatch, AgreesWithTheSlowWay) {
  const Batch made(3, true);
  const BytesView good = made.bytes.bytes();
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int other : {0, 1, 2, 3, 4, 5, 11, 14, 0x7f, 0x80, 0xff}) {
      std::vector<std::byte> bytes(good.begin(), good.end());
      bytes[i] = static_cast<std::byte>(other);
      if (!validate(bytes)) continue;
      const ValueView view = ValueView::over_valid(bytes);
      LogBatch batch;
      ParsedMessage parsed;
      if (!batch.read(view)) continue;
      ASSERT_TRUE(parse_message(view, parsed)) << i << ' ' << other;
      auto element = parsed.content.begin();
      if (batch.has_stamp()) ++element;
      batch.for_each_record([&](const LogWrite& write) {
        ParsedMessage inner;
        ASSERT_TRUE(parse_message(*element++, inner));
        EXPECT_EQ(read_log_write(inner.content).serial, write.serial);
      });
    }
  }
}

}  // namespace
}  // namespace whimbrel::script
