#include "engine/meters.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace whimbrel {
namespace {

using namespace std::chrono_literals;
using Direction = TopicMeter::Direction;

std::map<std::string, uint64_t> published(const TopicMeter& meter) {
  std::map<std::string, uint64_t> all;
  for (const auto& account : meter.accounts())
    EXPECT_TRUE(all.emplace(account.topic, account.traffic[0].messages).second) << account.topic;
  return all;
}

uint64_t total(const TopicMeter& meter) {
  uint64_t sum = meter.others()[0].messages;
  for (const auto& [topic, messages] : published(meter)) sum += messages;
  return sum;
}

TEST(TopicMeter, CountsMessagesAndBytesByTopicAndDirection) {
  TopicMeter meter;
  meter.count("/a", Direction::Published, 2, 100);
  meter.count("/b", Direction::Received, 1, 10);
  meter.count("/a", Direction::Received, 1, 50);
  for (const auto& account : meter.accounts()) {
    const bool is_a = account.topic == "/a";
    EXPECT_EQ(account.traffic[0].messages, is_a ? 2u : 0u);
    EXPECT_EQ(account.traffic[0].bytes, is_a ? 100u : 0u);
    EXPECT_EQ(account.traffic[1].messages, 1u);
  }
  EXPECT_EQ(meter.accounts().size(), 2u);
}

TEST(TopicMeter, NeverHasMoreAccountsThanItSaysAndLosesNoCount) {
  TopicMeter meter;
  for (int i = 0; i < 20000; ++i) meter.count("/hostile/" + std::to_string(i), Direction::Published, 1, 1);
  EXPECT_LE(meter.accounts().size(), TopicMeter::kMostTopics);
  EXPECT_EQ(total(meter), 20000u);
}

TEST(TopicMeter, KeepsBusyTopicsAmongManyThatAreSeenOnce) {
  TopicMeter meter;
  for (int i = 0; i < 20000; ++i) {
    meter.count("/busy", Direction::Published, 1, 1);
    meter.count("/once/" + std::to_string(i), Direction::Published, 1, 1);
    meter.count("/once/again/" + std::to_string(i), Direction::Published, 1, 1);
  }
  EXPECT_EQ(published(meter)["/busy"], 20000u);
}

TEST(TopicMeter, GivesAnAccountToATopicThatBecomesBusyLate) {
  TopicMeter meter;
  for (int i = 0; i < 5000; ++i) meter.count("/early/" + std::to_string(i), Direction::Published, 100, 1);
  meter.count("/late", Direction::Published, 100'000, 1);
  meter.count("/late", Direction::Published, 1000, 1);
  EXPECT_EQ(published(meter)["/late"], 1000u);
  EXPECT_EQ(total(meter), 601'000u);
}

TEST(TopicMeter, PutsTopicsThatAreTooLongWithTheOthers) {
  TopicMeter meter;
  meter.count(std::string(TopicMeter::kLongestTopic, 'x'), Direction::Published, 1, 1);
  meter.count(std::string(TopicMeter::kLongestTopic + 1, 'x'), Direction::Published, 1, 1);
  meter.count("", Direction::Published, 1, 1);
  EXPECT_EQ(meter.accounts().size(), 1u);
  EXPECT_EQ(meter.others()[0].messages, 2u);
}

TEST(LatencyMeter, PutsTimesIntoBucketsUpToTheirBounds) {
  LatencyMeter meter;
  for (const auto time : {0us, 10us, 11us, 1'000'000us}) meter.add(time);
  meter.add(1h);
  EXPECT_EQ(meter.buckets()[0], 2u);
  EXPECT_EQ(meter.buckets()[1], 1u);
  EXPECT_EQ(meter.buckets()[15], 1u);
  EXPECT_EQ(meter.buckets().back(), 1u);
  EXPECT_EQ(meter.sum(), 1h + 1'000'021us);
}

TEST(DelayProbes, MeasureUntilTheBytesOfTheirMomentAreWritten) {
  LatencyMeter meter;
  DelayProbes probes(meter);
  const TimePoint start{};
  probes.begin(1, 100, start);
  probes.begin(2, 50, start);
  using Queue = DelayProbes::Queue;
  const auto has = [](std::optional<Queue> queue) { return [queue](uint64_t) { return queue; }; };
  probes.settle(start + 1ms, has(Queue{60, 0}));
  EXPECT_EQ(meter.sum(), 1ms);
  probes.settle(start + 5ms, has(Queue{100, 0}));
  EXPECT_EQ(meter.sum(), 6ms);
  probes.begin(3, 110, start);
  probes.settle(start + 9ms, has({}));  // it is gone
  EXPECT_EQ(meter.sum(), 6ms);
}

TEST(DelayProbes, LookAgainAtAQueueThatDoesNotGetEmpty) {
  LatencyMeter meter;
  DelayProbes probes(meter);
  const TimePoint start{};
  probes.begin(1, 100, start);
  probes.settle(start + 2ms, [](uint64_t) { return std::optional(DelayProbes::Queue{100, 50}); });
  probes.settle(start + 5ms, [](uint64_t) { return std::optional(DelayProbes::Queue{150, 0}); });
  EXPECT_EQ(meter.sum(), 5ms);
}

}  // namespace
}  // namespace whimbrel
