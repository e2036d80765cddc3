// Broker::Data: a record with one opaque field, which holds any value as it travels.
#pragma once

#include "script/model/objects.h"
#include "script/run/runtime.h"
#include "whimbrel/bytes.h"
#include "whimbrel/value.h"
#include "whimbrel/value_view.h"

namespace whimbrel::script {

class WireReader;
class WireWriter;

struct DataObject final : OpaqueObject {
  explicit DataObject(Value value_) : OpaqueObject(make<OpaqueType>("Broker::Data")), value(std::move(value_)) {}
  std::string text() const override;
  Ref<OpaqueObject> clone() const override { return make<DataObject>(value); }
  Value value;
};

/// Is it a record Broker::Data?
bool is_data(Runtime& runtime, const Cell& cell);
/// What it holds; null if its field is unset.
DataObject* data_of(const Cell& record);
/// A new one.
Cell data_record(Runtime& runtime, Value value);
/// One that holds nothing.
Cell unset_data(Runtime& runtime);
/// The value that stands for a cell on the wire: of a record Broker::Data what it holds. Nothing if it cannot travel;
/// the writer has the complaint.
std::optional<Value> value_of_cell(WireWriter& writer, Runtime& runtime, const Cell& cell);
/// Appends it to bytes; false likewise.
bool write_unwrapped(WireWriter& writer, Runtime& runtime, ByteSink& out, const Cell& cell);

/// A value in memory as a cell of that type; unset if it is none of it.
Cell read_owned(WireReader& reader, const Value& value, const TypePtr& type);

/// Lets scripts cast values of the type with `as` and `is`.
void set_up_data_casts(Runtime& runtime);

}  // namespace whimbrel::script
