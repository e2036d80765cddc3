// |x|: what it means for each kind of value.
#include <sys/stat.h>

#include <cmath>

#include "script/bind/expr_operators.h"
#include "script/model/table.h"

namespace whimbrel::script {
namespace {

Cell size_of_file(const FileObject& file) {
  struct stat info {};
  if (!file.file || ::fstat(::fileno(file.file), &info) != 0) return Cell::real(-1);
  return Cell::real(static_cast<double>(info.st_size));
}

Cell magnitude(int64_t x) { return Cell::count(x < 0 ? 0 - static_cast<uint64_t>(x) : static_cast<uint64_t>(x)); }

Cell size_of(const Cell& cell) {
  switch (cell.tag()) {
    case Tag::Bool:
      return Cell::count(cell.as_bool());
    case Tag::Int:
      return magnitude(cell.as_int());
    case Tag::Enum:
      return magnitude(cell.enum_value());
    case Tag::Count:
      return cell;
    case Tag::Port:
      return Cell::count(cell.port_code());
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
      return Cell::real(std::fabs(cell.as_double()));
    case Tag::String:
      return Cell::count(cell.string().size());
    case Tag::Addr:
      return Cell::count(cell.as<AddrObject>().address.is_v4() ? 32 : 128);
    case Tag::Subnet:
      return Cell::real(std::ldexp(1.0, 128 - cell.as<SubnetObject>().subnet.bits));
    case Tag::Table:
      return Cell::count(cell.as<TableObject>().size());
    case Tag::Vector:
      return Cell::count(cell.as<VectorObject>().cells.size());
    case Tag::Record:
      return Cell::count(cell.as<RecordObject>().type->fields.size());
    case Tag::List:
      return Cell::count(cell.as<ListObject>().cells.size());
    case Tag::Func:
      return Cell::count(cell.as<FuncObject>().function->type->parameters->fields.size());
    case Tag::File:
      return size_of_file(cell.as<FileObject>());
    default:
      return Cell::count(0);
  }
}

Tag kind_of_size(Tag tag) {
  if (tag == Tag::Any) return Tag::Any;
  return is_real(tag) || tag == Tag::File || tag == Tag::Subnet ? Tag::Double : Tag::Count;
}

class SizeNode final : public UnaryExpr {
 public:
  using UnaryExpr::UnaryExpr;
  Cell eval(Frame& frame) const override {
    Cell holder;
    const Cell& value = place_.get(frame, holder);
    return value.is_set() ? size_of(value) : Cell();
  }
  uint64_t eval_word(Frame& frame) const override {
    Cell holder;
    return size_of(needed(place_.get(frame, holder))).word();
  }

 private:
  const Operand place_{operand_};
};

}  // namespace

ExprPtr bind_size(Binder& binder, const syntax::Expr& expr) {
  ExprPtr operand = binder.bind(*expr.kids[0]);
  const Tag tag = operand->type()->tag();
  const bool is_wrong = tag == Tag::Void || tag == Tag::Error;
  const TypePtr& type = base_type(is_wrong ? Tag::Error : kind_of_size(tag));
  auto result = make<SizeNode>(syntax::Operator::Size, std::move(operand), type, expr.where);
  if (tag == Tag::Void) binder.reporter().error(*result, "cannot take size of void");
  return result;
}

}  // namespace whimbrel::script
