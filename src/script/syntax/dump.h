// What tests of the parser see: a client that writes down what it is told, and trees as S-expressions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "script/model/describe.h"
#include "script/syntax/parser.h"

namespace whimbrel::script::syntax {

inline std::string_view symbol_of(Operator op) {
  constexpr std::string_view kSymbols[] = {"!",  "~", "+",  "-",  "||", "++", "--",  "add", "delete", "+",  "-",
                                           "*",  "/", "%",  "&",  "|",  "^",  "<<",  ">>",  "&&",     "or", "<",
                                           "<=", ">", ">=", "==", "!=", "in", "!in", "=",   "+=",     "-="};
  return kSymbols[static_cast<size_t>(op)];
}

std::string dump(const Expr& expr);
inline std::string dump(const Function& function);
inline std::string dump(const Stmt& stmt);

inline std::string dump(const Type& type) {
  constexpr std::string_view kKinds[] = {"",     "table", "set",    "vector", "record", "enum",
                                         "func", "file",  "opaque", "list",   ""};
  std::string out =
      type.kind == Type::Base ? std::string(name_of(type.tag)) : std::string(kKinds[type.kind]) + type.name;
  if (type.kind == Type::Func)
    out = type.flavour == Flavour::Event ? "event" : type.flavour == Flavour::Hook ? "hook" : "function";
  for (const TypePtr& part : type.types) out += " " + dump(*part);
  for (const Parameter& field : type.fields) out += " " + field.name + ":" + dump(*field.type);
  for (const Enumerator& one : type.enumerators) out += " " + one.name + (one.value ? "=" + text_of(*one.value) : "");
  const bool is_plain = type.kind == Type::Base || type.kind == Type::Name;
  return is_plain ? out : "(" + out + ")";
}

inline std::string dump(const std::vector<Attribute>& attributes) {
  std::string out;
  for (const Attribute& attribute : attributes)
    out += " " + std::string(name_of(attribute.kind)) + (attribute.value ? "=" + dump(*attribute.value) : "");
  return out;
}

inline std::string dump(const Expr& expr) {
  constexpr std::string_view kKinds[] = {"",         "pattern", "host",  "",       "",       "",       "?",
                                         "index",    "slice",   "$",     "?$",     "call",   "hook",   "list",
                                         "record",   "$=",      "table", "set",    "vector", "braces", "copy",
                                         "schedule", "as",      "is",    "lambda", "local",  "()"};
  switch (expr.kind) {
    case Expr::Literal:
      return text_of(expr.constant);
    case Expr::Pattern:
      return "/" + expr.text + "/" + expr.flags;
    case Expr::HostName:
      return "host:" + expr.text;
    case Expr::Name:
      return expr.text + (expr.is_local ? "@local" : "");
    case Expr::Lambda:
      return dump(*expr.function);
    default:
      break;
  }
  std::string out = "(";
  out += expr.kind == Expr::Unary || expr.kind == Expr::Binary ? symbol_of(expr.op) : kKinds[expr.kind];
  if (!expr.text.empty()) out += " " + expr.text;
  for (const ExprPtr& kid : expr.kids) out += " " + (kid ? dump(*kid) : std::string("null"));
  if (expr.type) out += " " + dump(*expr.type);
  if (expr.trailing_comma) out += " ,";
  return out + dump(expr.attributes) + ")";
}

inline std::string dump_captures(const std::optional<std::vector<Capture>>& captures) {
  if (!captures) return "";
  std::string out = " [";
  for (const Capture& capture : *captures) out += (capture.deep ? "copy " : "") + capture.name + ",";
  return out + "]";
}

inline std::string dump(const Stmt& stmt) {
  constexpr std::string_view kKinds[] = {"block", "print",  "event",       "if",     "while",  "for",
                                         "next",  "break",  "fallthrough", "return", "switch", "local",
                                         "when",  "assert", "expr",        "empty"};
  std::string out = "(" + std::string(kKinds[stmt.kind]) + (stmt.is_complete ? "" : "...");
  if (stmt.is_return) out += " return";
  if (stmt.is_const) out += " const";
  for (const std::string& name : stmt.names) out += " " + name;
  if (!stmt.text.empty()) out += " " + stmt.text;
  if (stmt.type) out += ":" + dump(*stmt.type);
  out += dump_captures(stmt.captures);
  for (const ExprPtr& expr : stmt.exprs) out += " " + (expr ? dump(*expr) : std::string("null"));
  for (const Stmt::Case& one : stmt.cases) {
    out += one.is_default ? " (default" : " (case";
    for (const ExprPtr& value : one.values) out += " " + dump(*value);
    for (const Stmt::TypeCase& type : one.types)
      out += " type " + dump(*type.type) + (type.as.empty() ? "" : " as " + type.as);
    out += " " + dump(*one.body) + ")";
  }
  for (const StmtPtr& part : stmt.statements) out += " " + (part ? dump(*part) : std::string("null"));
  return out + dump(stmt.attributes) + ")";
}

inline std::string dump(const Function& function) {
  std::string out =
      "(function" + (function.name.empty() ? "" : " " + function.name) + dump_captures(function.captures) + " (";
  for (const Parameter& one : function.parameters) out += one.name + ":" + dump(*one.type) + dump(one.attributes) + ",";
  out += ")";
  if (function.yield) out += ":" + dump(*function.yield);
  return out + dump(function.attributes) + " " + dump(*function.body) + ")";
}

inline std::string dump(const Declaration& declaration) {
  constexpr std::string_view kKinds[] = {"module", "export",     "end-export",   "global",      "option", "const",
                                         "redef",  "redef-enum", "redef-record", "redef-field", "type",   "function"};
  std::string out = "(" + std::string(kKinds[declaration.kind]) + (declaration.is_complete ? "" : "...");
  if (declaration.is_redef) out += " redef";
  if (declaration.function) return out + " " + dump(*declaration.function) + ")";
  if (!declaration.name.empty()) out += " " + declaration.name;
  if (!declaration.field.empty()) out += "$" + declaration.field;
  if (declaration.type) out += ":" + dump(*declaration.type);
  if (declaration.has_init) out += " " + std::string(symbol_of(declaration.op));
  if (declaration.init) out += " " + dump(*declaration.init);
  for (const Enumerator& one : declaration.enumerators) out += " " + one.name;
  for (const Parameter& field : declaration.fields)
    out += " " + field.name + ":" + dump(*field.type) + dump(field.attributes);
  return out + dump(declaration.attributes) + ")";
}

/// One line for each thing it is told, in order.
class Recorder final : public ParserClient {
 public:
  std::vector<std::string> lines;
  std::map<std::string, bool> conditions;  ///< of @if, by their dump
  std::vector<std::string> defined;        ///< for @ifdef
  bool files = false;                      ///< their begin and end, too

