#include "script/logging/collector.h"

#include <fmt/format.h>

#include <algorithm>

#include "script/logging/rotation_times.h"
#include "script/logging/serial.h"

namespace whimbrel::script::logging {

namespace {

constexpr size_t kLargestRecord = 64 << 20;
constexpr size_t kLongestPath = 200;
constexpr size_t kMostStrays = 1000;
constexpr std::string_view kAscii = "Log::WRITER_ASCII", kSqlite = "Log::WRITER_SQLITE", kNone = "Log::WRITER_NONE";

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

/// Does "a/../b" leave the folder?
bool has_dots(std::string_view path) {
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part.starts_with('.')) return true;
    begin = end + 1;
  }
  return false;
}

Cell constant(EnumType& type, std::string_view name) {
  const auto known = type.values.find(name);
  if (known != type.values.end()) return Cell::enumeration(known->second, &type);
  const int64_t value = type.next;
  type.add(std::string(name), value);
  return Cell::enumeration(value, &type);
}

/// Text for messages: of strangers, so not too long, and on one line.
std::string shown(std::string_view text) {
  std::string out(text.substr(0, 100));
  std::replace_if(
      out.begin(), out.end(),
      [](char c) {
        return has_control({&c, 1});
      },
      '?');
  return out;
}

}  // namespace

Collector::Collector(Plan plan) : plan_(std::move(plan)), streams_(make<EnumType>()), writers_(make<EnumType>()) {
  plan_.home.network_time = [this] { return now_; };
  now_ = plan_.home.wall_clock();
}

void Collector::make_key(std::string& key, std::string_view stream, std::string_view writer, std::string_view path) {
  key.assign(path);
  key += '\0';
  key += stream;
  key += '\0';
  key += writer;
}

Collector::Log* Collector::find(std::string_view stream, std::string_view writer, std::string_view path) {
  make_key(key_, stream, writer, path);
  if (last_ && key_ == last_key_) return last_;
  const auto found = logs_.find(key_);
  if (found == logs_.end()) return nullptr;
  last_key_ = key_;
  return last_ = &found->second;
}

// -- opening

std::string Collector::what_is_wrong(const WriterInfo& info) const {
  const auto has_bad_name = [](const Column& column) { return has_control(column.name); };
  if (logs_.size() > kMostLogs) return fmt::format("there are {} logs already", kMostLogs);
  if (info.path.empty() || info.path.size() > kLongestPath) return "its path is empty or too long";
  if (has_control(info.path) || has_dots(info.path)) return "its path does not name a file below the folder";
  if (info.columns.empty()) return "it has no columns";
  if (std::any_of(info.columns.begin(), info.columns.end(), has_bad_name)) return "the name of a column is no text";
  return {};
}

/// Two streams may have the same path.
std::string Collector::free_path(const std::string& path, std::string_view writer) const {
  const auto is_taken = [&](const std::string& name) {
    return std::any_of(logs_.begin(), logs_.end(), [&](const auto& log) {
      return log.second.writer && log.second.writer->info().path == name &&
             log.second.writer->info().writer_name() == writer;
    });
  };
  std::string free = path;
  for (int n = 2; is_taken(free); ++n) free = fmt::format("{}-{}", path, n);
  return free;
}

void Collector::create(std::string_view stream, std::string_view writer, WriterInfo info) {
  if (has_finished_ || find(stream, writer, info.path)) return;
  const std::string path = info.path, wrong = what_is_wrong(info);
  if (!wrong.empty() && logs_.size() > kMostLogs) return refuse(nullptr, path, wrong);
  Log& log = logs_[key_];
  if (!wrong.empty()) {
    log.has_told = true;
    return plan_.tell(Notice::Kind::Error,
                      fmt::format("{} of {} is not written: {}", shown(path), shown(stream), wrong));
  }
  open(log, stream, writer, std::move(info));
}

