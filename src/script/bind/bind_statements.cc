// How statements are checked. The classes that come out are in statements.h, loops.h, switch.h and when.h.
#include <algorithm>

#include "script/bind/expr_call.h"
#include "script/bind/expr_convert.h"
#include "script/bind/expr_kinds.h"
#include "script/bind/locals.h"
#include "script/bind/loops.h"
#include "script/bind/statements.h"
#include "script/bind/switch.h"

namespace whimbrel::script {
namespace {

using syntax::Stmt;

StmtPtr bind_part(Binder& binder, const syntax::StmtPtr& part, const Location& where) {
  return part ? binder.bind_statement(*part) : StmtPtr(make<Empty>(where));
}

StmtPtr bind_block(Binder& binder, const Stmt& stmt) {
  std::vector<StmtPtr> parts;
  binder.open_block();
  for (const syntax::StmtPtr& part : stmt.statements) parts.push_back(binder.bind_statement(*part));
  binder.close_block();
  return make<Block>(std::move(parts), stmt.where);
}

StmtPtr bind_print(Binder& binder, const Stmt& stmt) {
  std::vector<ExprPtr> exprs;
  for (const syntax::ExprPtr& expr : stmt.exprs) exprs.push_back(binder.bind(*expr));
  const bool has_void =
      std::any_of(exprs.begin(), exprs.end(), [](const ExprPtr& expr) { return expr->type()->tag() == Tag::Void; });
  auto print = make<Print>(std::move(exprs), binder.runtime().symbols.find("Log::print_to_log"), stmt.where);
  if (has_void) binder.reporter().error(*print, "value of type void illegal");
  return print;
}

StmtPtr bind_event_statement(Binder& binder, const Stmt& stmt) {
  return make<EventStmt>(bind_event(binder, stmt.text, stmt.exprs, stmt.where), stmt.where);
}

ExprPtr bind_condition(Binder& binder, const Stmt& stmt, const char* complaint) {
  ExprPtr condition = binder.bind(*stmt.exprs.at(0));
  if (!condition->is_error() && condition->type()->tag() != Tag::Bool) binder.reporter().error(*condition, complaint);
  return condition;
}

StmtPtr bind_if(Binder& binder, const Stmt& stmt) {
  ExprPtr condition = bind_condition(binder, stmt, "conditional in test must be boolean");
  StmtPtr then = bind_part(binder, stmt.statements.at(0), stmt.where);
  const bool has_else = stmt.statements.size() > 1 && stmt.statements[1];
  StmtPtr otherwise = has_else ? binder.bind_statement(*stmt.statements[1]) : nullptr;
  return make<If>(std::move(condition), std::move(then), std::move(otherwise), stmt.where);
}

// -- loops

StmtPtr bind_loop_body(Binder& binder, const Stmt& stmt) {
  ++binder.scope()->loops;
  StmtPtr body = bind_part(binder, stmt.statements.at(0), stmt.where);
  --binder.scope()->loops;
  return body;
}

StmtPtr bind_while(Binder& binder, const Stmt& stmt) {
  ExprPtr condition = bind_condition(binder, stmt, "while conditional must be boolean");
  return make<While>(std::move(condition), bind_loop_body(binder, stmt), stmt.where);
}

/// Finds the variables of one `for`, and gives types to those that are new.
class ForBinder {
 public:
  ForBinder(Binder& binder, const Stmt& stmt) : binder_(binder), stmt_(stmt) {}

  StmtPtr bind() {
    parts_.container = binder_.bind(*stmt_.exprs.at(0));
    for (const std::string& name : stmt_.names) keys_.push_back(find_variable(name));
    if (!stmt_.text.empty()) value_ = find_variable(stmt_.text);
    const Tag tag = parts_.container->type()->tag();
    type_keys(tag);
    if (!stmt_.text.empty()) type_value(tag);
    for (size_t i = 0; i < keys_.size(); ++i) parts_.keys.push_back(loop_variable(stmt_.names[i], keys_[i]));
    if (!stmt_.text.empty()) parts_.value = loop_variable(stmt_.text, value_);
    parts_.body = bind_loop_body(binder_, stmt_);
    switch (tag) {
      case Tag::Vector:
        return make<ForVector>(std::move(parts_), stmt_.where);
      case Tag::String:
        return make<ForString>(std::move(parts_), stmt_.where);
      default:
        return make<ForTable>(std::move(parts_), stmt_.where);
    }
  }

