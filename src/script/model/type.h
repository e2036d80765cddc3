// Types of the script language. Shared, and compared by same_type(); records and enums can be extended by redef, which
// all who hold the type see.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/model/location.h"
#include "script/model/ref.h"

namespace whimbrel::script {

/// The order is that of the reference's type names in messages.
enum class Tag : uint8_t {
  Void,  ///< in a Cell: unset
  Bool,
  Int,
  Count,
  Double,
  Time,
  Interval,
  String,
  Pattern,
  Enum,
  Port,
  Addr,
  Subnet,
  Any,
  Table,  ///< sets too
  Record,
  List,
  Func,
  File,
  Vector,
  Opaque,
  Type,
  Error,
};
/// "void", "bool" ...; a list is "types", Tag::Type is "type".
std::string_view name_of(Tag tag);

class Attributes;  // attributes.h
class EnumType;
class FuncType;
class ListType;
class RecordType;
class TableType;
class VectorType;

class Type : public Counted {
 public:
  explicit Type(Tag tag) : tag_(tag) {}
  Tag tag() const { return tag_; }
  /// The name of the first `type` declaration that gave it one; "" if it has none.
  const std::string& name() const { return name_; }
  void set_name(std::string name) { name_ = std::move(name); }
  /// Base types stand nowhere: `where` is empty for them, and messages show their name as the place.
  Location where;

  inline const TableType* as_table() const;  // each null if it is another kind of type
  inline const RecordType* as_record() const;
  inline const EnumType* as_enum() const;
  inline const VectorType* as_vector() const;
  inline const ListType* as_list() const;
  inline const FuncType* as_func() const;
  inline TableType* as_table();
  inline RecordType* as_record();
  inline EnumType* as_enum();
  inline VectorType* as_vector();
  inline ListType* as_list();
  inline FuncType* as_func();
  bool is_set() const;
  bool is_error() const { return tag_ == Tag::Error; }

