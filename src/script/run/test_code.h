// Expressions, statements and functions made of C++ functions, for tests.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "script/model/symbol.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

class TestExpr final : public Expr {
 public:
  using Eval = std::function<Cell(Frame&)>;
  TestExpr(std::string text, Tag tag, Eval eval, Location where = {})
      : Expr(base_type(tag), where), text_(std::move(text)), eval_(std::move(eval)) {}
  Cell eval(Frame& frame) const override { return eval_(frame); }
  void describe(Description& out) const override { out.add(text_); }
  void visit_parts(Visitor&) const override {}
  bool is_constant() const override { return constant; }
  bool constant = false;

 private:
  std::string text_;
  Eval eval_;
};

class TestStmt final : public Stmt {
 public:
  using Exec = std::function<Flow(Frame&)>;
  explicit TestStmt(Exec exec, Location where = {}) : Stmt(where), exec_(std::move(exec)) {}
  Flow exec(Frame& frame) const override { return exec_(frame); }
  void describe(Description& out) const override { out.add("statement"); }
  void visit_parts(Visitor&) const override {}

 private:
  Exec exec_;
};

inline Location test_place(int line) {
  static const std::string file = "./test.zeek";
  return {&file, line, line};
}

inline ExprPtr test_expr(std::string text, Tag tag, TestExpr::Eval eval, int line = 1) {
  return make<TestExpr>(std::move(text), tag, std::move(eval), test_place(line));
}

inline ExprPtr test_constant(Cell value) {
  const Tag tag = value.tag();
  auto expr = make<TestExpr>(
      text_of(value), tag, [value](Frame&) { return value; }, test_place(1));
  expr->constant = true;
  return expr;
}

inline StmtPtr test_stmt(TestStmt::Exec exec) { return make<TestStmt>(std::move(exec)); }

inline Ref<FuncType> test_signature(Flavour flavour, const std::vector<TypePtr>& parameters, TypePtr yield = nullptr) {
  auto record = make<RecordType>();
  for (const TypePtr& type : parameters)
    record->fields.push_back({std::string(1, static_cast<char>('a' + record->fields.size())), type, nullptr, {}});
  return make<FuncType>(flavour, record, std::move(yield));
}

inline Body test_body(const FuncType& type, TestStmt::Exec exec, int priority = 0) {
  Body body;
  body.code = test_stmt(std::move(exec));
  body.parameters = static_cast<int>(type.parameters->fields.size());
  body.frame_size = body.parameters + 2;
  body.priority = priority;
  return body;
}

/// A function that is a global variable, too.
inline FuncObject& define(Runtime& runtime, const std::string& name, const Ref<FuncType>& type, TestStmt::Exec exec,
                          int priority = 0) {
  Symbol* symbol = runtime.symbols.find(name);
  if (!symbol) {
    symbol = &runtime.symbols.add(make<Symbol>(name, Location{}));
    symbol->type = type;
    symbol->value = make<FuncObject>(make<Function>(name, type));
  }
  symbol->function()->add_body(test_body(*type, std::move(exec), priority));
  return symbol->value.as<FuncObject>();
}

inline Symbol& define_variable(Runtime& runtime, const std::string& name, Cell value) {
  Symbol& symbol = runtime.symbols.add(make<Symbol>(name, Location{}));
  symbol.type = type_of(value);
  symbol.value = std::move(value);
  return symbol;
}

inline Ref<TableType> test_table_type(Tag index, Tag yield) {
  return make<TableType>(make<ListType>(std::vector<TypePtr>{base_type(index)}),
                         yield == Tag::Void ? TypePtr() : base_type(yield));
}

}  // namespace whimbrel::script