 private:
  /// Null: `_`. New ones have no type yet.
  Symbol* find_variable(const std::string& name) {
    if (name == "_" || name.ends_with("::_")) return nullptr;
    // Only the head of the loop: the names stand there.
    const Location where{stmt_.where.file, stmt_.where.first_line, stmt_.where.first_line};
    Symbol* symbol = binder_.lookup(name, where);
    if (!symbol) return &add_local(binder_, name, nullptr, where);
    const auto fail = [&](const char* complaint) {
      binder_.reporter().error(*symbol, complaint);
      symbol->type = base_type(Tag::Error);
    };
    if (symbol->is_global) fail("global variable used in 'for' loop");
    if (symbol->is_const) fail("constant used in 'for' loop");
    return symbol;
  }

  void type_keys(Tag tag) {
    const Expr& container = *parts_.container;
    Reporter& reporter = binder_.reporter();
    switch (tag) {
      case Tag::Table:
        return type_table_keys(container.type()->as_table()->index->types);
      case Tag::Vector:
        if (keys_.size() != 1)
          return reporter.error(container, "iterating over a vector requires only a single index type");
        return type_only_key(Tag::Count, is_integral, "vector index in \"for\" loop must be integral");
      case Tag::String:
        if (keys_.size() != 1)
          return reporter.error(container, "iterating over a string requires only a single index type");
        return type_only_key(
            Tag::String, [](Tag t) { return t == Tag::String; }, "string index in \"for\" loop must be string");
      case Tag::Error:
        return;
      default:
        reporter.error(container, "target to iterate over must be a table, set, vector, or string");
    }
  }

  void type_table_keys(const std::vector<TypePtr>& types) {
    if (types.size() != keys_.size()) return binder_.reporter().error(*parts_.container, "wrong index size");
    for (size_t i = 0; i < types.size(); ++i) type_variable(keys_[i], types[i]);
  }

  void type_only_key(Tag tag, bool (*fits)(Tag), const char* complaint) {
    Symbol* key = keys_[0];
    if (!key) return;
    if (!key->type)
      key->type = base_type(tag);
    else if (!fits(key->type->tag()))
      binder_.reporter().error(*parts_.container, complaint);
  }

  void type_value(Tag tag) {
    const TypePtr& type = parts_.container->type();
    if (!value_ || tag == Tag::Error) return;
    const TypePtr yield = tag == Tag::Table    ? type->as_table()->yield
                          : tag == Tag::Vector ? type->as_vector()->yield
                                               : nullptr;
    if (yield)
      type_variable(value_, yield);
    else
      binder_.reporter().error(*parts_.container, "key value for loops only support iteration over tables or vectors");
  }

  void type_variable(Symbol* symbol, const TypePtr& type) {
    if (!symbol) return;
    if (!symbol->type)
      symbol->type = type;
    else if (!symbol->type->is_error() && !same_type(*symbol->type, *type))
      binder_.reporter().error(*symbol->type, *type, "type clash in iteration");
  }

  static LoopVariable loop_variable(const std::string& name, Symbol* symbol) {
    if (!symbol) return {name, -1, nullptr, Tag::Void};
    const Tag tag = symbol->type ? symbol->type->tag() : Tag::Error;
    if (symbol->is_global || tag == Tag::Error) return {symbol->name, -1, nullptr, tag};
    if (symbol->is_captured) return {symbol->name, -1, make_name(*symbol, symbol->where), tag};
    return {symbol->name, symbol->slot, nullptr, tag};
  }

