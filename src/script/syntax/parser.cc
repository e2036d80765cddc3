#include "script/syntax/parser.h"

#include <algorithm>

#include "script/syntax/parser_impl.h"

namespace whimbrel::script::syntax {
namespace {

/// Of an unfinished statement nothing may be left.
bool is_nothing(const Stmt& statement) {
  return statement.kind == Stmt::Block && !statement.is_complete && statement.statements.empty();
}

}  // namespace

Parser::Parser(Sources& sources, ParserClient& client) : impl_(std::make_unique<Impl>(sources, client)) {}
Parser::~Parser() = default;
bool Parser::parse(const std::vector<Source>& scripts) { return impl_->parse(scripts); }

bool Parser::Impl::parse(const std::vector<Source>& scripts) {
  input_.add(scripts);
  has_next_ = false;
  depth_ = 0;
  try {
    items();
  } catch (const SyntaxError& error) {
    hand_over_what_there_is();
    client_.error(error.where, error.text);
    return false;
  } catch (const Stopped&) {
    return false;
  }
  for (const std::string& name : input_.take_missing_signatures())
    client_.error({}, "failed to find file associated with @load-sigs " + name);
  return true;
}

// -- tokens

void Parser::Impl::fetch(bool of_pattern) {
  file_before_ = last_.file;
  if (of_pattern)
    input_.next_of_pattern(next_);
  else
    input_.next(next_);
  has_next_ = true;
  if (exporting_ && next_.kind == Tok::GlobalName)
    on_lexical_error(next_.where, "cannot use :: prefix in export section: " + std::string(next_.text));
}

Token Parser::Impl::take() {
  peek();
  has_next_ = false;
  last_ = next_.where;
  last_kind_ = next_.kind;
  return std::move(next_);
}

bool Parser::Impl::accept(Tok kind) {
  if (!at(kind)) return false;
  take();
  return true;
}

Token Parser::Impl::expect(Tok kind) {
  if (!at(kind)) syntax_error();
  return take();
}

Token Parser::Impl::expect_name(bool may_be_global) {
  if (may_be_global && at(Tok::GlobalName)) return take();
  return expect(Tok::Name);
}

std::string Parser::Impl::near_text() {
  if (at(Tok::End)) return input_.last_ended() ? "at end of file " + *input_.last_ended() : "at end of file";
  std::string text = "at or near \"" + std::string(next_.text) + "\"";
  if (file_before_ && file_before_ != next_.where.file) text += " or end of file " + *file_before_;
  return text;
}

void Parser::Impl::syntax_error() {
  std::string near = near_text();
  throw SyntaxError{next_.where, "syntax error, " + std::move(near)};
}

void Parser::Impl::too_deep() {
  std::string near = near_text();
  throw SyntaxError{next_.where, "syntax error, nested too deeply, " + std::move(near)};
}

// -- what the input tells

void Parser::Impl::on_lexical_error(const Location& where, std::string text) {
  // In the middle of an item, errors of what came before may have to go first.
  if (in_item_)
    lexical_errors_.push_back({where, std::move(text)});
  else
    client_.error(where, text);
}

void Parser::Impl::on_begin(const std::string& path, int level) {
  if (in_item_)
    boundaries_.push_back({path, level});
  else
    client_.on_file_begin(path, level);
}

void Parser::Impl::on_end() {
  if (in_item_)
    boundaries_.push_back({});
  else
    client_.on_file_end();
}

void Parser::Impl::on_fatal(const Location& where, const std::string& text) {
  report_lexical_errors(lexical_errors_.size());
  client_.fatal(where, text);
  throw Stopped{};
}

// -- items of the top level

void Parser::Impl::items() {
  while (!at(Tok::End)) {
    begin_item();
    if (at_conditional()) {
      conditional();
      end_item();
    } else if (exports_ > 0 && at(Tok::RightBrace)) {
      declare(Declaration::ExportEnd);
      --exports_;
      exporting_ = false;  // an inner block ends the outer one's effect
      finish_declaration(last_);
    } else if (!in_statements_ && begins_declaration()) {
      declaration();
    } else {
      if (exports_ > 0) syntax_error();
      in_statements_ = true;
      top_statement();
    }
  }
  if (exports_ > 0) syntax_error();
}

void Parser::Impl::begin_item() {
  in_item_ = true;
  declaration_.reset();
  statement_.clear();
  seen_.clear();
  has_names_ = false;
  errors_before_name_ = 0;
  locals_.clear();
  when_locals_.clear();
  in_when_condition_ = false;
}

void Parser::Impl::end_item() {
  in_item_ = false;
  report_lexical_errors(lexical_errors_.size());
  const std::vector<Boundary> boundaries = std::move(boundaries_);
  boundaries_.clear();
  for (const Boundary& boundary : boundaries) {
    if (boundary.path.empty())
      client_.on_file_end();
    else
      client_.on_file_begin(boundary.path, boundary.level);
  }
}

void Parser::Impl::report_lexical_errors(size_t count) {
  for (size_t i = 0; i < count; ++i) client_.error(lexical_errors_[i].where, lexical_errors_[i].text);
  lexical_errors_.erase(lexical_errors_.begin(), lexical_errors_.begin() + static_cast<std::ptrdiff_t>(count));
}

/// An unknown name ends everything, so what was wrong after the last name must wait until the names are known to be
/// fine.
void Parser::Impl::report_lexical_errors_before_names() {
  report_lexical_errors(has_names_ ? errors_before_name_ : lexical_errors_.size());
  errors_before_name_ = 0;
}

void Parser::Impl::hand_over_declaration() {
  report_lexical_errors_before_names();
  Declaration declaration = std::move(*declaration_);
  declaration_.reset();
  client_.on_declaration(std::move(declaration));
  end_item();
}

void Parser::Impl::hand_over_statement() {
  report_lexical_errors_before_names();
  StmtPtr statement = std::move(statement_.front());
  statement_.clear();
  client_.on_statement(std::move(statement));
  end_item();
}

void Parser::Impl::top_statement() {
  statement(statement_);
  const bool is_simple = last_kind_ == Tok::Semicolon;
  hand_over_statement();
  if (is_simple && at(Tok::NoTest)) take();
}

// -- conditionals

bool Parser::Impl::at_conditional() {
  const Tok kind = peek().kind;
  return kind >= Tok::AtIf && kind <= Tok::AtEndif;
}

void Parser::Impl::conditional() {
  const Token directive = take();
  if (directive.kind == Tok::AtElse) return input_.at_else(directive.where);
  if (directive.kind == Tok::AtEndif) return input_.at_endif(directive.where);
  expect(Tok::LeftParen);
  if (directive.kind == Tok::AtIf) {
    const ExprPtr condition = expression();
    expect(Tok::RightParen);
    seen_.clear();
    mark_locals(*condition);
    return input_.begin_conditional(client_.on_condition(*condition));
  }
  const Token name = expect_name();
  expect(Tok::RightParen);
  const bool is_local = std::find(locals_.begin(), locals_.end(), name.text) != locals_.end();
  const bool is_defined = is_local || client_.is_defined(name.text, name.where);
  input_.begin_conditional(is_defined == (directive.kind == Tok::AtIfdef));
}

void Parser::Impl::mark_locals(Expr& expr) const {
  if (expr.kind == Expr::Name) expr.is_local = std::find(locals_.begin(), locals_.end(), expr.text) != locals_.end();
  for (const ExprPtr& kid : expr.kids)
    if (kid) mark_locals(*kid);
}

// -- at a syntax error: what was read before it is checked, since the reference had checked it by then

void Parser::Impl::hand_over_what_there_is() {
  report_lexical_errors_before_names();
  if (!hand_over_incomplete_declaration()) {
    if (statement_.empty()) {
      statement_.push_back(std::make_unique<Stmt>());
      statement_.front()->kind = Stmt::Expression;
      statement_.front()->is_complete = false;
    }
    repair(*statement_.front());
    if (!is_nothing(*statement_.front())) client_.on_statement(std::move(statement_.front()));
  }
  report_lexical_errors(lexical_errors_.size());
}

bool Parser::Impl::hand_over_incomplete_declaration() {
  if (!declaration_) return false;
  Declaration declaration = std::move(*declaration_);
  declaration_.reset();
  declaration.is_complete = false;
  if (declaration.kind == Declaration::Redef && !declaration.name.empty()) {
    client_.on_declaration(std::move(declaration));
    return false;  // there may be names in its initialiser
  }
  if (declaration.kind != Declaration::Function || !declaration.function || !declaration.function->body) return false;
  repair(*declaration.function->body);
  client_.on_declaration(std::move(declaration));
  return true;
}

/// Makes an unfinished statement one that has all its parts.
void Parser::Impl::repair(Stmt& statement) {
  if (statement.is_complete) return;
  std::vector<Stmt::Case>& cases = statement.cases;
  switch (statement.kind) {
    case Stmt::Block:
      if (statement.statements.empty()) return;
      repair(*statement.statements.back());
      if (is_nothing(*statement.statements.back())) statement.statements.pop_back();
      return;
    case Stmt::If:
    case Stmt::While:
    case Stmt::For:
    case Stmt::When:
      if (statement.statements.empty()) break;
      repair(*statement.statements.back());
      if (statement.kind == Stmt::If || statement.kind == Stmt::When) statement.statements.resize(2);
      if (statement.kind == Stmt::When) {
        if (!statement.statements[1]) statement.exprs.resize(1);
        statement.exprs.resize(2);
      }
      return;
    case Stmt::Switch:
      if (!cases.empty() && !cases.back().body) cases.pop_back();
      if (statement.exprs.empty() || cases.empty()) break;
      repair(*cases.back().body);
      return;
    default:
      break;
  }
  make_expressions(statement);
}

/// A block of the expressions and names that an unfinished statement consists of so far.
void Parser::Impl::make_expressions(Stmt& statement) {
  std::vector<ExprPtr> exprs;
  for (ExprPtr& expr : statement.exprs)
    if (expr) exprs.push_back(std::move(expr));
  for (Seen& seen : seen_) {
    if (std::find(when_locals_.begin(), when_locals_.end(), seen.name) != when_locals_.end() && !seen.lambda) continue;
    if (!seen.lambda) {
      seen.lambda = std::make_unique<Expr>();
      seen.lambda->kind = Expr::Name;
      seen.lambda->where = seen.where;
      seen.lambda->text = seen.name;
    }
    exprs.push_back(std::move(seen.lambda));
  }
  seen_.clear();

  Stmt block;
  block.kind = Stmt::Block;
  block.where = statement.where;
  block.is_complete = false;
  for (ExprPtr& expr : exprs) {
    auto one = std::make_unique<Stmt>();
    one->kind = Stmt::Expression;
    one->where = expr->where;
    one->is_complete = false;
    one->exprs.push_back(std::move(expr));
    block.statements.push_back(std::move(one));
  }
  statement = std::move(block);
}

}  // namespace whimbrel::script::syntax