  struct Fatal {};
  void on_declaration(Declaration declaration) override { lines.push_back(dump(declaration)); }
  void on_statement(StmtPtr statement) override { lines.push_back(dump(*statement)); }
  void on_file_begin(const std::string& path, int level) override {
    if (files) lines.push_back("> " + path + " " + std::to_string(level));
  }
  void on_file_end() override {
    if (files) lines.push_back("<");
  }
  bool on_condition(const Expr& condition) override {
    const auto found = conditions.find(dump(condition));
    if (found != conditions.end()) return found->second;
    lines.push_back("@if " + dump(condition));
    return condition.kind == Expr::Literal && condition.constant.as_bool();
  }
  bool is_defined(std::string_view name, const Location&) override {
    for (const std::string& one : defined)
      if (one == name) return true;
    return false;
  }
  void warning(const Location& where, const std::string& text) override { say("warning", where, text); }
  void error(const Location& where, const std::string& text) override { say("error", where, text); }
  void fatal(const Location& where, const std::string& text) override {
    say("fatal error", where, text);
    throw Fatal{};
  }
  void set_ignore_deprecations(bool ignore) override { lines.push_back(ignore ? "ignore" : "heed"); }

  std::string text() const {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
  }

 private:
  void say(const std::string& what, const Location& where, const std::string& text) {
    lines.push_back(what + (where ? " in " + where.text() : "") + ": " + text);
  }
};

}  // namespace whimbrel::script::syntax
