// Bytes as a log record from a peer: what is refused names a field; what is read can be shown, and written again as the
// same.
#include <cstdlib>

#include "script/logging/format.h"
#include "script/logging/serial.h"

namespace {

using namespace whimbrel::script;
using namespace whimbrel::script::logging;

/// As a receiver that has such a log would have them.
Columns columns_of(Row row) {
  Columns columns;
  for (const Cell* cell : row) {
    Column column;
    column.tag = cell->tag();
    if (cell->tag() == Tag::Vector && !cell->as<VectorObject>().cells.empty())
      column.element = cell->as<VectorObject>().cells[0].tag();
    columns.push_back(column);
  }
  return columns;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  RowReader read;
  if (!read.read({reinterpret_cast<const char*>(data), size})) {
    if (!read.bad_count() && read.bad_field() >= size) std::abort();
    return 0;
  }
  const Columns columns = columns_of(read.row());
  std::string text;
  make_tsv_format({}, columns, "p")->append(text, read.row());
  if (text.find('\n') != text.size() - 1) std::abort();  // one record, one line
  text.clear();
  make_json_format({}, columns)->append(text, read.row());
  if (text.find('\n') != text.size() - 1) std::abort();
  return 0;
}
