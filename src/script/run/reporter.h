// Reporter: all messages about scripts. Writes them to standard error in the reference's form,
// and raises the reporter's events once the runtime wants that.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "script/model/expr.h"
#include "script/model/symbol.h"
#include "script/run/host.h"

namespace whimbrel::script {

enum class Severity : uint8_t {
  Info,
  Warning,
  Error,
  Fatal,
  ExpressionError,
  ExpressionWarning,
  RuntimeError,
  InternalWarning
};

/// A message as a value: what editors and `whimbrel check --json` get.
struct Diagnostic {
  Severity severity;
  Location where, second;  ///< second: of the other object, if it stands elsewhere
  std::string text;        ///< without the place
  std::string place;       ///< as the message shows it, "./a.zeek, line 3 and count"; "": none
};

class Reporter {
 public:
  explicit Reporter(Host& host) : host_(host) {}

  void info(const Location& where, const std::string& text) { report(Severity::Info, where, text); }
  void warning(const Location& where, const std::string& text) { report(Severity::Warning, where, text); }
  void error(const Location& where, const std::string& text) { report(Severity::Error, where, text); }
  /// Throws ExitProcess{1}.
  [[noreturn]] void fatal(const Location& where, const std::string& text);

  /// A thing that messages name: where it stands, what it is called there.
  struct Subject {
    Location where;
    std::string text;
    std::string base_type;  ///< "count": the place of a base type
    bool has_text = true;
    Subject(const Expr& expr);
    Subject(const Type& type);
    Subject(const Symbol& symbol);
    Subject(const Stmt& stmt);
    Subject(Location where_, std::string text_) : where(where_), text(std::move(text_)) {}
    /// Only its place is shown, not what it is.
    static Subject place(Location where) {
      Subject subject(where, "");
      subject.has_text = false;
      return subject;
    }
  };
  /// "error in PLACE: TEXT (SUBJECT)", "error in PLACE and PLACE2: TEXT (SUBJECT and OTHER)".
  void warning(const Subject& subject, const std::string& text) { report(Severity::Warning, subject, nullptr, text); }
  void warning(const Subject& subject, const Subject& other, const std::string& text) {
    report(Severity::Warning, subject, &other, text);
  }
  void error(const Subject& subject, const std::string& text) { report(Severity::Error, subject, nullptr, text); }
  void error(const Subject& subject, const Subject& other, const std::string& text) {
    report(Severity::Error, subject, &other, text);
  }

  void internal_warning(const Subject& subject, const std::string& text) {
    report(Severity::InternalWarning, subject, nullptr, text);
  }

  /// "expression error in PLACE: TEXT (EXPRESSION)", and ends the body that runs: throws Interrupt.
  [[noreturn]] void expression_error(const Expr& expr, const std::string& text);
  void expression_warning(const Expr& expr, const std::string& text);
  /// "runtime error in PLACE: TEXT, expression: E, call stack: | #0 f() at ... |". Throws Interrupt.
  [[noreturn]] void runtime_error(Frame& frame, const Expr& expr, const std::string& text);
  /// "runtime error: TEXT", without a place.
  [[noreturn]] void runtime_error(const std::string& text);

  size_t errors() const { return errors_; }
  /// Where messages without a place of their own are: "<params>, line 1" on command lines with NAME=VALUE.
  Location default_place;
  /// What each message is besides; the runtime raises reporter_* events from here, editors collect.
  std::function<void(const Diagnostic&)> on_message;
  /// Lines that follow a message on standard error: for people at a terminal, what it is about.
  std::function<std::string(const Diagnostic&)> excerpt;
  bool info_to_stderr = true, warnings_to_stderr = true, errors_to_stderr = true;
  bool quiet = false;  ///< nothing is written, only told to on_message

 private:
  void report(Severity severity, const Location& where, const std::string& text);
  void report(Severity severity, const Subject& subject, const Subject* other, const std::string& text);
  void emit(const Diagnostic& diagnostic);
  bool writes(Severity severity) const;

  Host& host_;
  size_t errors_ = 0;
};

}  // namespace whimbrel::script
