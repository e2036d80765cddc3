#include "script/run/reporter.h"

#include <string_view>

#include "script/run/call_stack.h"

namespace whimbrel::script {
namespace {

constexpr std::string_view kNoPlace = "<no location>";

struct SeverityTraits {
  std::string_view prefix;
  bool is_error;
};

// In the order of Severity.
constexpr SeverityTraits kSeverities[] = {
    {"", false},                    // Info
    {"warning", false},             // Warning
    {"error", true},                // Error
    {"fatal error", true},          // Fatal
    {"expression error", true},     // ExpressionError
    {"expression warning", false},  // ExpressionWarning
    {"runtime error", true},        // RuntimeError
    {"internal warning", false},    // InternalWarning
};

const SeverityTraits& traits_of(Severity severity) { return kSeverities[static_cast<size_t>(severity)]; }

std::string place_of(const Reporter::Subject& subject) {
  if (subject.where) return subject.where.text();
  return subject.base_type.empty() ? std::string(kNoPlace) : subject.base_type;
}

bool has_place(const Reporter::Subject& subject) { return subject.where || !subject.base_type.empty(); }

bool is_base(Tag tag) { return tag <= Tag::Any || tag == Tag::Error; }

std::string statement_text(const Stmt& stmt) {
  Description out(Description::Style::Short);
  stmt.describe(out);
  return out.take();
}

}  // namespace

Reporter::Subject::Subject(const Expr& expr) : where(expr.where()), text(expr.text()) {}

Reporter::Subject::Subject(const Type& type) : where(type.where), text(text_of(type)) {
  if (!where && is_base(type.tag()) && type.tag() != Tag::Enum) base_type = name_of(type.tag());
}

Reporter::Subject::Subject(const Symbol& symbol) : where(symbol.where), text(symbol.name) {}

Reporter::Subject::Subject(const Stmt& stmt) : where(stmt.where()), text(statement_text(stmt)) {}

void Reporter::fatal(const Location& where, const std::string& text) {
  report(Severity::Fatal, where, text);
  host_.flush();
  throw ExitProcess{1};
}

void Reporter::expression_error(const Expr& expr, const std::string& text) {
  report(Severity::ExpressionError, Subject(expr), nullptr, text);
  throw Interrupt{};
}

void Reporter::expression_warning(const Expr& expr, const std::string& text) {
  report(Severity::ExpressionWarning, Subject(expr), nullptr, text);
}

void Reporter::runtime_error(Frame& frame, const Expr& expr, const std::string& text) {
  std::string message = text + ", expression: " + expr.text();
  if (const std::string stack = call_stack_text(frame); !stack.empty()) message += ", call stack: " + stack;
  report(Severity::RuntimeError, expr.where(), message);
  throw Interrupt{};
}

void Reporter::runtime_error(const std::string& text) {
  report(Severity::RuntimeError, Location{}, text);
  throw Interrupt{};
}

void Reporter::report(Severity severity, const Location& where, const std::string& text) {
  const Location& place = where ? where : default_place;
  emit({severity, place, {}, text, place ? place.text() : ""});
}

void Reporter::report(Severity severity, const Subject& subject, const Subject* other, const std::string& text) {
  Diagnostic diagnostic{severity, subject.where, {}, text, place_of(subject)};
  std::string names = subject.text;
  if (other) {
    if (other->has_text) names += " and " + other->text;
    const std::string place = place_of(*other);
    if (has_place(*other) && place != diagnostic.place) {
      diagnostic.second = other->where;
      diagnostic.place += " and " + place;
    }
  }
  if (subject.has_text) diagnostic.text += " (" + names + ")";
  emit(diagnostic);
}

bool Reporter::writes(Severity severity) const {
  if (quiet) return false;
  switch (severity) {
    case Severity::Info:
      return info_to_stderr;
    case Severity::Warning:
    case Severity::ExpressionWarning:
      return warnings_to_stderr;
    case Severity::Error:
    case Severity::ExpressionError:
    case Severity::RuntimeError:
      return errors_to_stderr;
    case Severity::Fatal:
    case Severity::InternalWarning:
      return true;
  }
  return true;
}

void Reporter::emit(const Diagnostic& diagnostic) {
  const SeverityTraits& traits = traits_of(diagnostic.severity);
  if (traits.is_error) ++errors_;
  if (on_message) on_message(diagnostic);
  if (!writes(diagnostic.severity)) return;
  std::string line(traits.prefix);
  if (!diagnostic.place.empty()) line += (line.empty() ? "" : " in ") + diagnostic.place;
  if (!line.empty()) line += ": ";
  host_.err(line + diagnostic.text + "\n" + (excerpt ? excerpt(diagnostic) : ""));
}

}  // namespace whimbrel::script
