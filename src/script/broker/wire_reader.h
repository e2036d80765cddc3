// WireReader: makes script values of what comes from peers. Nothing is converted: a count is no int.
#pragma once

#include "script/model/table.h"
#include "script/run/runtime.h"
#include "whimbrel/value_view.h"

namespace whimbrel::script {

class WireReader {
 public:
  explicit WireReader(Runtime& runtime) : runtime_(runtime) {}

  /// Unset if the value is none of that type. For `any` it is a record Broker::Data that wraps the value.
  Cell read(const ValueView& value, const TypePtr& type);
  /// The parts of an index of a table; false if the value is none.
  bool read_index(const ValueView& value, const ListType& types, std::vector<Cell>& index);
  /// Would read() give a value?
  bool fits(const ValueView& value, const TypePtr& type);

 private:
  Cell read_object(const ValueView& value, const TypePtr& type);
  Cell read_any(const ValueView& value);
  Cell read_enum(const ValueView& value, const EnumType& type) const;
  Cell read_pattern(const ValueView& value);
  Cell read_vector(const ValueView& value, const TypePtr& type);
  Cell read_list(const ValueView& value, const ListType& type);
  Cell read_table(const ValueView& value, const TypePtr& type);
  Cell read_record(const ValueView& value, const TypePtr& type);
  Cell read_function(const ValueView& value);
  Cell read_captures(const ValueView& captures, Function& function);
  Cell read_file(const ValueView& value);
  Cell read_opaque(const ValueView& value);

  Runtime& runtime_;
  bool only_looks_ = false;  // nothing outside is to change
};

/// A port as scripts have it.
Cell port_cell(const Port& port);
/// The name of a kind in messages about values from peers: "count", "address" ...
std::string_view wire_name_of(Kind kind);

}  // namespace whimbrel::script