 private:
  const Tag tag_;
  std::string name_;
};
using TypePtr = Ref<Type>;

/// The one type object of a basic kind (Bool ... Subnet, Any, Void, Error), shared by all interpreters of a thread.
const TypePtr& base_type(Tag tag);

class ListType final : public Type {
 public:
  explicit ListType(std::vector<TypePtr> types_) : Type(Tag::List), types(std::move(types_)) {}
  std::vector<TypePtr> types;
  TypePtr pure;  ///< if all elements must be of one type (initialiser lists)
};

/// Tables and sets.
class TableType final : public Type {
 public:
  TableType(Ref<ListType> index_, TypePtr yield_)
      : Type(Tag::Table), index(std::move(index_)), yield(std::move(yield_)) {}
  Ref<ListType> index;
  TypePtr yield;             ///< null: a set
  bool unspecified = false;  ///< of table() or set(): any index, any yield
  bool pattern_index() const { return index->types.size() == 1 && index->types[0]->tag() == Tag::Pattern; }
  bool subnet_index() const { return index->types.size() == 1 && index->types[0]->tag() == Tag::Subnet; }
};

class VectorType final : public Type {
 public:
  explicit VectorType(TypePtr yield_) : Type(Tag::Vector), yield(std::move(yield_)) {}
  TypePtr yield;
  bool unspecified = false;  ///< of vector()
};

struct Field {
  std::string name;
  TypePtr type;
  Ref<Attributes> attributes;  ///< null: none
  Location where;
};

class RecordType final : public Type {
 public:
  RecordType() : Type(Tag::Record) {}
  explicit RecordType(std::vector<Field> fields_) : Type(Tag::Record), fields(std::move(fields_)) {}
  std::vector<Field> fields;
  mutable Ref<Counted> prepared;  ///< how new records are filled: run/records.cc makes and knows it
  /// -1 if there is none of that name.
  int index_of(std::string_view field) const;
};

class EnumType final : public Type {
 public:
  EnumType() : Type(Tag::Enum) {}
  /// Full names with their modules, by value.
  std::map<int64_t, std::string> names;
  std::map<std::string, int64_t, std::less<>> values;
  int64_t next = 0;
  bool explicit_values = false;
  void add(std::string full_name, int64_t value);
  /// "<undefined>" if there is no such value.
  const std::string& name_of_value(int64_t value) const;
};

enum class Flavour : uint8_t { Function, Event, Hook };

class FuncType final : public Type {
 public:
  FuncType(Flavour flavour_, Ref<RecordType> parameters_, TypePtr yield_)
      : Type(Tag::Func), flavour(flavour_), parameters(std::move(parameters_)), yield(std::move(yield_)) {}
  Flavour flavour;
  Ref<RecordType> parameters;
  TypePtr yield;  ///< null or void: nothing; hooks yield bool
  struct Capture {
    std::string name;
    bool deep = false;
  };
  std::optional<std::vector<Capture>> captures;
  /// Of events and hooks: further prototypes, each with the place of its parameters in the canonical one.
  struct Prototype {
    Ref<RecordType> parameters;
    std::vector<int> places;
    std::optional<std::string> deprecated;
    Location where;
  };
  std::vector<Prototype> prototypes;
  bool variadic() const;  ///< a single parameter `va_args: any`
};

class FileType final : public Type {
 public:
  explicit FileType(TypePtr yield_) : Type(Tag::File), yield(std::move(yield_)) {}
  TypePtr yield;
};

class OpaqueType final : public Type {
 public:
  explicit OpaqueType(std::string kind_) : Type(Tag::Opaque), kind(std::move(kind_)) {}
  const std::string kind;  ///< "md5", "Broker::Data" ...
};

/// The type of a type that is used as a value.
class TypeType final : public Type {
 public:
  explicit TypeType(TypePtr type_) : Type(Tag::Type), type(std::move(type_)) {}
  TypePtr type;
};

// -- questions (type.cc)

/// The full text, as type_name() gives it: "set[string]", "vector of int", "record { a:count; }", the name of a named
/// record or enum. `for_message`: as messages describe a type, which shows attributes' texts as the reference does.
std::string text_of(const Type& type);
/// Whether the two are the same type. `with_attributes`: records' fields must have the same attributes too.
bool same_type(const Type& a, const Type& b, bool is_init = false);
/// Whether a record of type `from` can become one of type `to`, field by field.
bool record_promotable(const RecordType& from, const RecordType& to);

inline bool is_integral(Tag t) { return t == Tag::Int || t == Tag::Count; }
/// What Expr::eval_word() is for.
inline bool is_word(Tag t) { return is_integral(t) || t == Tag::Port; }
inline bool is_arithmetic(Tag t) { return is_integral(t) || t == Tag::Double; }
inline bool is_temporal(Tag t) { return t == Tag::Time || t == Tag::Interval; }
inline bool is_real(Tag t) { return t == Tag::Double || is_temporal(t); }
/// The larger of two arithmetic types: double > int > count.
inline Tag max_arithmetic(Tag a, Tag b) {
  if (a == Tag::Double || b == Tag::Double) return Tag::Double;
  return a == Tag::Int || b == Tag::Int ? Tag::Int : Tag::Count;
}
/// Not made of other values, and neither a function nor a file: what logs, stores and readers carry.
inline bool is_atomic(Tag t) { return t >= Tag::Bool && t <= Tag::Subnet; }
inline bool is_aggregate(Tag t) { return t == Tag::Table || t == Tag::Record || t == Tag::Vector; }
/// May values of this type be index of a table?
bool is_hashable(const Type& type);

inline const TableType* Type::as_table() const {
  return tag_ == Tag::Table ? static_cast<const TableType*>(this) : nullptr;
}
inline const RecordType* Type::as_record() const {
  return tag_ == Tag::Record ? static_cast<const RecordType*>(this) : nullptr;
}
inline const EnumType* Type::as_enum() const {
  return tag_ == Tag::Enum ? static_cast<const EnumType*>(this) : nullptr;
}
inline const VectorType* Type::as_vector() const {
  return tag_ == Tag::Vector ? static_cast<const VectorType*>(this) : nullptr;
}
inline const ListType* Type::as_list() const {
  return tag_ == Tag::List ? static_cast<const ListType*>(this) : nullptr;
}
inline const FuncType* Type::as_func() const {
  return tag_ == Tag::Func ? static_cast<const FuncType*>(this) : nullptr;
}
inline TableType* Type::as_table() { return tag_ == Tag::Table ? static_cast<TableType*>(this) : nullptr; }
inline RecordType* Type::as_record() { return tag_ == Tag::Record ? static_cast<RecordType*>(this) : nullptr; }
inline EnumType* Type::as_enum() { return tag_ == Tag::Enum ? static_cast<EnumType*>(this) : nullptr; }
inline VectorType* Type::as_vector() { return tag_ == Tag::Vector ? static_cast<VectorType*>(this) : nullptr; }
inline ListType* Type::as_list() { return tag_ == Tag::List ? static_cast<ListType*>(this) : nullptr; }
inline FuncType* Type::as_func() { return tag_ == Tag::Func ? static_cast<FuncType*>(this) : nullptr; }
inline bool Type::is_set() const { return as_table() && !as_table()->yield; }

}  // namespace whimbrel::script
