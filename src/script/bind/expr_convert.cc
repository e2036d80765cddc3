#include "script/bind/expr_convert.h"

#include <limits>

#include "script/bind/expr_access.h"
#include "script/bind/expr_basic.h"
#include "script/model/table.h"
#include "script/run/birthplaces.h"
#include "script/run/records.h"

namespace whimbrel::script {

void ConversionExpr::describe(Description& out) const {
  describe_with(out, "(coerce ");
  out.add(" to ");
  out.add(text_of(*type_));
  out.add(")");
}

// -- numbers

namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

double real_of(const Cell& cell) {
  if (is_real(cell.tag())) return cell.as_double();
  return cell.tag() == Tag::Int ? static_cast<double>(cell.as_int()) : static_cast<double>(cell.as_count());
}

/// What is too large or no number at all fits nowhere.
bool word_of_real(double x, Tag to, uint64_t& word) {
  if (to == Tag::Int) {
    if (!(x >= -kTwoTo63 && x < kTwoTo63)) return false;
    word = static_cast<uint64_t>(static_cast<int64_t>(x));
  } else {
    if (!(x >= 0 && x < kTwoTo64)) return false;
    word = static_cast<uint64_t>(x);
  }
  return true;
}

}  // namespace

bool convert_number(const Cell& from, Tag to, Cell& out) {
  if (is_real(to)) {
    out = Cell::real_of(to, real_of(from));
    return true;
  }
  uint64_t word = from.word();
  if (is_real(from.tag())) {
    if (!word_of_real(from.as_double(), to, word)) return false;
  } else if (from.tag() != to && from.tag() != Tag::Bool && static_cast<int64_t>(word) < 0) {
    return false;  // a negative int, or a count beyond the largest int
  }
  out = Cell::word_of(to, word);
  return true;
}

Cell convert_number(Frame& frame, const Expr& expr, const Expr* operand, const Cell& from, Tag to) {
  Cell result;
  if (!from.is_set() || convert_number(from, to, result)) return result;
  const Location origin = birthplace(from, operand, frame);
  frame.runtime.reporter.error(*base_type(to),
                               {origin ? origin : expr.where(), text_of(from, Description::Style::Short)},
                               to == Tag::Int ? "overflow promoting from unsigned/double to signed arithmetic value"
                                              : "overflow promoting from signed/double to unsigned arithmetic value");
  return {};
}

namespace {

class NumberConversion : public ConversionExpr {
 public:
  using ConversionExpr::ConversionExpr;
  Cell eval(Frame& frame) const override {
    return convert_number(frame, *this, operand_.get(), operand_->eval(frame), type_->tag());
  }
  int rank() const override { return kRankNumberConversion; }
};

/// A count or an int becomes the other.
class WordToWord final : public NumberConversion {
 public:
  using NumberConversion::NumberConversion;
  uint64_t eval_word(Frame& frame) const override {
    const uint64_t word = operand_->eval_word(frame);
    if (static_cast<int64_t>(word) >= 0) [[likely]]
      return word;
    const Cell from = Cell::word_of(operand_->type()->tag(), word);
    return needed(convert_number(frame, *this, operand_.get(), from, type_->tag())).word();
  }
};

template <class Word>
class WordToReal final : public NumberConversion {
 public:
  using NumberConversion::NumberConversion;
  double eval_real(Frame& frame) const override {
    return static_cast<double>(static_cast<Word>(operand_->eval_word(frame)));
  }
};

class RealToReal final : public NumberConversion {
 public:
  using NumberConversion::NumberConversion;
  double eval_real(Frame& frame) const override { return operand_->eval_real(frame); }
};

/// The conversion of a constant, done once; it still shows that it is one.
class ConvertedConstant final : public NumberConversion {
 public:
  ConvertedConstant(ExprPtr operand, TypePtr type, Cell value)
      : NumberConversion(std::move(operand), std::move(type)), value_(std::move(value)) {}
  Cell eval(Frame&) const override { return value_; }
  bool eval_bool(Frame&) const override { return value_.as_bool(); }
  uint64_t eval_word(Frame&) const override { return value_.word(); }
  double eval_real(Frame&) const override { return value_.as_double(); }
  const Cell& value() const { return value_; }
  bool is_constant() const override { return true; }

 private:
  const Cell value_;
};

class VectorConversion final : public NumberConversion {
 public:
  using NumberConversion::NumberConversion;
  Cell eval(Frame& frame) const override {
    const Cell from = operand_->eval(frame);
    if (from.tag() != Tag::Vector) return {};
    auto result = make<VectorObject>(Ref<VectorType>(type_->as_vector()));
    for (const Cell& cell : from.as<VectorObject>().cells)
      result->cells.push_back(
          convert_number(frame, *this, nullptr, number_in(frame, *this, cell), result->type->yield->tag()));
    return result;
  }
};

}  // namespace

