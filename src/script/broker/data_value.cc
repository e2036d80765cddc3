#include "script/broker/data_value.h"

#include "codec/binary/validate.h"
#include "script/broker/wire_reader.h"
#include "script/broker/wire_writer.h"
#include "script/builtins/registry.h"
#include "script/run/data_casts.h"
#include "script/run/records.h"
#include "whimbrel/codec.h"

namespace whimbrel::script {

namespace {

RecordType* data_type(Runtime& runtime) { return data_type_of(runtime)->as_record(); }

// The value in bytes, where readers find it.
struct Encoded {
  explicit Encoded(const Value& value) {
    Encoder(bytes).value(value);
    view = ValueView::over_valid(bytes.bytes());
  }
  ByteBuffer bytes;
  ValueView view;
};

bool can_cast(Runtime& runtime, const Cell& data, const TypePtr& to) {
  const DataObject* const held = data_of(data);
  return held && WireReader(runtime).fits(Encoded(held->value).view, to);
}

Cell cast(Runtime& runtime, const Cell& data, const TypePtr& to) {
  const DataObject* const held = data_of(data);
  return held ? WireReader(runtime).read(Encoded(held->value).view, to) : Cell();
}

std::string_view name_of_held(const Cell& data) {
  const DataObject* const held = data_of(data);
  return held ? wire_name_of(held->value.kind()) : "none";
}

}  // namespace

std::string DataObject::text() const { return "broker::data{" + to_string(value) + "}"; }

bool is_data(Runtime& runtime, const Cell& cell) {
  return cell.tag() == Tag::Record && cell.as<RecordObject>().type.get() == data_type(runtime);
}

DataObject* data_of(const Cell& record) {
  const std::vector<Cell>& cells = record.as<RecordObject>().cells;
  return !cells.empty() && cells[0].is_set() ? dynamic_cast<DataObject*>(cells[0].object()) : nullptr;
}

Cell data_record(Runtime& runtime, Value value) {
  auto record = make<RecordObject>(Ref<RecordType>(data_type(runtime)));
  record->cells.resize(record->type->fields.size());
  record->cells[0] = Cell(make<DataObject>(std::move(value)));
  return record;
}

Cell unset_data(Runtime& runtime) {
  auto record = make<RecordObject>(Ref<RecordType>(data_type(runtime)));
  record->cells.resize(record->type->fields.size());
  return record;
}

std::optional<Value> value_of_cell(WireWriter& writer, Runtime& runtime, const Cell& cell) {
  if (is_data(runtime, cell)) {
    const DataObject* const held = data_of(cell);
    if (!held) return std::nullopt;
    return held->value;
  }
  ByteBuffer bytes;
  if (!writer.write(bytes, cell)) return std::nullopt;
  return ValueView::over_valid(bytes.bytes()).to_value();
}

bool write_unwrapped(WireWriter& writer, Runtime& runtime, ByteSink& out, const Cell& cell) {
  if (cell.tag() != Tag::Record || !is_data(runtime, cell)) return writer.write(out, cell);
  const DataObject* const held = data_of(cell);
  if (held) Encoder(out).value(held->value);
  return held != nullptr;
}

Cell read_owned(WireReader& reader, const Value& value, const TypePtr& type) {
  return reader.read(Encoded(value).view, type);
}

void set_up_data_casts(Runtime& runtime) {
  auto& casts = runtime.state<DataCasts>();
  casts.can_cast = can_cast;
  casts.cast = cast;
  casts.name_of_held = name_of_held;
}

}  // namespace whimbrel::script
