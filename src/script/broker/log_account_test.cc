#include "script/broker/log_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace whimbrel::script {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(SentLogs, WhatAReceiverThatDiesHasNotConfirmedIsLost) {
  SentLogs sent;
  EXPECT_EQ(sent.send("t", 100), 0u);
  EXPECT_EQ(sent.on_receipt("t", "r", 0, 60, 0), 0u);
  EXPECT_EQ(sent.send("t", 20), 100u);
  EXPECT_THAT(sent.on_receiver_gone("other", Goodbye::None), IsEmpty());
  EXPECT_THAT(sent.on_receiver_gone("r", Goodbye::None), ElementsAre(Pair("t", 60u)));
  EXPECT_EQ(sent.confirmed() + sent.lost(), sent.sent());
}

TEST(SentLogs, WhatNobodyWasThereForIsLostOnceTheNextOneAnswers) {
  SentLogs sent;
  sent.send("t", 10);
  sent.on_receipt("t", "r", 0, 10, 0);
  sent.on_receiver_gone("r", Goodbye::None);
  sent.send("t", 50);
  EXPECT_EQ(sent.on_receipt("t", "r", 60, 60, 0), 50u);
  sent.send("t", 5);
  EXPECT_EQ(sent.on_receipt("t", "r", 60, 65, 0), 0u);
  EXPECT_EQ(sent.confirmed(), 15u);
  EXPECT_EQ(sent.lost(), 50u);
}

TEST(SentLogs, RecordsThatDidNotComeAreNotConfirmed) {
  SentLogs sent;
  sent.send("t", 100);
  EXPECT_EQ(sent.on_receipt("t", "r", 0, 80, 30), 30u);
  EXPECT_EQ(sent.on_receipt("t", "r", 0, 100, 30), 0u);
  EXPECT_EQ(sent.confirmed(), 70u);
  EXPECT_EQ(sent.lost(), 30u);
}

TEST(SentLogs, AnotherReceiverOfTheTopicGoesOnWithTheAccount) {
  SentLogs sent;
  sent.send("t", 10);
  sent.on_receipt("t", "a", 0, 0, 0);
  sent.on_receipt("t", "b", 0, 4, 0);
  EXPECT_THAT(sent.on_receiver_gone("b", Goodbye::None), IsEmpty());
  sent.on_receipt("t", "a", 0, 10, 0);
  EXPECT_EQ(sent.confirmed(), 10u);
  EXPECT_THAT(sent.close(), IsEmpty());
}

TEST(SentLogs, DoesNotBelieveReceiptsForWhatWasNotSent) {
  SentLogs sent;
  sent.send("t", 10);
  EXPECT_EQ(sent.on_receipt("unknown", "r", 0, 5, 0), 0u);
  EXPECT_EQ(sent.on_receipt("t", "r", UINT64_MAX, UINT64_MAX, UINT64_MAX), 10u);
  EXPECT_EQ(sent.confirmed() + sent.lost(), 10u);
}

TEST(SentLogs, TopicsThatNeverHadAReceiverAreNobodysLoss) {
  SentLogs sent;
  sent.send("t", 10);
  EXPECT_THAT(sent.close(), IsEmpty());
}

TEST(SentLogs, AfterAGoodbyeWhatIsStillWrittenIsNotMissed) {
  for (const Goodbye goodbye : {Goodbye::None, Goodbye::Unanswered, Goodbye::Answered}) {
    SentLogs sent;
    sent.send("t", 10);
    sent.on_receipt("t", "r", 0, 10, 0);
    EXPECT_THAT(sent.on_receiver_gone("r", goodbye), IsEmpty());
    sent.send("t", 3);
    EXPECT_EQ(sent.close().empty(), goodbye != Goodbye::None);
  }
}

TEST(SentLogs, AnAnsweredGoodbyeIsAReceipt) {
  for (const Goodbye goodbye : {Goodbye::Unanswered, Goodbye::Answered}) {
    SentLogs sent;
    sent.send("t", 10);
    sent.on_receipt("t", "r", 0, 4, 0);
    EXPECT_EQ(sent.on_receiver_gone("r", goodbye).empty(), goodbye == Goodbye::Answered);
    EXPECT_EQ(sent.confirmed(), goodbye == Goodbye::Answered ? 10u : 4u);
    EXPECT_EQ(sent.confirmed() + sent.lost(), 10u);
  }
}

TEST(ReceivedLogs, SeesHoles) {
  ReceivedLogs received;
  EXPECT_EQ(received.on_batch("s", "t", 500, 10), 0u);  // it came later than the sender
  EXPECT_EQ(received.on_batch("s", "t", 510, 10), 0u);
  EXPECT_EQ(received.on_batch("s", "t", 523, 1), 3u);
  EXPECT_EQ(received.on_batch("s", "u", 7, 1), 0u);
  EXPECT_EQ(received.on_batch("other", "t", 0, 1), 0u);
  EXPECT_EQ(received.on_batch("s", "t", 524, 1), 0u);
  EXPECT_EQ(received.missing(), 3u);
  EXPECT_EQ(received.records_of("s"), 23u);
}

TEST(ReceivedLogs, ConfirmsWhatIsWrittenAndNoMore) {
  ReceivedLogs received;
  EXPECT_EQ(received.mark(), 0u);
  received.on_batch("s", "t", 0, 10);
  EXPECT_EQ(received.take_greetings().size(), 1u);
  const uint64_t mark = received.mark();
  received.on_batch("s", "t", 10, 10);
  const auto receipts = received.written(mark);
  ASSERT_EQ(receipts.size(), 1u);
  EXPECT_EQ(receipts[0].next, 10u);
  EXPECT_FALSE(received.waits());
}

TEST(ReceivedLogs, WhenNothingIsWrittenForLongTheLastMarkAnswersForAll) {
  ReceivedLogs received;
  received.on_batch("quiet", "t", 0, 1);
  uint64_t mark = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    received.on_batch("s", "t", i, 1);
    mark = received.mark();
  }
  std::map<std::string, uint64_t> told;
  for (const auto& receipt : received.written(mark)) told[receipt.sender] = receipt.next;
  EXPECT_THAT(told, ElementsAre(Pair("quiet", 1u), Pair("s", 1000u)));
}

TEST(Accounts, AgreeAfterALostConnection) {
  SentLogs sent;
  ReceivedLogs received;
  const auto tell = [&](const std::vector<ReceivedLogs::Receipt>& receipts) {
    for (const auto& r : receipts) sent.on_receipt(r.topic, "r", r.first, r.next, r.missing);
  };
  received.on_batch("s", "t", sent.send("t", 10), 10);
  tell(received.take_greetings());
  tell(received.written(received.mark()));
  received.on_batch("s", "t", sent.send("t", 5), 5);  // has come, but the receipt will not
  sent.send("t", 7);                                  // does not come
  sent.on_receiver_gone("r", Goodbye::None);
  received.interrupt("s");
  sent.send("t", 100);  // nobody is there
  EXPECT_EQ(received.on_batch("s", "t", sent.send("t", 3), 3), 107u);
  tell(received.take_greetings());
  tell(received.written(received.mark()));
  EXPECT_EQ(sent.confirmed(), 13u);
  EXPECT_EQ(sent.lost(), 112u);  // five of them have been written all the same
  EXPECT_EQ(received.missing(), 107u);
}

}  // namespace
}  // namespace whimbrel::script