  Binder& binder_;
  const Stmt& stmt_;
  std::vector<Symbol*> keys_;
  Symbol* value_ = nullptr;
  For::Parts parts_;
};

StmtPtr bind_for(Binder& binder, const Stmt& stmt) { return ForBinder(binder, stmt).bind(); }

// -- jumps

StmtPtr bind_next(Binder& binder, const Stmt& stmt) {
  StmtPtr next = make<Jump>(Flow::LoopNext, stmt.where);
  if (binder.scope()->loops == 0) binder.note_misplaced(next, "next statement used outside of for or while statement.");
  return next;
}

StmtPtr bind_break(Binder& binder, const Stmt& stmt) {
  StmtPtr jump = make<Jump>(Flow::Break, stmt.where);
  const FunctionScope& scope = *binder.scope();
  if (scope.loops == 0 && scope.switches == 0 && !scope.is_hook)
    binder.note_misplaced(jump,
                          "break statement used outside of for, while or switch statement and not within a hook.");
  return jump;
}

StmtPtr bind_fallthrough(Binder& binder, const Stmt& stmt) {
  if (binder.scope()->in_casting_case)
    binder.reporter().error(stmt.where, "invalid 'fallthrough' in type-casting 'case' block");
  return make<Jump>(Flow::Fallthrough, stmt.where);
}

// -- return

bool fits_quietly(const Type& from, const Type& to) {
  const bool are_numbers = is_arithmetic(from.tag()) && is_arithmetic(to.tag());
  if (are_numbers) return max_arithmetic(from.tag(), to.tag()) == to.tag();
  const RecordType *record = from.as_record(), *wanted = to.as_record();
  if (record && wanted) return record_promotable(*record, *wanted);
  return same_type(to, from) || (from.tag() == to.tag() && is_unspecified(from));
}

ExprPtr check_return(Binder& binder, ExprPtr expr, const Stmt& stmt) {
  FunctionScope& scope = *binder.scope();
  const auto complain = [&](const char* text) { binder.reporter().error(Return(expr, stmt.where), text); };
  if (!scope.type) {
    complain("return statement outside of function/event");
  } else if (scope.infers_yield) {
    if (expr) {
      scope.type->yield = scope.inferred_yield = expr->type();
      scope.infers_yield = false;
    }
  } else if (!scope.type->yield || scope.type->yield->tag() == Tag::Void) {
    if (expr) complain("return statement cannot have an expression");
  } else if (!expr) {
    if (scope.type->flavour != Flavour::Hook && !scope.may_return_nothing)
      complain("return statement needs expression");
  } else if (!expr->is_error()) {
    // What a `return when` gives may be of any type for now, and is checked when it is there.
    if (scope.is_when && !fits_quietly(*expr->type(), *scope.type->yield))
      expr = make_conversion(std::move(expr), base_type(Tag::Any));
    if (ExprPtr promoted = binder.promote(expr, scope.type->yield)) return promoted;
  }
  return expr;
}

StmtPtr bind_return(Binder& binder, const Stmt& stmt) {
  ExprPtr expr;
  const FunctionScope& scope = *binder.scope();
  if (!stmt.exprs.empty() && stmt.exprs[0]) {
    // An expression that may take its type from what is to be returned.
    const bool is_list = stmt.exprs[0]->kind == syntax::Expr::Braces;
    expr = is_list && scope.type && scope.type->yield
               ? binder.bind_initialiser(*stmt.exprs[0], scope.type->yield, nullptr)
               : binder.bind(*stmt.exprs[0]);
  }
  expr = check_return(binder, std::move(expr), stmt);
  if (expr && !expr->is_error() && is_word(expr->type()->tag())) return make<ReturnWord>(std::move(expr), stmt.where);
  return make<Return>(std::move(expr), stmt.where);
}

// -- switch

class SwitchBinder {
 public:
  SwitchBinder(Binder& binder, const Stmt& stmt) : binder_(binder), stmt_(stmt) {}

  StmtPtr bind() {
    subject_ = binder_.bind(*stmt_.exprs.at(0));
    std::vector<Switch::Case> cases;
    ++binder_.scope()->switches;
    for (const Stmt::Case& part : stmt_.cases) cases.push_back(bind_case(part));
    --binder_.scope()->switches;
    result_ = make<Switch>(subject_, std::move(cases), stmt_.where);
    for (size_t place = 0; place < result_->cases().size(); ++place) check_case(place);
    if (has_values_ && has_types_) binder_.reporter().error(*result_, "cannot mix cases with expressions and types");
    return result_;
  }

 private:
  static Reporter::Subject subject_of(const Switch::Case& part) { return {part.where, part.text()}; }

  Switch::Case bind_case(const Stmt::Case& part) {
    Switch::Case result;
    result.where = part.where;
    for (const syntax::ExprPtr& value : part.values) result.values.push_back(binder_.bind(*value));
    for (const Stmt::TypeCase& type : part.types) result.types.push_back(bind_type_label(type, part.where));
    const bool casts =
        std::any_of(part.types.begin(), part.types.end(), [](const auto& type) { return !type.as.empty(); });
    const bool was_casting = std::exchange(binder_.scope()->in_casting_case, casts);
    result.body = bind_part(binder_, part.body, part.where);
    binder_.scope()->in_casting_case = was_casting;
    if (!ends(*result.body))
      binder_.reporter().error(subject_of(result), "case block must end in break/fallthrough/return statement");
    return result;
  }

  Switch::TypeLabel bind_type_label(const Stmt::TypeCase& label, const Location& where) {
    TypePtr type = binder_.bind_type(*label.type);
    if (label.as.empty()) return {type, nullptr};
    return {type, binder_.declare_local_anew(label.as, type, where)};
  }

  static bool ends(const script::Stmt& body) {
    const auto* block = dynamic_cast<const Block*>(&body);
    if (!block) return dynamic_cast<const Jump*>(&body) || dynamic_cast<const Return*>(&body);
    return !block->parts().empty() && ends(*block->parts().back());
  }

  void check_case(size_t place) {
    const Switch::Case& part = result_->cases()[place];
    if (!part.values.empty())
      check_values(part, place);
    else if (!part.types.empty())
      check_types(part, place);
    else
      check_default(part, place);
  }

