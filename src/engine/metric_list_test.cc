#include "engine/metric_list.h"

#include <gtest/gtest.h>

#include <thread>

namespace whimbrel {
namespace {

using Type = Metric::Type;

TEST(MetricListTest, NumbersOfTheSameNameAndLabelsAreAddedUpWhileTheyAreThere) {
  MetricList list;
  Metric one = list.make({Type::Gauge, "jobs", "Jobs.", {{"a", "1"}, {"b", "2"}}});
  one.set(5);
  Metric other = list.make({Type::Gauge, "jobs", "Jobs.", {{"a", "x"}}});
  {
    Metric again = list.make({Type::Gauge, "jobs", "Jobs.", {{"b", "2"}, {"a", "1"}}});
    again.add(3);
    const auto jobs = list.families().at("jobs");
    EXPECT_EQ(jobs.values.size(), 2u);
    EXPECT_EQ(jobs.values.at({{"a", "1"}, {"b", "2"}}), 8u);
  }
  EXPECT_EQ(list.families().at("jobs").values.at({{"a", "1"}, {"b", "2"}}), 5u);
  one = Metric();
  other = Metric();
  EXPECT_TRUE(list.families().empty());
}

TEST(MetricListTest, NamesThatNoPageCanHaveAreOnNone) {
  MetricList list;
  std::vector<Metric> all;
  for (const char* const name : {"", "1st", "with space", "quote\"", "line\nfeed"})
    all.push_back(list.make({Type::Counter, name, "", {}}));
  all.push_back(list.make({Type::Counter, "good", "", {{"a:b", ""}}}));
  all.push_back(list.make({Type::Counter, "good", "", {{"a", "1"}, {"a", "2"}}}));
  all.push_back(list.make({Type::Counter, "good", "two\nlines", {}}));
  for (Metric& metric : all) metric.add(1);
  EXPECT_TRUE(list.families().empty());
}

TEST(MetricListTest, ThreadsCountTogether) {
  MetricList list;
  const Metric kept = list.make({Type::Counter, "jobs", "", {}});
  std::vector<std::jthread> threads;
  std::vector<Metric> all;
  for (int i = 0; i < 4; ++i) all.push_back(list.make({Type::Counter, "jobs", "", {}}));
  for (Metric& metric : all)
    threads.emplace_back([&list, &metric] {
      for (int n = 0; n < 1000; ++n) {
        metric.add(1);
        if (n % 100 == 0) (void)list.families();
      }
    });
  threads.clear();
  EXPECT_EQ(list.families().at("jobs").values.at({}), 4000u);
}

}  // namespace
}  // namespace whimbrel
