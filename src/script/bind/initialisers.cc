// Initialisers: brace lists become constructors of the type that is wanted.
#include "script/bind/expr_construct.h"
#include "script/bind/expr_convert.h"

namespace whimbrel::script {

namespace {

using Kind = ContainerExpr::Kind;

struct LocalFinder : Visitor {
  bool is_known = true;
  bool visit(const Expr& expr) override {
    const Symbol* symbol = expr.symbol();
    if (!symbol || symbol->is_type) return is_known;
    if (!symbol->is_global || !symbol->value.is_set()) is_known = false;
    const Function* function = symbol->function();
    if (function && !function->builtin && function->bodies.empty()) is_known = false;
    return is_known;
  }
};

/// What one part of an index stands for: itself, the parts of a list, the elements of a set. False: not known yet.
bool append_options(Binder& binder, const ExprPtr& part, const Type* wanted, std::vector<ExprPtr>& options) {
  if (const auto* list = dynamic_cast<const ListExpr*>(part.get())) {
    for (const ExprPtr& inner : list->parts())
      if (!append_options(binder, inner, wanted, options)) return false;
    return true;
  }
  const bool stands_for_elements = part->type()->is_set() && !part->type()->as_table()->unspecified &&
                                   part->type()->as_table()->index->types.size() == 1 && wanted &&
                                   !same_type(*wanted, *part->type());
  if (!stands_for_elements) {
    options.push_back(part);
    return true;
  }
  if (!is_known_now(*part)) return false;
  const Cell set = binder.evaluate(*part);
  if (!set.is_set()) return true;
  TableObject::Walk walk(set.as<TableObject>());
  const TypePtr& type = part->type()->as_table()->index->types[0];
  while (const TableObject::Entry* entry = walk.next())
    options.push_back(make_constant(entry->index[0], type, part->where()));
  return true;
}

/// The next combination of one option from each list; false after the last one.
bool advance(std::vector<size_t>& choice, const std::vector<std::vector<ExprPtr>>& options) {
  for (size_t i = choice.size(); i-- > 0;) {
    if (++choice[i] < options[i].size()) return true;
    choice[i] = 0;
  }
  return false;
}

void append_combinations(const ExprPtr& element, const std::vector<std::vector<ExprPtr>>& options,
                         std::vector<ExprPtr>& elements) {
  for (const std::vector<ExprPtr>& some : options)
    if (some.empty()) return;
  const auto* pair = dynamic_cast<const PairExpr*>(element.get());
  std::vector<size_t> choice(options.size(), 0);
  do {
    std::vector<ExprPtr> index;
    for (size_t i = 0; i < options.size(); ++i) index.push_back(options[i][choice[i]]);
    if (pair)
      elements.push_back(make<PairExpr>(std::move(index), pair->value, element->where()));
    else
      elements.push_back(make<ListExpr>(std::move(index), element->where()));
  } while (advance(choice, options));
}

/// Is the element of the form that tables or sets of this type want? Says so if not.
bool check_form(Binder& binder, const Expr& element, const TableType& type) {
  const auto* pair = dynamic_cast<const PairExpr*>(&element);
  const auto complain = [&](const char* text) {
    binder.reporter().error(element, text);
    return false;
  };
  if (!type.yield) return pair ? complain("table constructor used in a non-table context") : true;
  if (!pair) return complain("table constructor element lacks '=' structure");
  return pair->in_brackets || complain("illegal table constructor element");
}

/// { s1, s2 } of sets that have the very type that is wanted.
bool is_union(const std::vector<ExprPtr>& elements, const TypePtr& wanted) {
  return wanted && wanted->as_table() && !elements.empty() && elements[0]->type()->as_table() &&
         !elements[0]->type()->as_table()->unspecified && same_type(*wanted, *elements[0]->type());
}

ExprPtr make_union(Binder& binder, const std::vector<ExprPtr>& elements, const Location& where) {
  ExprPtr all = elements[0];
  for (size_t i = 1; i < elements.size(); ++i)
    all = make_binary(binder, syntax::Operator::BitOr, all, elements[i], where);
  return all;
}

bool has_fields(const syntax::Expr& braces) {
  return !braces.kids.empty() && braces.kids[0]->kind == syntax::Expr::FieldValue;
}

ExprPtr bind_brace_list(Binder& binder, const syntax::Expr& expr, TypePtr wanted, const Ref<Attributes>& attributes) {
  if (has_fields(expr)) return bind_record(binder, expr);
  std::vector<ExprPtr> elements = bind_elements(binder, expr.kids, 0, wanted);
  if (any_error(elements)) return binder.error_expr(expr.where);
  if (!wanted) {
    if (elements.empty()) {
      binder.reporter().error(*make<ListExpr>(elements, expr.where), "empty list in untyped initialization");
      return binder.error_expr(expr.where);
    }
    wanted = container_type(binder.reporter(), elements, true);
    if (!wanted) return binder.error_expr(expr.where);
    wanted->where = wanted->as_table()->index->where = expr.where;
  }
  if (is_union(elements, wanted)) return make_union(binder, elements, expr.where);
  if (!wanted->as_table() && !wanted->as_vector()) return make<ListExpr>(std::move(elements), expr.where);
  const Kind kind = wanted->as_vector() ? Kind::Vector : wanted->is_set() ? Kind::Set : Kind::Table;
  const Ref<ContainerExpr> result = make_container(binder, kind, std::move(elements), wanted, expr.where);
  if (kind != Kind::Vector) result->attributes = attributes;
  result->from_braces = true;
  return result;
}

/// table(...) and set(...) take the attributes of the variable that they are made for.
ExprPtr with_attributes(const ExprPtr& expr, const TypePtr& wanted, const Ref<Attributes>& attributes) {
  auto* container = dynamic_cast<ContainerExpr*>(expr.get());
  if (!container || container->kind() == Kind::Vector || container->attributes || !attributes) return expr;
  container->attributes = attributes;
  // An empty one is made with its final type at once, since a conversion would make another one.
  if (is_unspecified(*expr->type()) && wanted && wanted->as_table() && !wanted->as_table()->unspecified)
    container->set_type(wanted);
  return expr;
}

}  // namespace

bool is_known_now(const Expr& expr) {
  LocalFinder finder;
  expr.visit(finder);
  return finder.is_known;
}

bool expand_elements(Binder& binder, std::vector<ExprPtr>& elements, const TableType& type) {
  const std::vector<TypePtr>& types = type.index->types;
  std::vector<ExprPtr> expanded;
  for (const ExprPtr& element : elements) {
    if (!check_form(binder, *element, type)) return false;
    const auto* pair = dynamic_cast<const PairExpr*>(element.get());
    const auto* list = dynamic_cast<const ListExpr*>(element.get());
    if (!pair && !list) {
      expanded.push_back(element);
      continue;
    }
    const std::vector<ExprPtr>& parts = pair ? pair->index : list->parts();
    std::vector<std::vector<ExprPtr>> options(parts.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      const Type* wanted = parts.size() == types.size() ? types[i].get() : nullptr;
      if (append_options(binder, parts[i], wanted, options[i])) continue;
      binder.reporter().error(*element,
                              "cannot expand constructor elements using a value that depends on local variables");
      return false;
    }
    append_combinations(element, options, expanded);
  }
  elements = std::move(expanded);
  return true;
}

ExprPtr Binder::bind_initialiser(const syntax::Expr& expr, const TypePtr& wanted, const Ref<Attributes>& attributes) {
  if (expr.kind == syntax::Expr::Braces) return bind_brace_list(*this, expr, wanted, attributes);
  ExprPtr result = bind(expr);
  if (result->is_error()) return result;
  if (!wanted && is_unspecified(*result->type())) {
    reporter().error(*result, "empty constructor in untyped initialization");
    return error_expr(expr.where);
  }
  if (wanted && !is_unspecified(*result->type()) && !same_type(*wanted, *result->type()))
    if (ExprPtr set = adapt_set(*this, *result, wanted)) result = std::move(set);
  return with_attributes(result, wanted, attributes);
}

ExprPtr bind_braces(Binder& binder, const syntax::Expr& expr) {
  return binder.bind_initialiser(expr, nullptr, nullptr);
}

}  // namespace whimbrel::script
