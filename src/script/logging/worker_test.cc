#include "script/logging/worker.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace whimbrel::script::logging {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A file in memory, on a disk that can be full. Its owner looks at it when the worker has stopped.
struct Disk {
  std::atomic<size_t> room = SIZE_MAX;
  std::string content;
  std::vector<std::string> names;
  std::atomic<int> attempts = 0;
  std::promise<void> has_failed;
  std::function<void()> when_written;
};

class MemorySink final : public Sink {
 public:
  explicit MemorySink(Disk& disk) : disk_(disk) {}
  Outcome write(std::string_view bytes) override {
    is_open_ = true;
    const size_t taken = std::min(bytes.size(), disk_.room.load());
    disk_.content += bytes.substr(0, taken);
    if (disk_.room != SIZE_MAX) disk_.room -= taken;
    if (taken == bytes.size()) {
      if (disk_.when_written) disk_.when_written();
      return {taken, {}};
    }
    if (disk_.attempts++ == 0) disk_.has_failed.set_value();
    return {taken, "No space left on device"};
  }
  Outcome close() override {
    disk_.content += "#close";
    is_open_ = false;
    return {};
  }
  std::string rename(std::string& name) override {
    disk_.names.push_back(name);
    return {};
  }
  bool has_file() const override { return is_open_; }
  const std::string& place() const override { return place_; }

 private:
  Disk& disk_;
  bool is_open_ = false;
  const std::string place_ = "p.log";
};

std::vector<std::string> texts(const std::vector<Notice>& notices) {
  std::vector<std::string> all;
  for (const Notice& notice : notices) all.push_back(notice.text);
  return all;
}

TEST(LogWorker, WritesInOrderAndClosesAtTheEnd) {
  Disk disk;
  Worker worker;
  const Worker::Log log = worker.add(std::make_unique<MemorySink>(disk), "p");
  for (int i = 0; i < 100; ++i) worker.write(log, std::to_string(i) + ' ', 1);
  worker.close(log);
  worker.stop();
  EXPECT_TRUE(disk.content.starts_with("0 1 2 3 "));
  EXPECT_TRUE(disk.content.ends_with("98 99 #close"));
}

TEST(LogWorker, AFullDiskIsToldOfOnceAndWhatWaitedIsWrittenLater) {
  Disk disk;
  disk.room = 3;
  Worker worker;
  const Worker::Log log = worker.add(std::make_unique<MemorySink>(disk), "p");
  worker.write(log, "a\n", 1);
  worker.write(log, "bcd\n", 1);
  disk.has_failed.get_future().wait();
  worker.write(log, "e\n", 1);
  worker.close(log);
  disk.room = SIZE_MAX;
  worker.stop();
  EXPECT_EQ(disk.content, "a\nbcd\ne\n#close");
  EXPECT_THAT(texts(worker.take_notices()),
              ElementsAre("p: cannot write p.log: No space left on device; records are kept in memory",
                          "p: p.log is written again"));
}

TEST(LogWorker, OtherLogsGoOnMeanwhile) {
  Disk full, other;
  full.room = 0;
  Worker worker;
  const Worker::Log a = worker.add(std::make_unique<MemorySink>(full), "a");
  const Worker::Log b = worker.add(std::make_unique<MemorySink>(other), "b");
  worker.write(a, "x", 1);
  // More than what may be under way at once.
  for (size_t sent = 0; sent < Worker::kQueueLimit * 2; sent += 1 << 20) {
    worker.write(a, std::string(1 << 20, 'x'), 1);
    worker.write(b, std::string(1 << 20, 'y'), 1);
  }
  worker.stop();
  EXPECT_EQ(other.content.size(), Worker::kQueueLimit * 2);
}

TEST(LogWorker, WhatCannotBeKeptIsCounted) {
  Disk disk;
  disk.room = 0;
  Worker worker;
  const Worker::Log log = worker.add(std::make_unique<MemorySink>(disk), "p");
  const size_t blocks = Worker::kKeptLimit / (1 << 20);
  for (size_t i = 0; i < blocks + 5; ++i) worker.write(log, std::string(1 << 20, 'x'), 100);
  disk.has_failed.get_future().wait();
  worker.close(log);
  worker.stop();
  const std::vector<Notice> notices = worker.take_notices();
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_THAT(notices[1].text, HasSubstr(fmt::format("{} records have been lost", (blocks + 5) * 100)));
}

TEST(LogWorker, AllLogsTogetherKeepNoMoreThanALimit) {
  constexpr size_t kLogs = 6;
  std::vector<Disk> disks(kLogs);
  Worker worker;
  std::vector<Worker::Log> logs;
  for (Disk& disk : disks) {
    disk.room = 0;
    logs.push_back(worker.add(std::make_unique<MemorySink>(disk), "p"));
    worker.write(logs.back(), "x", 0);
    disk.has_failed.get_future().wait();
  }
  for (const Worker::Log log : logs)
    for (size_t i = 0; i + 1 < Worker::kKeptLimit >> 20; ++i) worker.write(log, std::string(1 << 20, 'x'), 1);
  // Behind all of those.
  Disk other;
  std::promise<void> written;
  const Worker::Log last = worker.add(std::make_unique<MemorySink>(other), "other");
  other.when_written = [&] { written.set_value(); };
  worker.write(last, "y", 1);
  written.get_future().wait();
  for (Disk& disk : disks) disk.room = SIZE_MAX;
  worker.stop();
  size_t size = 0;
  for (const Disk& disk : disks) size += disk.content.size();
  EXPECT_LE(size, Worker::kKeptLimitOfAll);
  EXPECT_GT(size, Worker::kKeptLimitOfAll - (2 << 20));
}

TEST(LogWorker, RotationIsToldOfWithItsTicket) {
  Disk disk;
  Worker worker;
  const Worker::Log log = worker.add(std::make_unique<MemorySink>(disk), "p");
  worker.rotate(log, "nothing", 1);
  worker.write(log, "a", 1);
  worker.rotate(log, "first", 2);
  worker.write(log, "b", 1);
  worker.close(log);
  worker.stop();
  EXPECT_EQ(disk.content, "a#closeb#close");
  EXPECT_THAT(disk.names, ElementsAre("first"));
  const std::vector<Notice> notices = worker.take_notices();
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].kind, Notice::Kind::NothingRotated);
  EXPECT_EQ(notices[1].kind, Notice::Kind::Rotated);
  EXPECT_EQ(notices[1].ticket, 2u);
}

}  // namespace
}  // namespace whimbrel::script::logging
