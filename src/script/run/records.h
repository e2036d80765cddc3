// Making records, and turning one kind into another.
#pragma once

#include "script/model/objects.h"
#include "script/run/frame.h"

namespace whimbrel::script {

/// With all defaults; aggregate fields without &optional are made empty.
Ref<RecordObject> make_record(Frame& frame, const Ref<RecordType>& type);
/// Gives it the fields that its type has got since it was made.
void extend_record(Frame& frame, RecordObject& record);
/// A field; of a type that was extended since, too. Unset if it has no value.
inline Cell record_field(Frame& frame, RecordObject& record, int field) {
  if (static_cast<size_t>(field) >= record.cells.size()) [[unlikely]]
    extend_record(frame, record);
  return record.cells[static_cast<size_t>(field)];
}
/// The same; a field without a value has its &default here.
Cell record_field_or_default(Frame& frame, RecordObject& record, int field);
void set_record_field(Frame& frame, RecordObject& record, int field, Cell value);
/// delete r$f: a constant &default takes its place again.
void erase_record_field(Frame& frame, RecordObject& record, int field);
/// A new record of that type from the fields of the same names. The types have been found to fit.
Ref<RecordObject> coerce_record(Frame& frame, RecordObject& from, const Ref<RecordType>& to);
/// An empty value of an aggregate type: set, table, vector, record. Unset for others.
Cell make_empty(Frame& frame, const TypePtr& type, const Ref<Attributes>& attributes = nullptr);
/// Converts a value to a type that it may be promoted to: count to int, anonymous record to record, any to what it
/// should hold. Unset, and `why` filled, if that fails at run time.
Cell coerce(Frame& frame, Cell value, const TypePtr& to, std::string* why);
/// The value of an `any` where the type is known: it must be of that type already; nothing is converted.
Cell coerce_from_any(Frame& frame, Cell value, const TypePtr& to, std::string* why);

}  // namespace whimbrel::script
