#include "script/builtins/binary_form.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "script/model/describe.h"
#include "script/model/function.h"
#include "script/model/objects.h"
#include "script/model/pattern.h"
#include "script/model/stack.h"
#include "script/model/table.h"

namespace whimbrel::script {

namespace {

class BinaryForm {
 public:
  void add(const Cell& cell);
  std::string take() { return std::move(bytes_); }

 private:
  template <class T>
  void add_number(T x) {
    bytes_.append(reinterpret_cast<const char*>(&x), sizeof x);
  }
  /// False, and a mark is added, for what lies inside itself, or too deep. Else leave() must follow.
  bool enter(const void* part);
  void leave() { open_.pop_back(); }
  void add_size(size_t size) { add_number(static_cast<uint64_t>(size)); }
  void add_text(std::string_view text) {
    bytes_ += text;
    bytes_ += '\0';
  }
  void add_type(const Type& type);
  void add_value(const Cell& cell);
  void add_string(const std::string& string);
  void add_interval(double seconds);
  void add_vector(const VectorObject& vector);
  void add_table(TableObject& table);
  void add_record(const RecordObject& record);

  std::string bytes_;
  std::vector<const void*> open_;  // values and types that are being added
};

bool BinaryForm::enter(const void* part) {
  constexpr size_t kDeepest = 10000;
  const bool can =
      std::find(open_.begin(), open_.end(), part) == open_.end() && open_.size() < kDeepest && !stack_is_short();
  if (can)
    open_.push_back(part);
  else
    add_text("...");
  return can;
}

void BinaryForm::add_type(const Type& type) {
  add_number(static_cast<int32_t>(type.tag()));
  if (const auto* const vector = type.as_vector()) return add_type(*vector->yield);
  if (const auto* const table = type.as_table()) {
    for (const TypePtr& part : table->index->types) add_type(*part);
    if (table->yield) add_type(*table->yield);
  } else if (const auto* const record = type.as_record()) {
    add_size(record->fields.size());
    if (!enter(record)) return;
    for (const Field& field : record->fields) {
      add_text(field.name);
      add_type(*field.type);
    }
    leave();
  } else if (const auto* const list = type.as_list()) {
    add_number(int32_t{0});  // it is not one of equal parts
    add_size(list->types.size());
    for (const TypePtr& part : list->types) add_type(*part);
  }
}

void BinaryForm::add(const Cell& cell) {
  add_type(*type_of(cell));
  if (!is_aggregate(cell.tag())) return add_value(cell);
  if (!enter(cell.object())) return;
  add_value(cell);
  leave();
}

void BinaryForm::add_value(const Cell& cell) {
  switch (cell.tag()) {
    case Tag::Bool:
    case Tag::Int:
    case Tag::Count:
      return add_number(cell.word());
    case Tag::Double:
    case Tag::Time:
      return add_number(cell.as_double());
    case Tag::Interval:
      return add_interval(cell.as_double());
    case Tag::String:
      return add_string(cell.string());
    case Tag::Port: {
      add_number(cell.port_code() & 0xffff);
      const std::string text = text_of(cell);
      add_text("/");
      bytes_ += text.substr(text.find('/') + 1);
      return;
    }
    case Tag::Vector:
      return add_vector(cell.as<VectorObject>());
    case Tag::Table:
      return add_table(cell.as<TableObject>());
    case Tag::Record:
      return add_record(cell.as<RecordObject>());
    case Tag::List:
      add_size(cell.as<ListObject>().cells.size());
      for (const Cell& part : cell.as<ListObject>().cells) add(part);
      return;
    default:
      return add_text(text_of(cell));
  }
}

void BinaryForm::add_string(const std::string& string) {
  add_number(static_cast<int32_t>(string.size()));
  bytes_ += string;
}

/// As the text, but with the numbers as their bytes.
void BinaryForm::add_interval(double seconds) {
  struct Unit {
    double seconds;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86400, "day"}, {3600, "hr"}, {60, "min"}, {1, "sec"}, {1e-3, "msec"}};
  const auto is_about = [](double x, double y) { return std::fabs(x - y) <= 1e-6; };
  const size_t before = bytes_.size();
  const auto add_part = [&](double x, const char* name) {
    add_number(x);
    add_text(name);
    if (!is_about(std::fabs(x), 1)) add_text("s");
  };
  for (const Unit& unit : kUnits) {
    const double whole = std::trunc(seconds / unit.seconds);
    if (whole == 0) continue;
    add_part(whole, unit.name);
    seconds -= whole * unit.seconds;
  }
  if (const double rest = seconds / 1e-6; !is_about(rest, 0))
    add_part(rest, "usec");
  else if (bytes_.size() == before)
    add_text("0 secs");
}

void BinaryForm::add_vector(const VectorObject& vector) {
  add_text("[");
  for (size_t i = 0; i < vector.cells.size(); ++i) {
    if (i > 0) add_text(", ");
    if (vector.cells[i].is_set()) add(vector.cells[i]);
  }
  add_text("]");
}

void BinaryForm::add_table(TableObject& table) {
  add_number(static_cast<int32_t>(table.size()));
  TableObject::Walk walk(table);
  while (const TableObject::Entry* const entry = walk.next()) {
    add_number(static_cast<int32_t>(entry->index.size()));
    add(make<ListObject>(std::vector<Cell>(entry->index.begin(), entry->index.end())));
    if (entry->value.is_set()) add(entry->value);
  }
}

void BinaryForm::add_record(const RecordObject& record) {
  const std::vector<Field>& fields = record.type->fields;
  add_size(fields.size());
  for (size_t i = 0; i < fields.size(); ++i) {
    add_text(fields[i].name);
    if (i < record.cells.size() && record.cells[i].is_set())
      add(record.cells[i]);
    else
      add_text("<uninitialized>");
  }
}

}  // namespace

std::string binary_form(const Cell& cell) {
  BinaryForm form;
  form.add(cell);
  return form.take();
}

}  // namespace whimbrel::script