const Cell* constant_of(const Expr& expr) {
  const Expr& inner = without_parentheses(expr);
  if (const auto* constant = dynamic_cast<const ConstantExpr*>(&inner)) return &constant->value();
  const auto* converted = dynamic_cast<const ConvertedConstant*>(&inner);
  return converted ? &converted->value() : nullptr;
}

ExprPtr make_number_conversion(ExprPtr expr, Tag to) {
  const Type& from = *expr->type();
  if (from.is_error()) return expr;
  if (from.as_vector()) return make<VectorConversion>(std::move(expr), make<VectorType>(base_type(to)));
  const TypePtr& type = base_type(to);
  if (const Cell* constant = constant_of(*expr))
    if (Cell value; convert_number(*constant, to, value))
      return make<ConvertedConstant>(std::move(expr), type, std::move(value));
  const bool from_real = is_real(from.tag());
  if (is_real(to)) {
    if (from_real) return make<RealToReal>(std::move(expr), type);
    if (from.tag() == Tag::Int) return make<WordToReal<int64_t>>(std::move(expr), type);
    return make<WordToReal<uint64_t>>(std::move(expr), type);
  }
  if (from_real) return make<NumberConversion>(std::move(expr), type);
  return make<WordToWord>(std::move(expr), type);
}

// -- any

namespace {

class ToAny final : public ConversionExpr {
 public:
  explicit ToAny(ExprPtr operand) : ConversionExpr(std::move(operand), base_type(Tag::Any)) {}
  Cell eval(Frame& frame) const override { return operand_->eval(frame); }
  void describe(Description& out) const override { describe_with(out, "to_any_coerce "); }
  bool is_constant() const override { return operand_->is_constant(); }
  int rank() const override { return kRankToAny; }
};

class FromAny final : public ConversionExpr {
 public:
  using ConversionExpr::ConversionExpr;
  Cell eval(Frame& frame) const override {
    Cell value = operand_->eval(frame);
    if (!value.is_set()) return value;
    std::string why;
    value = coerce_from_any(frame, std::move(value), type_, &why);
    if (!value.is_set()) frame.runtime.reporter.expression_error(*this, "incompatible \"any\" type");
    return value;
  }
  void describe(Description& out) const override { describe_with(out, "from_any_coerce "); }
  int rank() const override { return kRankFromAny; }
};

// -- aggregates

class RecordConversion final : public ConversionExpr {
 public:
  using ConversionExpr::ConversionExpr;
  Cell eval(Frame& frame) const override {
    const Cell from = operand_->eval(frame);
    if (!from.is_set() || is_error()) return {};
    if (from.tag() != Tag::Record) frame.runtime.reporter.expression_error(*this, "incompatible \"any\" type");
    return coerce_record(frame, from.as<RecordObject>(), Ref<RecordType>(type_->as_record()));
  }
  int rank() const override { return kRankRecordConversion; }
};

/// table() or set() where the type is known.
class TableConversion final : public ConversionExpr {
 public:
  using ConversionExpr::ConversionExpr;
  Cell eval(Frame& frame) const override {
    const Cell from = operand_->eval(frame);
    if (from.tag() != Tag::Table) return {};
    auto& table = from.as<TableObject>();
    if (table.size() > 0) frame.runtime.reporter.expression_error(*this, "coercion of non-empty table/set");
    return make<TableObject>(Ref<TableType>(type_->as_table()), table.attributes);
  }
  int rank() const override { return kRankTableConversion; }
};

class EmptyVectorConversion final : public ConversionExpr {
 public:
  using ConversionExpr::ConversionExpr;
  Cell eval(Frame& frame) const override {
    const Cell from = operand_->eval(frame);
    if (from.tag() != Tag::Vector) return {};
    if (!from.as<VectorObject>().cells.empty())
      frame.runtime.reporter.expression_error(*this, "coercion of non-empty vector");
    return make<VectorObject>(Ref<VectorType>(type_->as_vector()));
  }
  void describe(Description& out) const override { describe_with(out, "vector_coerce "); }
  int rank() const override { return kRankVectorConversion; }
};

// -- records

bool has_value_without(const Field& field) {
  return has(field.attributes, AttributeKind::Optional) || has(field.attributes, AttributeKind::Default);
}

bool is_number_promotable(Tag from, Tag to) {
  return is_arithmetic(from) && is_arithmetic(to) && max_arithmetic(from, to) == to;
}

bool fits_field(const Type& from, const Type& to) {
  if (same_type(to, from) || is_number_promotable(from.tag(), to.tag())) return true;
  if (is_unspecified(from)) return from.tag() == to.tag();
  const RecordType *inner = from.as_record(), *wanted = to.as_record();
  return inner && wanted && record_promotable(*inner, *wanted);
}

/// Says what is wrong with a conversion of records, the first thing only. True if nothing is.
bool check_record_conversion(Binder& binder, const Expr& expr, const RecordType& from, const RecordType& to) {
  Reporter& reporter = binder.reporter();
  for (const Field& field : from.fields) {
    const int place = to.index_of(field.name);
    if (place < 0) {
      reporter.error(expr, "orphaned field \"" + field.name + "\" in record coercion");
      return false;
    }
    if (!fits_field(*field.type, *to.fields[static_cast<size_t>(place)].type)) {
      reporter.error(expr, *field.type, "type clash for field \"" + field.name + "\"");
      return false;
    }
  }
  for (size_t i = 0; i < to.fields.size(); ++i) {
    const Field& field = to.fields[i];
    const bool is_given = from.index_of(field.name) >= 0;
    if (is_given) warn_if_field_deprecated(binder, expr, to, static_cast<int>(i), "$");
    if (is_given || has_value_without(field)) continue;
    reporter.error(expr, "non-optional field \"" + field.name + "\" missing");
    return false;
  }
  return true;
}

}  // namespace

