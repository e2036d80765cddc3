// Parser: reads scripts, and hands out one declaration or top-level statement after the other.
//
// Directives (@load, @if ...) are acted on here, where they stand: the client is asked for what needs names and values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "script/syntax/ast.h"
#include "script/syntax/sources.h"

namespace whimbrel::script::syntax {

/// Who acts on what is read, in the order of the text.
class ParserClient {
 public:
  virtual ~ParserClient() = default;
  virtual void on_declaration(Declaration declaration) = 0;
  /// The statements of the top level, which run later.
  virtual void on_statement(StmtPtr statement) = 0;
  /// A file begins or ends; the current module is `module`'s to keep and to put back.
  virtual void on_file_begin(const std::string& path, int level) = 0;
  virtual void on_file_end() = 0;
  /// @if: evaluates it now. Reports what is wrong by itself.
  virtual bool on_condition(const Expr& condition) = 0;
  /// @ifdef.
  virtual bool is_defined(std::string_view name, const Location& where) = 0;

  virtual void warning(const Location& where, const std::string& text) = 0;
  virtual void error(const Location& where, const std::string& text) = 0;
  /// Ends the process with status 1: throws.
  virtual void fatal(const Location& where, const std::string& text) = 0;
  /// Deprecation warnings are wanted or not (@pragma).
  virtual void set_ignore_deprecations(bool ignore) = 0;
};

class Parser {
 public:
  Parser(Sources& sources, ParserClient& client);
  ~Parser();

  /// Reads the scripts as if one followed the other. False if a syntax error ended it (it has been told to the client).
  bool parse(const std::vector<Source>& scripts);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace whimbrel::script::syntax
