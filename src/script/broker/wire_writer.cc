#include "script/broker/wire_writer.h"

#include <algorithm>
#include <cmath>

#include "codec/binary/compare.h"
#include "script/broker/data_value.h"
#include "script/broker/opaque_forms.h"
#include "script/model/pattern.h"
#include "script/model/table.h"
#include "script/run/records.h"

namespace whimbrel::script {

namespace {

// Far below what peers accept, and far above what anybody sends on purpose: a record may contain itself.
constexpr int kMaxNesting = 200;

size_t set_cells(std::span<const Cell> cells) {
  return static_cast<size_t>(std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.is_set(); }));
}

Port wire_port(uint32_t code) { return {static_cast<uint16_t>(code & 0xffff), static_cast<Protocol>(code >> 16)}; }

/// Values in scratch memory, to be put in order.
class Sorted {
 public:
  ByteBuffer bytes;
  void begin() { starts_.push_back(bytes.bytes().size()); }
  /// Appends them in ascending order, each only once. With `values`, each is followed by another one that belongs to
  /// it. The number comes first, so `head` writes it.
  template <class Head>
  void append_to(Encoder& encoder, Head head) {
    const std::byte* const base = bytes.bytes().data();
    const size_t end = bytes.bytes().size();
    std::vector<std::pair<size_t, size_t>> items;
    for (size_t i = 0; i < starts_.size(); ++i)
      items.emplace_back(starts_[i], (i + 1 < starts_.size() ? starts_[i + 1] : end) - starts_[i]);
    const auto less = [base](const auto& a, const auto& b) {
      return compare_encoded(base + a.first, base + b.first) < 0;
    };
    const auto same = [base](const auto& a, const auto& b) {
      return compare_encoded(base + a.first, base + b.first) == 0;
    };
    if (!std::is_sorted(items.begin(), items.end(), less)) std::stable_sort(items.begin(), items.end(), less);
    items.erase(std::unique(items.begin(), items.end(), same), items.end());
    head(items.size());
    for (const auto& [start, size] : items) encoder.raw({base + start, size});
  }

 private:
  std::vector<size_t> starts_;
};

}  // namespace

int64_t nanoseconds(double seconds) {
  const double wanted = seconds * 1e9;
  if (std::isnan(wanted)) return 0;
  if (wanted >= 9.2233720368547758e18) return INT64_MAX;
  if (wanted <= -9.2233720368547758e18) return INT64_MIN;
  return static_cast<int64_t>(wanted);
}

bool WireWriter::fail(std::string complaint) {
  complaint_ = std::move(complaint);
  return false;
}

bool WireWriter::write(ByteSink& out, const Cell& cell) {
  Encoder encoder(out);
  switch (cell.tag()) {
    case Tag::Void:
      encoder.none();
      return true;
    case Tag::Bool:
      encoder.boolean(cell.as_bool());
      return true;
    case Tag::Int:
      encoder.integer(cell.as_int());
      return true;
    case Tag::Count:
      encoder.count(cell.as_count());
      return true;
    case Tag::Double:
      encoder.real(cell.as_double());
      return true;
    case Tag::Time:
      encoder.timestamp({nanoseconds(cell.as_double())});
      return true;
    case Tag::Interval:
      encoder.timespan({nanoseconds(cell.as_double())});
      return true;
    case Tag::Port:
      encoder.port(wire_port(cell.port_code()));
      return true;
    case Tag::String:
      encoder.string(cell.string());
      return true;
    case Tag::Addr:
      encoder.address(cell.as<AddrObject>().address);
      return true;
    case Tag::Subnet:
      encoder.subnet(cell.as<SubnetObject>().subnet);
      return true;
    case Tag::Enum: {
      const auto& names = cell.enum_type()->names;
      const auto known = names.find(cell.enum_value());
      encoder.enum_value(known == names.end() ? "<unknown enum>" : std::string_view(known->second));
      return true;
    }
    default:
      break;
  }
  if (depth_ == kMaxNesting) return fail("the value is nested too deeply, or contains itself");
  ++depth_;
  const bool written = write_object(out, cell);
  --depth_;
  return written;
}