void Collector::open(Log& log, std::string_view stream, std::string_view writer, WriterInfo info) {
  const bool is_known = writer == kSqlite || writer == kNone;
  info.stream = constant(*streams_, stream);
  info.writer = constant(*writers_, is_known ? writer : kAscii);
  info.rotation_interval = plan_.rotation_interval;
  info.rotation_base = 0;
  info.network_time = now_;
  info.postprocessor.clear();
  std::erase_if(info.config, [](const auto& pair) { return pair.first == "output_to_stdout"; });
  const std::string wanted = info.path;
  info.path = free_path(wanted, info.writer_name());
  if (info.path != wanted)
    plan_.tell(Notice::Kind::Info,
               fmt::format("{} of {} is written as {}: there is one of that name", wanted, shown(stream), info.path));
  if (const size_t slash = info.path.rfind('/'); slash != std::string::npos)
    make_folders(plan_.home.folder + '/' + info.path.substr(0, slash));
  Writer::Plan plan;
  plan.local = true;
  plan.info = std::move(info);
  log.writer = std::make_unique<Writer>(plan_.home, worker_, std::move(plan));
  for (const Notice& notice : std::vector(log.writer->notices)) {
    report(notice);
    if (notice.kind == Notice::Kind::Error) log.has_told = true;
  }
  if (log.has_told) {  // its options are wrong
    log.writer.reset();
    return;
  }
  if (log.writer->rotates()) log.next_rotation = now_ + until_next_rotation(now_, 0, plan_.rotation_interval);
}

// -- records

void Collector::refuse(Log* log, std::string_view path, const std::string& why) {
  ++refused_;
  if (log ? log->has_told : strays_.contains(path) || strays_.size() == kMostStrays) return;
  if (log)
    log->has_told = true;
  else
    strays_.emplace(path, 1);
  plan_.tell(Notice::Kind::Error, fmt::format("{}: records are dropped: {}", shown(path), why));
}

void Collector::write(std::string_view stream, std::string_view writer, std::string_view path,
                      std::string_view serial) {
  Log* const log = find(stream, writer, path);
  if (!log) return refuse(nullptr, path, fmt::format("nobody has said what columns {} has", shown(stream)));
  if (!log->writer) return refuse(log, path, "");
  if (!reader_.read(serial))
    return refuse(log, path,
                  reader_.bad_count() ? "bytes that are no record"
                                      : fmt::format("bytes that are no record, at field {}", reader_.bad_field()));
  const Row row = reader_.row();
  if (const std::string wrong = log->writer->wrong_size(row.size()); !wrong.empty())
    return refuse(
        log, path,
        fmt::format("one with {} fields came, the log has {}", row.size(), log->writer->info().columns.size()));
  if (log->writer->write(row, kLargestRecord) == Written::TooLarge)
    return refuse(log, path, fmt::format("one of more than {} MiB", kLargestRecord >> 20));
  ++log->records;
}

// -- time

void Collector::rotate(Log& log, double now) {
  if (!log.writer->has_rows()) return;
  const std::string path = dated_name(log.writer->info().path, log.writer->opened());
  log.writer->rotate(plan_.home.folder + '/' + path + log.writer->extension(), ++last_ticket_);
  log.next_rotation = now + until_next_rotation(now, 0, plan_.rotation_interval);
}

void Collector::tick(double now) {
  now_ = now;
  for (auto& [key, log] : logs_) {
    if (!log.writer) continue;
    if (log.writer->rotates() && now >= log.next_rotation) {
      rotate(log, now);
      log.next_rotation = now + until_next_rotation(now, 0, plan_.rotation_interval);
    }
    log.writer->hand_over();
  }
  report_all();
}

void Collector::mark(uint64_t number) {
  for (auto& [key, log] : logs_)
    if (log.writer) log.writer->hand_over();
  worker_.mark(number);
}

void Collector::report(const Notice& notice) {
  lost_ += notice.lost;
  switch (notice.kind) {
    case Notice::Kind::Error:
    case Notice::Kind::Info:
      return plan_.tell(notice.kind, notice.text);
    case Notice::Kind::Rotated:
      return plan_.tell(notice.kind, fmt::format("rotated: {}", notice.text));
    case Notice::Kind::NothingRotated:
      return;
    case Notice::Kind::Marked:
      written_ = notice.ticket;
  }
}

void Collector::report_all() {
  if (!worker_.has_notices()) return;
  for (const Notice& notice : worker_.take_notices()) report(notice);
}

void Collector::finish() {
  if (std::exchange(has_finished_, true)) return;
  now_ = plan_.home.wall_clock();
  for (auto& [key, log] : logs_) {
    if (!log.writer) continue;
    if (log.writer->rotates()) rotate(log, now_);
    log.writer->close();
  }
  worker_.stop();
  report_all();
}

std::vector<Collector::Count> Collector::counts() const {
  std::vector<Count> counts;
  for (const auto& [key, log] : logs_)
    if (log.writer) counts.push_back({log.writer->info().path, log.records});
  std::sort(counts.begin(), counts.end(), [](const Count& a, const Count& b) { return a.path < b.path; });
  return counts;
}

}  // namespace whimbrel::script::logging
