#include "script/logging/writer.h"

#include <fmt/format.h>

#include "script/logging/serial.h"
#include "script/model/table.h"

namespace whimbrel::script::logging {

namespace {

// What the worker gets at once.
constexpr size_t kBlock = 64 * 1024;

/// Rows in the form of serial.h, with their sizes in front: for data bases.
class BlockFormat final : public Format {
 public:
  explicit BlockFormat(const Columns& columns) : columns_(columns) {}
  void append(std::string& out, Row row) const override {
    const size_t begin = out.size();
    out.append(sizeof(uint32_t), '\0');
    append_serial(out, row, columns_);
    const auto size = static_cast<uint32_t>(out.size() - begin - sizeof(uint32_t));
    out.replace(begin, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
  }

 private:
  const Columns columns_;
};

size_t size_of(const Cell& cell) {
  size_t size = cell.is_set() ? 8 : 0;
  if (cell.tag() == Tag::String) return cell.string().size();
  if (cell.tag() == Tag::Vector)
    for (const Cell& element : cell.as<VectorObject>().cells) size += size_of(element);
  if (cell.tag() == Tag::Table) {
    TableObject::Walk walk(cell.as<TableObject>());
    while (const TableObject::Entry* entry = walk.next()) size += size_of(entry->index[0]);
  }
  return size;
}

}  // namespace

size_t size_of(Row row) {
  size_t size = 0;
  for (const Cell* cell : row)
    if (cell) size += size_of(*cell);
  return size;
}

Writer::Writer(Home home, Worker& worker, Plan plan)
    : home_(std::move(home)), worker_(worker), plan_(std::move(plan)), opened_(info().network_time) {
  if (!plan_.local) return;
  if (info().writer_name() == "Log::WRITER_ASCII")
    open_text();
  else if (info().writer_name() == "Log::WRITER_SQLITE")
    open_table();
  else if (home_.shows_dropped)
    show();
}

void Writer::refuse(const std::string& why) {
  notices.push_back({Notice::Kind::Error, name() + ": " + why});
  notices.push_back({Notice::Kind::Error, name() + ": terminating thread"});
}

std::string Writer::file_of_path(const std::string& extension) const {
  const bool is_absolute = info().path.starts_with('/');
  return (home_.folder.empty() || is_absolute ? "" : home_.folder + '/') + info().path + extension;
}

void Writer::open_text() {
  TextOptions options = home_.text;
  if (const std::string wrong = read_text_options(info().config, options); !wrong.empty()) return refuse(wrong);
  const bool to_stdout = options.to_stdout || info().path == "/dev/stdout";
  format_ = options.json ? make_json_format(options, info().columns)
                         : make_tsv_format(options, info().columns, to_stdout ? "/dev/stdout" : info().path);
  if (to_stdout) return open_stdout();
  is_device_ = info().path.starts_with("/dev/");
  if (!is_device_) {
    extension_ = '.' + home_.suffix;
    if (options.gzip_level > 0) extension_ += '.' + options.gzip_extension;
  }
  file_ = file_of_path(extension_);
  FilePlan plan{file_, extension_, format_->frame(), options.gzip_level, {}, {}, home_.keeps_old_files};
  if (options.leftovers && !is_device_) {
    const size_t name = file_.rfind('/') + 1;
    plan.shadow = file_.substr(0, name) + ".shadow." + file_.substr(name);
    plan.shadow_text = extension_ + '\n' + info().postprocessor + '\n';
  }
  log_ = worker_.add(make_file_sink(std::move(plan)), name());
  target_ = Target::Worker;
}

/// Not the worker's, so that it keeps its order with what scripts print.
void Writer::open_stdout() {
  target_ = Target::Stdout;
  is_buffered_ = false;
  home_.out(format_->frame().opening(static_cast<std::time_t>(home_.wall_clock())));
}

void Writer::open_table() {
  const std::string* table = find(info().config, "tablename");
  if (!table) {
    notices.push_back(
        {Notice::Kind::Info,
         fmt::format("{}: tablename configuration option not found. Defaulting to path {}", name(), info().path)});
    table = &info().path;
  }
  file_ = file_of_path(".sqlite");
  format_ = std::make_unique<BlockFormat>(info().columns);
  log_ = worker_.add(make_sqlite_sink({file_, *table, info().columns, home_.table.set_separator,
                                       home_.table.unset_field, home_.table.empty_field}),
                     name());
  target_ = Target::Worker;
  is_device_ = true;
}

/// The writer that drops all tells what it would do.
void Writer::show() const {
  std::string text = fmt::format("[logging::writer::None]\n  path={}\n  rotation_interval={}\n  rotation_base={}\n",
                                 info().path, info().rotation_interval, info().rotation_base);
  for (const auto& [key, value] : info().config) text += fmt::format("  config[{}] = {}\n", key, value);
  for (const Column& column : info().columns) text += fmt::format("  field {}: {}\n", column.name, name_of(column.tag));
  home_.out(text + '\n');
}

std::string Writer::wrong_size(size_t size) const {
  if (size == info().columns.size()) return {};
  return fmt::format("WriterFrontend {} expected {} fields in write, got {}. Skipping line.", name(),
                     info().columns.size(), size);
}

Written Writer::write(Row row, size_t largest) {
  if (!format_) return Written::Done;
  const size_t begin = block_.size();
  format_->append(block_, row);
  // What is written is not smaller than what it is made of, but for numbers.
  if (block_.size() - begin > largest && size_of(row) > largest) {
    block_.resize(begin);
    return Written::TooLarge;
  }
  ++rows_in_block_;
  has_rows_ = true;
  if (block_.size() >= kBlock || !is_buffered_) hand_over();
  return Written::Done;
}

void Writer::hand_over() {
  if (block_.empty()) return;
  if (target_ == Target::Stdout) {
    home_.out(block_);
    block_.clear();
    rows_in_block_ = 0;
    return;
  }
  const bool was_full = block_.size() >= kBlock;
  worker_.write(log_, std::exchange(block_, {}), std::exchange(rows_in_block_, 0));
  if (was_full) block_.reserve(kBlock + kBlock / 8);
}

void Writer::set_buffered(bool buffered) {
  is_buffered_ = buffered && target_ != Target::Stdout;
  if (!is_buffered_) hand_over();
}

void Writer::flush() {
  hand_over();
  if (target_ == Target::Worker) worker_.flush(log_);
}

void Writer::rotate(const std::string& new_name, uint64_t ticket) {
  hand_over();
  if (rotates()) worker_.rotate(log_, new_name, ticket);
  has_rows_ = false;
  opened_ = home_.network_time();
}

void Writer::close() {
  hand_over();
  if (target_ == Target::Worker) worker_.close(log_);
  if (target_ == Target::Stdout) home_.out(format_->frame().closing(static_cast<std::time_t>(home_.wall_clock())));
  target_ = Target::Nowhere;
  format_.reset();
}

}  // namespace whimbrel::script::logging
