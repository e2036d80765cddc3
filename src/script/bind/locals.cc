#include "script/bind/locals.h"

#include "script/bind/expr_kinds.h"
#include "script/bind/statements.h"

namespace whimbrel::script {

Symbol& add_local(Binder& binder, std::string_view name, TypePtr type, const Location& where) {
  FunctionScope& scope = *binder.scope();
  auto symbol = make<Symbol>(full_name(binder.module(), name), where);
  symbol->is_global = false;
  symbol->type = std::move(type);
  symbol->slot = scope.frame_size++;
  scope.locals.insert_or_assign(std::string(name), symbol);
  return *symbol;
}

void fail_symbol(Binder& binder, Symbol& symbol, const std::string& text) {
  binder.reporter().error(symbol, text);
  symbol.type = base_type(Tag::Error);
}

void fail_symbol(Binder& binder, Symbol& symbol, const Location& also, const std::string& text) {
  binder.reporter().error(symbol, Reporter::Subject::place(also), text);
  symbol.type = base_type(Tag::Error);
}

namespace {

/// Declares one local; the initialiser, if there is one, is bound before the name is known.
class LocalBinder {
 public:
  LocalBinder(Binder& binder, const syntax::Stmt& stmt)
      : binder_(binder), stmt_(stmt), where_(stmt.name_where ? stmt.name_where : stmt.where) {}

  StmtPtr bind() {
    TypePtr type = stmt_.type ? binder_.bind_type(*stmt_.type) : nullptr;
    const bool has_init = !stmt_.exprs.empty() && stmt_.exprs[0];
    // Filled later, when the type is known for sure; the initialiser's constructor keeps it.
    if (!stmt_.attributes.empty()) attributes_ = make<Attributes>();
    if (type) bind_attributes(type);
    return has_init ? bind_with_value(type) : bind_without_value(type);
  }

 private:
  void bind_attributes(const TypePtr& type) {
    if (!attributes_ || std::exchange(attributes_are_bound_, true)) return;
    if (const Ref<Attributes> bound = binder_.bind_attributes(stmt_.attributes, type, false, false, stmt_.where))
      attributes_->all = bound->all;
  }

  /// Never null: if the name cannot be declared, what has it already.
  Symbol& declare(TypePtr type, const Location& init) {
    if (Symbol* symbol = binder_.declare_local(stmt_.text, type, init)) {
      symbol->where = where_;
      symbol->attributes = attributes_;
      return *symbol;
    }
    Symbol* other = binder_.lookup(stmt_.text, where_);
    if (!other) return add_local(binder_, stmt_.text, base_type(Tag::Error), where_);
    other->type = base_type(Tag::Error);
    return *other;
  }

  StmtPtr bind_without_value(TypePtr type) {
    const bool has_type = type != nullptr;
    Symbol& symbol = declare(has_type ? type : base_type(Tag::Error), where_);
    if (!has_type) fail_symbol(binder_, symbol, "no type given");
    if (stmt_.is_const) symbol.is_const = true;
    if (!is_aggregate(symbol.type->tag()) || symbol.is_global) return make<Empty>(stmt_.where);
    FunctionScope& scope = *binder_.scope();
    // Top-level statements have no start at which all could be made.
    if (!scope.type && !scope.is_when) return make<InitLocals>(std::vector<SymbolPtr>{SymbolPtr(&symbol)}, stmt_.where);
    scope.aggregates.push_back(&symbol);
    return make<Empty>(stmt_.where);
  }

  StmtPtr bind_with_value(TypePtr type) {
    const std::string outer = std::exchange(binder_.scope()->declaring, stmt_.text);
    ExprPtr init = binder_.bind_initialiser(*stmt_.exprs[0], type, attributes_);
    binder_.scope()->declaring = outer;
    if (!type) type = init->type();
    bind_attributes(type);
    Symbol& symbol = declare(type, init->where());
    if (stmt_.assign_op != syntax::Operator::Assign) {
      fail_symbol(binder_, symbol, "can't use += / -= for initializations of local variables");
    }
    if (init->is_constant()) symbol.initialiser = init;
    if (symbol.type->tag() == Tag::Void) fail_symbol(binder_, symbol, "illegal assignment target");
    ExprPtr assignment = binder_.bind_assignment(make_name(symbol, where_), std::move(init), stmt_.where, true);
    if (stmt_.is_const) symbol.is_const = true;
    return make_expression_stmt(std::move(assignment), stmt_.where);
  }

  Binder& binder_;
  const syntax::Stmt& stmt_;
  const Location where_;
  Ref<Attributes> attributes_;
  bool attributes_are_bound_ = false;
};

}  // namespace

StmtPtr bind_local(Binder& binder, const syntax::Stmt& stmt) { return LocalBinder(binder, stmt).bind(); }

}  // namespace whimbrel::script
