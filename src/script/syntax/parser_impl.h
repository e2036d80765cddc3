// The parser's inside: recursive descent for declarations, types and statements; operators by precedence.
//
//   parser.cc               tokens, items of the top level, conditionals, what happens at a syntax error
//   parser_declarations.cc  parser_types.cc  parser_statements.cc  parser_expressions.cc
//
// The reference reads a token ahead only where its grammar needs one, and acts on files' ends and directives as it
// meets them. So here: peek() is called only where the next token decides something.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "script/model/stack.h"
#include "script/syntax/input.h"
#include "script/syntax/parser.h"

namespace whimbrel::script::syntax {

class Parser::Impl final : InputClient {
 public:
  Impl(Sources& sources, ParserClient& client) : client_(client), input_(sources, *this) {}
  bool parse(const std::vector<Source>& scripts);

 private:
  /// Ends parsing, from any depth; parse() reports it.
  struct SyntaxError {
    Location where;
    std::string text;
  };
  struct Stopped {};  // after something fatal, should the client not have thrown
  /// Something that was read in the statement at hand and is not yet part of a complete expression.
  struct Seen {
    std::string_view name;
    Location where;
    ExprPtr lambda;  ///< instead of a name
  };
  struct LexicalError {
    Location where;
    std::string text;
  };
  /// A loaded file that began or ended in the middle of an item.
  struct Boundary {
    std::string path;  ///< "": an end
    int level = 0;
  };
  /// One level deeper, in expressions, types and statements alike.
  class Deeper {
   public:
    explicit Deeper(Impl& parser) : parser_(parser) {
      if (++parser.depth_ > kDeepest || stack_is_short()) parser.too_deep();
    }
    ~Deeper() { --parser_.depth_; }

   private:
    Impl& parser_;
  };
  /// So deep may scripts nest, less if the stack is small: it bounds recursion here and in all that walks the trees.
  static constexpr int kDeepest = 2000;

  // -- parser.cc: tokens
  const Token& peek() {
    if (!has_next_) fetch();
    return next_;
  }
  bool at(Tok kind) { return peek().kind == kind; }
  void fetch(bool of_pattern = false);
  Token take();
  bool accept(Tok kind);
  Token expect(Tok kind);
  Token expect_name(bool may_be_global = true);
  /// Of a record: `type` may name one, as in the base scripts' call_argument; no other keyword.
  Token expect_field() { return at(Tok::Type) ? take() : expect(Tok::Name); }
  [[noreturn]] void syntax_error();
  [[noreturn]] void too_deep();
  std::string near_text();
  /// From a token's place to the last one taken.
  Location since(const Location& begin) const { return begin.file == last_.file ? begin.through(last_) : begin; }

  // -- parser.cc: InputClient
  void on_lexical_error(const Location& where, std::string text) override;
  void on_begin(const std::string& path, int level) override;
  void on_end() override;
  void on_warning(const Location& where, const std::string& text) override { client_.warning(where, text); }
  [[noreturn]] void on_fatal(const Location& where, const std::string& text) override;
  void on_ignore_deprecations(bool ignore) override { client_.set_ignore_deprecations(ignore); }

  // -- parser.cc: items of the top level: declarations, statements, conditionals
  void items();
  void begin_item();
  void end_item();
  void hand_over_declaration();
  void hand_over_statement();
  void top_statement();
  void report_lexical_errors(size_t count);
  void report_lexical_errors_before_names();
  void hand_over_what_there_is();
  bool hand_over_incomplete_declaration();
  bool at_conditional();
  void conditional();
  void repair(Stmt& statement);
  void make_expressions(Stmt& statement);
  void mark_locals(Expr& expr) const;

  // -- parser_declarations.cc
  bool begins_declaration();
  void declaration();
  void module_declaration();
  void export_block();
  void variable(Declaration::Kind kind);
  void redef();
  void redef_record();
  void type_declaration();
  void function_declaration(Flavour flavour);
  void declare(Declaration::Kind kind);
  void take_name(Declaration& declaration, bool may_be_global = true);
  void finish_declaration(const Location& begin);
  std::vector<Attribute> attributes();
  void attribute_value(Attribute& attribute);
  void initialiser(bool& has_init, Operator& op, ExprPtr& init);
  void take_attributes_of_constructor(Declaration& declaration);
  void function_body(Function& function);

