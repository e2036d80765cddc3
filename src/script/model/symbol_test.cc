#include "script/model/symbol.h"

#include <gtest/gtest.h>

namespace whimbrel::script {
namespace {

/// Code that tells when it is gone.
class Probe final : public Stmt {
 public:
  explicit Probe(bool& gone) : Stmt({}), gone_(gone) {}
  ~Probe() override { gone_ = true; }
  Flow exec(Frame&) const override { return Flow::Next; }
  void describe(Description&) const override {}
  void visit_parts(Visitor&) const override {}
  SymbolPtr name;  ///< that the code uses

 private:
  bool& gone_;
};

class Literal final : public Expr {
 public:
  explicit Literal(Ref<Counted> part) : Expr(base_type(Tag::Count), {}), part_(std::move(part)) {}
  Cell eval(Frame&) const override { return {}; }
  void describe(Description&) const override {}
  void visit_parts(Visitor&) const override {}

 private:
  Ref<Counted> part_;
};

Symbol& add(SymbolTable& table, const char* name) { return table.add(make<Symbol>(name, Location{})); }

TEST(SymbolTable, AFunctionThatCallsItselfGoesWithTheNames) {
  bool gone = false;
  {
    SymbolTable table;
    Symbol& symbol = add(table, "f");
    auto function = make<Function>("f", make<FuncType>(Flavour::Function, make<RecordType>(), nullptr));
    auto code = make<Probe>(gone);
    code->name = &symbol;
    Body body;
    body.code = code;
    function->add_body(std::move(body));
    symbol.value = make<FuncObject>(function);
  }
  EXPECT_TRUE(gone);
}

TEST(SymbolTable, ARecordWithAFieldOfItsOwnTypeGoesWithTheNames) {
  bool gone = false;
  {
    SymbolTable table;
    Symbol& symbol = add(table, "Node");
    auto type = make<RecordType>();
    auto attributes = make<Attributes>();
    attributes->all.push_back({AttributeKind::Default, make<Literal>(make<Probe>(gone)), {}});
    type->fields.push_back({"next", type, attributes, {}});
    symbol.type = type;
    symbol.is_type = true;
  }
  EXPECT_TRUE(gone);
}

TEST(SymbolTable, ADefaultOfAParameterMayCallItsOwnFunction) {
  bool gone = false;
  {
    SymbolTable table;
    Symbol& symbol = add(table, "f");
    auto code = make<Probe>(gone);
    code->name = &symbol;
    auto attributes = make<Attributes>();
    attributes->all.push_back({AttributeKind::Default, make<Literal>(code), {}});
    auto parameters = make<RecordType>();
    parameters->fields.push_back({"x", base_type(Tag::Count), attributes, {}});
    symbol.type = make<FuncType>(Flavour::Function, parameters, nullptr);
  }
  EXPECT_TRUE(gone);
}

}  // namespace
}  // namespace whimbrel::script
