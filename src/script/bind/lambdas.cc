#include "script/bind/lambdas.h"

#include "script/bind/ranks.h"
#include "script/model/highwayhash.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

LambdaExpr::LambdaExpr(Ref<Function> function, std::vector<Capture> captures, bool lists_captures, Location where)
    : Expr(function->type, where),
      function_(std::move(function)),
      captures_(std::move(captures)),
      lists_captures_(lists_captures) {
  if (captures_.empty()) shared_ = Cell(new FuncObject(function_));
}

Cell LambdaExpr::eval(Frame& frame) const {
  if (shared_.is_set()) return shared_;
  std::vector<Cell> values;
  values.reserve(captures_.size());
  for (const Capture& capture : captures_)
    if (capture.inner) values.push_back(captured_value(*capture.outer, capture.deep, frame));
  return Cell(new FuncObject(function_, std::move(values)));
}

void LambdaExpr::describe(Description& out) const {
  out.add("function()");
  if (lists_captures_) {
    out.add("[");
    describe_captures(out, captures_, ",  ");
    out.add("]");
  }
  code().describe(out);
}

void LambdaExpr::visit_parts(Visitor& visitor) const { code().visit(visitor); }

int LambdaExpr::rank() const { return kRankLambda; }

std::string lambda_name(const Binder& binder, SymbolTable& symbols, const Stmt& body,
                        const std::vector<Capture>& captures) {
  Description text(Description::Style::Raw);
  text.add("anonymous-function");
  text.newline();
  body.describe(text);
  for (const Capture& capture : captures) text.add((capture.deep ? "copy " : "") + capture.name);
  for (std::string hashed = text.take();; hashed += ' ') {
    std::string name = "lambda_<" + std::to_string(highwayhash(hashed)) + ">";
    if (!symbols.find(full_name(binder.module(), name))) return name;
  }
}

}  // namespace whimbrel::script