  // -- parser_types.cc
  TypePtr type();
  void type_parts(Type& type);
  void index_types(Type& type);
  std::vector<Parameter> fields();
  std::vector<Parameter> parameters();
  Parameter parameter(bool is_field);
  std::vector<Enumerator> enumerators();
  Enumerator enumerator();

  // -- parser_statements.cc
  void statement(std::vector<StmtPtr>& into);
  void statement_parts(Stmt& statement);
  void body_statement(std::vector<StmtPtr>& into);
  void statements_until_brace(Stmt& block, bool is_function_body);
  void block(Stmt& statement);
  void braced_block(std::vector<StmtPtr>& into);
  void if_statement(Stmt& statement);
  void for_statement(Stmt& statement);
  std::vector<std::string> loop_names();
  void return_statement(Stmt& statement);
  void switch_statement(Stmt& statement);
  void case_labels(Stmt::Case& one);
  void local_statement(Stmt& statement);
  void when_statement(Stmt& statement);
  void event_statement(Stmt& statement);
  std::vector<Capture> captures();
  void end_of_simple_statement();
  /// An expression that is part of a statement: if it is complete, nothing in it is needed apart from it.
  void full_expression(std::vector<ExprPtr>& into);

  // -- parser_expressions.cc
  ExprPtr expression(int least_level = 0, bool in_bars = false);
  ExprPtr go_on(ExprPtr left, int least_level, bool in_bars);
  ExprPtr with_operator(ExprPtr left);
  ExprPtr operand();
  ExprPtr right_side();
  ExprPtr unary(Operator op, int level);
  ExprPtr literal();
  ExprPtr name();
  ExprPtr pattern();
  ExprPtr list();
  ExprPtr size();
  ExprPtr field_value();
  ExprPtr constructor(Expr::Kind kind);
  ExprPtr copy();
  ExprPtr hook_call();
  ExprPtr schedule();
  ExprPtr when_local();
  ExprPtr braces();
  ExprPtr lambda();
  ExprPtr index(ExprPtr left);
  ExprPtr call(ExprPtr left);
  ExprPtr field(ExprPtr left, Expr::Kind kind);
  ExprPtr cast(ExprPtr left, Expr::Kind kind);
  ExprPtr conditional_expression(ExprPtr left);
  /// Expressions between commas, appended.
  void expressions(std::vector<ExprPtr>& into);
  /// The same, of which there may be none, and behind which a comma may stand.
  void optional_expressions(std::vector<ExprPtr>& into, Tok end);
  ExprPtr make(Expr::Kind kind, const Location& begin);
  void complete_lambda(Expr& expr, const Location& begin);

  ParserClient& client_;
  Input input_;
  Token next_;
  bool has_next_ = false;
  Location last_;    // of the last token taken
  Location placed_;  // of the last expression, type, statement or new name that was complete
  Tok last_kind_{};
  const std::string* file_before_ = nullptr;  // of the token before next_

  bool in_statements_ = false;  // of the top level: no declarations any more
  int exports_ = 0;             // open `export {`
  bool exporting_ = false;
  int depth_ = 0;
  int height_ = 0;  // of the expression read last

  // The item at hand.
  bool in_item_ = false;
  std::optional<Declaration> declaration_;
  std::vector<StmtPtr> statement_;
  std::vector<Seen> seen_;
  std::vector<LexicalError> lexical_errors_;
  bool has_names_ = false;         // in expressions
  size_t errors_before_name_ = 0;  // so many lexical errors came before the last of them
  std::vector<Boundary> boundaries_;
  // The function at hand: names of its locals so far.
  std::vector<std::string> locals_;
  std::vector<std::string> when_locals_;
  bool in_when_condition_ = false;
};

}  // namespace whimbrel::script::syntax
