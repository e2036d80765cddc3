// WireWriter: script values as the bytes that travel to peers, with no value in between.
#pragma once

#include <span>
#include <string>

#include "script/model/objects.h"
#include "script/run/runtime.h"
#include "whimbrel/encoder.h"

namespace whimbrel::script {

struct FuncObject;
class TableObject;

class WireWriter {
 public:
  explicit WireWriter(Runtime& runtime) : runtime_(runtime) {}

  /// Appends a value; an unset one as none. False if something in it cannot travel: complaint() then says what, and
  /// what was appended is to be thrown away.
  bool write(ByteSink& out, const Cell& cell);
  /// The index of an entry of a table: one part as it is, several as a vector.
  bool write_index(ByteSink& out, std::span<const Cell> index);
  const std::string& complaint() const { return complaint_; }
  Runtime& runtime() { return runtime_; }

 private:
  bool fail(std::string complaint);
  bool write_object(ByteSink& out, const Cell& cell);
  bool write_cells(ByteSink& out, std::span<const Cell> cells);
  bool write_record(ByteSink& out, RecordObject& record);
  bool write_table(ByteSink& out, TableObject& table);
  bool write_function(ByteSink& out, const FuncObject& function);
  bool write_opaque(ByteSink& out, const OpaqueObject& opaque);

  Runtime& runtime_;
  std::string complaint_;
  int depth_ = 0;
};

/// Seconds as whole nanoseconds, cut off towards zero; what does not fit becomes the nearest that does.
int64_t nanoseconds(double seconds);

}  // namespace whimbrel::script