bool is_value_of(const Cell& value, const Type& type) {
  if (type.tag() == Tag::Any) return true;
  if (value.tag() != type.tag()) return false;
  if (value.tag() == Tag::Record && value.as<RecordObject>().type.get() == &type) return true;
  if (!is_aggregate(value.tag()) && value.tag() != Tag::Func) return true;
  const TypePtr is = type_of(value);
  return is.get() == &type || same_type(*is, type);
}

bool is_unspecified(const Type& type) {
  if (const TableType* table = type.as_table()) return table->unspecified;
  const VectorType* vector = type.as_vector();
  return vector && vector->unspecified;
}

ExprPtr make_record_conversion(Binder& binder, ExprPtr expr, const TypePtr& to) {
  const TypePtr from = expr->type();
  auto conversion = make<RecordConversion>(std::move(expr), to);
  if (!check_record_conversion(binder, *conversion, *from->as_record(), *to->as_record())) conversion->fail();
  return conversion;
}

ExprPtr make_conversion(ExprPtr expr, const TypePtr& to) {
  const Type& from = *expr->type();
  if (from.is_error()) return expr;
  if (to->tag() == Tag::Any) {
    if (from.tag() == Tag::Any) return expr;
    return make<ToAny>(std::move(expr));
  }
  if (from.tag() == Tag::Any) return make<FromAny>(std::move(expr), to);
  switch (to->tag()) {
    case Tag::Record:
      return make<RecordConversion>(std::move(expr), to);
    case Tag::Table:
      return make<TableConversion>(std::move(expr), to);
    case Tag::Vector:
      if (is_unspecified(from)) return make<EmptyVectorConversion>(std::move(expr), to);
      return make_number_conversion(std::move(expr), to->as_vector()->yield->tag());
    default:
      return make_number_conversion(std::move(expr), to->tag());
  }
}

// -- promotion

namespace {

ExprPtr refuse(Reporter& reporter, const Expr& expr, const Type& to, const char* text) {
  reporter.error(to, expr, text);
  return nullptr;
}

ExprPtr promote_number(Reporter& reporter, ExprPtr expr, const TypePtr& to) {
  const Tag from = expr->type()->tag();
  if (from == to->tag()) return expr;
  if (!is_arithmetic(from) || !is_arithmetic(to->tag()))
    return refuse(reporter, *expr, *to, "arithmetic mixed with non-arithmetic");
  if (max_arithmetic(from, to->tag()) != to->tag())
    return refuse(reporter, *expr, *to, "over-promotion of arithmetic value");
  return make_number_conversion(std::move(expr), to->tag());
}

}  // namespace

ExprPtr Binder::promote(ExprPtr expr, const TypePtr& to) {
  const Type& from = *expr->type();
  if (from.is_error() || to->is_error()) return nullptr;
  if (to->tag() == Tag::Any || from.tag() == Tag::Any) return make_conversion(std::move(expr), to);
  if (is_arithmetic(from.tag()) || is_arithmetic(to->tag())) return promote_number(reporter(), std::move(expr), to);
  if (&from == to.get()) return expr;
  if (const RecordType* record = from.as_record(), *wanted = to->as_record(); record && wanted) {
    // Types with the same fields and attributes are one and the same; records without fields are converted, though.
    if (same_type(*to, from) && !record->fields.empty()) return expr;
    if (!record_promotable(*record, *wanted)) return refuse(reporter(), *expr, *to, "incompatible record types");
    return make_record_conversion(*this, std::move(expr), to);
  }
  if (same_type(*to, from)) return expr;
  if (is_unspecified(from) && from.tag() == to->tag()) return make_conversion(std::move(expr), to);
  return refuse(reporter(), *expr, *to, "type clash");
}

}  // namespace whimbrel::script
