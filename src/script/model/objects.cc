#include "script/model/objects.h"

#include <cstring>

#include "script/model/function.h"
#include "script/model/pattern.h"
#include "script/model/table.h"

namespace whimbrel::script {

void destroy(Object* object) {
  if (object->tag == Tag::String) return delete static_cast<StringObject*>(object);
  // Each link of a chain (records that refer to the next) takes some of the stack, so those further down wait.
  constexpr int kDeepest = 1000;
  thread_local int depth = 0;
  thread_local std::vector<Object*> waiting;
  if (depth == kDeepest) return waiting.push_back(object);
  ++depth;
  delete object;
  while (depth == 1 && !waiting.empty()) {
    Object* const next = waiting.back();
    waiting.pop_back();
    delete next;
  }
  --depth;
}

FileObject::~FileObject() {
  if (file && !is_stdout && file != stdout && file != stderr) std::fclose(file);
}

// -- types of values

namespace {

TypePtr type_of_list(const ListObject& list) {
  std::vector<TypePtr> types;
  for (const Cell& cell : list.cells) types.push_back(type_of(cell));
  return make<ListType>(std::move(types));
}

const TypePtr& type_of_files() {
  thread_local const TypePtr type = make<FileType>(base_type(Tag::String));
  return type;
}

}  // namespace

TypePtr type_of(const Cell& cell) {
  switch (cell.tag()) {
    case Tag::Enum:
      return const_cast<EnumType*>(cell.enum_type());
    case Tag::Table:
      return cell.as<TableObject>().type;
    case Tag::Record:
      return cell.as<RecordObject>().type;
    case Tag::Vector:
      return cell.as<VectorObject>().type;
    case Tag::List:
      return type_of_list(cell.as<ListObject>());
    case Tag::Func:
      return cell.as<FuncObject>().function->type;
    case Tag::File:
      return type_of_files();
    case Tag::Opaque:
      return cell.as<OpaqueObject>().type;
    case Tag::Type:
      return make<TypeType>(cell.as<TypeObject>().type);
    default:
      return base_type(cell.tag());
  }
}

// -- comparison

namespace {

bool equal_cells(const std::vector<Cell>& a, const std::vector<Cell>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (!equal(a[i], b[i])) return false;
  return true;
}

bool equal_tables(TableObject& a, TableObject& b) {
  if (&a == &b) return true;
  if (a.size() != b.size()) return false;
  const bool is_set = a.type->is_set();
  TableObject::Walk walk(a);
  while (const TableObject::Entry* entry = walk.next()) {
    const TableObject::Entry* other = b.find(entry->index);
    if (!other || (!is_set && !equal(entry->value, other->value))) return false;
  }
  return true;
}

bool equal_functions(const FuncObject& a, const FuncObject& b) {
  return &a == &b || (a.function == b.function && a.captures.empty() && b.captures.empty());
}

template <class T>
int order_of(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

bool equal(const Cell& a, const Cell& b) {
  if (a.tag() != b.tag()) return false;
  switch (a.tag()) {
    case Tag::Void:
      return true;
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return a.as_double() == b.as_double();
    case Tag::Enum:
      return a.enum_value() == b.enum_value();
    case Tag::String:
      return a.string() == b.string();
    case Tag::Addr:
      return a.as<AddrObject>().address == b.as<AddrObject>().address;
    case Tag::Subnet:
      return a.as<SubnetObject>().subnet == b.as<SubnetObject>().subnet;
    case Tag::Pattern:
      return a.as<PatternObject>().text() == b.as<PatternObject>().text();
    case Tag::List:
      return equal_cells(a.as<ListObject>().cells, b.as<ListObject>().cells);
    case Tag::Table:
      return equal_tables(a.as<TableObject>(), b.as<TableObject>());
    case Tag::Func:
      return equal_functions(a.as<FuncObject>(), b.as<FuncObject>());
    case Tag::Type:
      return same_type(*a.as<TypeObject>().type, *b.as<TypeObject>().type);
    default:
      return a.word() == b.word();  // numbers, and objects by identity
  }
}

int compare(const Cell& a, const Cell& b) {
  switch (a.tag()) {
    case Tag::Int:
      return order_of(a.as_int(), b.as_int());
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return order_of(a.as_double(), b.as_double());
    case Tag::Enum:
      return order_of(a.enum_value(), b.enum_value());
    case Tag::String:
      return a.string().compare(b.string());  // bytes as unsigned numbers
    case Tag::Addr:
      return order_of(a.as<AddrObject>().address, b.as<AddrObject>().address);
    case Tag::Subnet:
      return order_of(a.as<SubnetObject>().subnet, b.as<SubnetObject>().subnet);
    default:
      return order_of(a.word(), b.word());
  }
}

}  // namespace whimbrel::script
