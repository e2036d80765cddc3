// What cells point to, except tables (table.h), patterns (pattern.h) and functions (function.h).
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "script/model/cell.h"
#include "whimbrel/address.h"

namespace whimbrel::script {

struct StringObject final : Object {
  explicit StringObject(std::string bytes_) : Object(Tag::String), bytes(std::move(bytes_)) {}
  std::string bytes;  ///< any bytes, NUL too. Never changed once others may see it
};

struct AddrObject final : Object {
  explicit AddrObject(const Address& address_) : Object(Tag::Addr), address(address_) {}
  const Address address;
};

struct SubnetObject final : Object {
  explicit SubnetObject(const Subnet& subnet_) : Object(Tag::Subnet), subnet(subnet_) {}
  const Subnet subnet;  ///< host bits are 0
};

/// An index of several parts, or another list of values.
struct ListObject final : Object {
  explicit ListObject(std::vector<Cell> cells_) : Object(Tag::List), cells(std::move(cells_)) {}
  std::vector<Cell> cells;
};

struct VectorObject final : Object {
  explicit VectorObject(Ref<VectorType> type_) : Object(Tag::Vector), type(std::move(type_)) {}
  Ref<VectorType> type;
  std::vector<Cell> cells;  ///< unset: a hole
};

/// Fields in the order of the type. A field that has a &default is filled when the record is made (run/records.h); the
/// type may have got more fields since: these count as unset until someone asks (run/records.h, too).
struct RecordObject final : Object {
  explicit RecordObject(Ref<RecordType> type_) : Object(Tag::Record), type(std::move(type_)) {}
  Ref<RecordType> type;
  std::vector<Cell> cells;
};

struct FileObject final : Object {
  FileObject(std::string name_, std::FILE* file_) : Object(Tag::File), name(std::move(name_)), file(file_) {}
  ~FileObject() override;  // closes it
  std::string name;
  std::FILE* file;  ///< null: closed, or could not be opened
  bool raw = false;
  bool is_stdout = false;
  double opened_at = 0;
};

/// Hash states, Bloom filters and so on: each is a class of its own in builtins/.
struct OpaqueObject : Object {
  explicit OpaqueObject(TypePtr type_) : Object(Tag::Opaque), type(std::move(type_)) {}
  TypePtr type;  ///< an OpaqueType
  /// What printing shows: "<opaque of MD5Val>".
  virtual std::string text() const = 0;
  /// A deep copy; null if that cannot be.
  virtual Ref<OpaqueObject> clone() const { return nullptr; }
};

/// A type used as a value.
struct TypeObject final : Object {
  explicit TypeObject(TypePtr type_) : Object(Tag::Type), type(std::move(type_)) {}
  TypePtr type;
};

inline Cell string_cell(std::string bytes) { return Cell(new StringObject(std::move(bytes))); }
inline Cell addr_cell(const Address& address) { return Cell(new AddrObject(address)); }
inline Cell subnet_cell(const Subnet& subnet) { return Cell(new SubnetObject(subnet)); }
inline const std::string& Cell::string() const { return as<StringObject>().bytes; }

/// The type of what a cell holds. Objects know theirs; an unset cell is Void.
TypePtr type_of(const Cell& cell);

/// Equality as == and table keys see it: numbers by value, strings by bytes, sets by content, other aggregates and
/// functions by identity. The cells are of the same kind.
bool equal(const Cell& a, const Cell& b);
/// Order as < sees it, of kinds that have one: negative, 0, positive.
int compare(const Cell& a, const Cell& b);
/// As copy(): deep, shared parts stay shared, circles are fine. Unset, and `why` filled, if something cannot be copied.
Cell deep_copy(const Cell& cell, std::string* why = nullptr);

}  // namespace whimbrel::script