  void check_default(const Switch::Case& part, size_t place) {
    if (result_->default_place == ValueLabels::kNone)
      result_->default_place = place;
    else
      binder_.reporter().error(subject_of(part), subject_of(result_->cases()[result_->default_place]),
                               "multiple default labels");
  }

  void check_types(const Switch::Case& part, size_t place) {
    has_types_ = true;
    for (const Switch::TypeLabel& label : part.types) {
      if (subject_->is_error() || label.type->is_error()) continue;
      if (!is_castable(binder_.runtime(), *subject_->type(), *label.type)) {
        binder_.reporter().error(subject_of(part), "cannot cast switch expression to case type");
        continue;
      }
      const bool is_double =
          std::any_of(result_->types.begin(), result_->types.end(),
                      [&](const Switch::TypePlace& other) { return same_type(*other.label.type, *label.type); });
      if (is_double)
        binder_.reporter().error(subject_of(part), "duplicate case label");
      else
        result_->types.push_back({label, place});
    }
  }

  void check_values(const Switch::Case& part, size_t place) {
    has_values_ = true;
    const TypePtr& type = subject_->type();
    if (type->is_error()) return;
    if (!can_be_label(type->tag()))
      binder_.reporter().error(*subject_, "switch expression must be of an atomic type when cases are expressions");
    for (const ExprPtr& value : part.values)
      if (!value->is_error() && !same_type(*value->type(), *type)) return complain_of_type(part);
    for (const ExprPtr& value : part.values)
      if (!value->is_error()) add_value(*value, place);
  }

  void complain_of_type(const Switch::Case& part) {
    Description labels(Description::Style::Short);
    describe_list(labels, part.values);
    const Reporter::Subject list(part.values.front()->where().through(part.values.back()->where()), labels.take());
    binder_.reporter().error(list, *subject_, "case expression type differs from switch type");
  }

  void add_value(const Expr& expr, size_t place) {
    const Symbol* symbol = expr.symbol();
    const bool is_known =
        expr.is_constant() || (symbol && symbol->is_const && symbol->is_global && symbol->value.is_set());
    const Cell value = is_known ? binder_.evaluate(expr) : Cell();
    if (!value.is_set())
      binder_.reporter().error(expr, "case label expression isn't constant");
    else if (!result_->labels.add(value, place))
      binder_.reporter().error(expr, "duplicate case label");
  }

  static bool can_be_label(Tag tag) { return is_atomic(tag) && tag != Tag::Pattern; }

  Binder& binder_;
  const Stmt& stmt_;
  ExprPtr subject_;
  Ref<Switch> result_;
  bool has_values_ = false, has_types_ = false;
};

StmtPtr bind_switch(Binder& binder, const Stmt& stmt) { return SwitchBinder(binder, stmt).bind(); }

// -- the rest

StmtPtr bind_assert(Binder& binder, const Stmt& stmt) {
  ExprPtr condition = binder.bind(*stmt.exprs.at(0));
  ExprPtr message = stmt.exprs.size() > 1 && stmt.exprs[1] ? binder.bind(*stmt.exprs[1]) : nullptr;
  if (!condition->is_error() && condition->type()->tag() != Tag::Bool)
    binder.reporter().error(*condition, "conditional must be boolean");
  if (message && !message->is_error() && message->type()->tag() != Tag::String)
    binder.reporter().error(*message, "message must be string");
  return make<Assert>(std::move(condition), std::move(message), stmt.where);
}

StmtPtr bind_expression(Binder& binder, const Stmt& stmt) {
  ExprPtr expr = binder.bind(*stmt.exprs.at(0));
  const bool warns = stmt.is_complete && !expr->is_error() && expr->is_pure();
  auto result = make_expression_stmt(std::move(expr), stmt.where);
  if (warns) binder.reporter().warning(*result, "expression value ignored");
  return result;
}

StmtPtr bind_empty(Binder&, const Stmt& stmt) { return make<Empty>(stmt.where); }

StmtPtr bind_when_statement(Binder& binder, const Stmt& stmt) { return binder.bind_when(stmt); }

}  // namespace

StmtPtr Binder::bind_statement(const syntax::Stmt& statement) {
  using BindFunction = StmtPtr (*)(Binder&, const syntax::Stmt&);
  // In the order of syntax::Stmt::Kind.
  static constexpr BindFunction kBindings[] = {
      bind_block,          bind_print,  bind_event_statement, bind_if,     bind_while,  bind_for,
      bind_next,           bind_break,  bind_fallthrough,     bind_return, bind_switch, bind_local,
      bind_when_statement, bind_assert, bind_expression,      bind_empty,
  };
  return kBindings[statement.kind](*this, statement);
}

}  // namespace whimbrel::script
