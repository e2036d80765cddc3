// How each form of expression is bound. Binder::bind() is the way in; these are its parts, one for each
// syntax::Expr::Kind.
#pragma once

#include "script/bind/binder.h"

namespace whimbrel::script {

// names and constants: expr_basic.cc
ExprPtr bind_literal(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_pattern(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_host_name(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_name(Binder& binder, const syntax::Expr& expr);

// operators: expr_unary.cc, expr_binary.cc, expr_compare.cc, expr_assign.cc
ExprPtr bind_unary(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_binary(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_conditional(Binder& binder, const syntax::Expr& expr);

// access: expr_access.cc, expr_fields.cc, bind_access.cc
ExprPtr bind_index(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_slice(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_field(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_has_field(Binder& binder, const syntax::Expr& expr);

// calls: expr_call.cc
ExprPtr bind_call(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_hook_call(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_schedule(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_copy(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_cast(Binder& binder, const syntax::Expr& expr);        // as
ExprPtr bind_type_test(Binder& binder, const syntax::Expr& expr);   // is
ExprPtr bind_when_local(Binder& binder, const syntax::Expr& expr);  // Kind::Local

// constructors: expr_construct.cc, initialisers.cc
ExprPtr bind_list(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_record(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_table(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_set(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_vector(Binder& binder, const syntax::Expr& expr);
ExprPtr bind_braces(Binder& binder, const syntax::Expr& expr);

// -- parts that several need

/// expr_basic.cc: a value known now.
ExprPtr make_constant(Cell value, TypePtr type, Location where);
/// expr_basic.cc: a variable; for lambdas' and `when`s' captures, too.
ExprPtr make_name(Symbol& symbol, Location where);
/// expr_convert.cc: `(coerce X to T)`, numbers and records and empty constructors; folded if it is a constant.
ExprPtr make_conversion(ExprPtr expr, const TypePtr& to);

/// expr_binary.cc: any binary operator but assignments. The operands may be error expressions.
ExprPtr make_binary(Binder& binder, syntax::Operator op, ExprPtr left, ExprPtr right, const Location& where);
/// expr_compound.cc: `left += right`, `left -= right`; op is AddAssign or SubtractAssign. `is_init`: for redef.
ExprPtr make_compound(Binder& binder, syntax::Operator op, ExprPtr left, ExprPtr right, const Location& where,
                      bool is_init = false);

}  // namespace whimbrel::script