bool WireWriter::write_object(ByteSink& out, const Cell& cell) {
  Encoder encoder(out);
  switch (cell.tag()) {
    case Tag::Table:
      return write_table(out, cell.as<TableObject>());
    case Tag::Record:
      return write_record(out, cell.as<RecordObject>());
    case Tag::Vector:
      return write_cells(out, cell.as<VectorObject>().cells);
    case Tag::List:
      return write_cells(out, cell.as<ListObject>().cells);
    case Tag::Pattern: {
      const auto& pattern = cell.as<PatternObject>();
      encoder.vector(2);
      encoder.string(pattern.text());
      encoder.string(pattern.anywhere_text());
      return true;
    }
    case Tag::Func:
      return write_function(out, cell.as<FuncObject>());
    case Tag::File:
      encoder.string(cell.as<FileObject>().name);
      return true;
    case Tag::Opaque:
      return write_opaque(out, cell.as<OpaqueObject>());
    default:
      return fail("unsupported Broker::Data type: " + std::string(name_of(cell.tag())));
  }
}

// Holes close up: the other side cannot have them.
bool WireWriter::write_cells(ByteSink& out, std::span<const Cell> cells) {
  Encoder(out).vector(set_cells(cells));
  for (const Cell& cell : cells)
    if (cell.is_set() && !write(out, cell)) return false;
  return true;
}

bool WireWriter::write_record(ByteSink& out, RecordObject& record) {
  const size_t fields = record.type->fields.size();
  Encoder(out).vector(fields);
  for (size_t i = 0; i < fields; ++i)
    if (!write(out, record_field_or_default(runtime_.top_frame(), record, static_cast<int>(i)))) return false;
  return true;
}

bool WireWriter::write_index(ByteSink& out, std::span<const Cell> index) {
  return index.size() == 1 ? write(out, index[0]) : write_cells(out, index);
}

bool WireWriter::write_table(ByteSink& out, TableObject& table) {
  const bool is_set = !table.type->yield;
  Sorted sorted;
  TableObject::Walk walk(table);
  while (const TableObject::Entry* const entry = walk.next()) {
    sorted.begin();
    if (!write_index(sorted.bytes, entry->index)) return false;
    if (!is_set && !write(sorted.bytes, entry->value)) return false;
  }
  Encoder encoder(out);
  sorted.append_to(encoder, [&](size_t entries) { is_set ? encoder.set(entries) : encoder.table(entries); });
  return true;
}

// By name: the other side has a function of that name. Those without a name have a made-up one, which depends on their
// code, and travel with what they have captured.
bool WireWriter::write_function(ByteSink& out, const FuncObject& function) {
  const std::string& name = function.function->name;
  const bool is_lambda = name.starts_with("lambda_<");
  Encoder encoder(out);
  encoder.vector(is_lambda ? 2 : 1);
  encoder.string(name);
  if (!is_lambda) return true;
  if (function.captures.empty()) {
    encoder.vector(0);
    return true;
  }
  encoder.vector(1);
  encoder.vector(function.captures.size());
  for (const Cell& capture : function.captures) {
    encoder.vector(2);
    if (!write(out, capture)) return false;
    encoder.integer(static_cast<int64_t>(capture.tag()));
  }
  return true;
}

bool WireWriter::write_opaque(ByteSink& out, const OpaqueObject& opaque) {
  const std::optional<OpaqueForm> form = opaque_to_wire(*this, opaque);
  if (!form) return fail("unsupported opaque type for serialization");
  Encoder encoder(out);
  encoder.vector(2);
  encoder.string(form->kind);
  encoder.value(form->state);
  return true;
}

}  // namespace whimbrel::script
