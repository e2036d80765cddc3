#include "script/bind/statements.h"

#include <new>
#include <stdexcept>

#include "script/run/backtrace.h"
#include "script/run/records.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

void end_statement(Description& out) {
  if (!out.one_line()) out.add(";");
}

void describe_inner(Description& out, const Stmt& stmt) {
  out.indent();
  out.newline();
  stmt.describe(out);
  out.outdent();
  out.newline();
}

void describe_list(Description& out, const std::vector<ExprPtr>& exprs) {
  for (size_t i = 0; i < exprs.size(); ++i) {
    if (i > 0) out.add(", ");
    exprs[i]->describe(out);
  }
}

// -- blocks

namespace {

// Asking for more than there is ends the function, as any other error does.
[[noreturn]] void report_lack_of_memory(const Frame& frame) {
  frame.runtime.reporter.error(frame.statement->where(), "out of memory");
  throw Interrupt{};
}

}  // namespace

Flow exec_inner(const Stmt& stmt, Frame& frame) {
  try {
    return stmt.exec(frame);
  } catch (const NoValue&) {
    return Flow::Next;
  }
}

inline Flow ReturnWord::run(Frame& frame) const {
  try {
    frame.result.set_word(tag_, expr_->eval_word(frame));
  } catch (const NoValue&) {
    // Then it returns nothing.
  }
  return Flow::Return;
}

Flow ReturnWord::exec(Frame& frame) const { return run(frame); }

Block::Block(std::vector<StmtPtr> parts, Location where) : Stmt(where), parts_(std::move(parts)) {
  if (!parts_.empty()) return_ = dynamic_cast<const ReturnWord*>(parts_.back().get());
}

Flow Block::exec(Frame& frame) const {
  const StmtPtr* part = parts_.data();
  const StmtPtr* const end = part + parts_.size() - (return_ ? 1 : 0);
  for (;;) {
    try {
      for (; part != end; ++part) {
        frame.statement = part->get();
        const Flow flow = (*part)->exec(frame);
        if (flow != Flow::Next) return flow;
      }
      if (!return_) return Flow::Next;
      frame.statement = return_;
      return return_->run(frame);
    } catch (const NoValue&) {
      ++part;  // a call in it ended without a value: it does nothing, and the next one runs
    } catch (const std::bad_alloc&) {
      report_lack_of_memory(frame);
    } catch (const std::length_error&) {
      report_lack_of_memory(frame);
    }
  }
}

void Block::describe(Description& out) const {
  if (parts_.empty()) return end_statement(out);
  out.add("{ ");
  out.newline();
  for (const StmtPtr& part : parts_) {
    part->describe(out);
    out.newline();
  }
  out.add("}");
}

void Block::visit_parts(Visitor& visitor) const {
  for (const StmtPtr& part : parts_) part->visit(visitor);
}

Flow InitLocals::exec(Frame& frame) const {
  for (const SymbolPtr& local : locals_)
    frame.cells[static_cast<size_t>(local->slot)] = make_empty(frame, local->type, local->attributes);
  return Flow::Next;
}

void InitLocals::describe(Description& out) const {
  out.add("<init> ");
  for (size_t i = 0; i < locals_.size(); ++i) {
    if (i > 0) out.add(", ");
    out.add(locals_[i]->name);
  }
  end_statement(out);
}

// -- simple statements

StmtPtr make_expression_stmt(ExprPtr expr, const Location& where) {
  if (StmtPtr faster = expr->as_statement(where)) return faster;
  return make<ExpressionStmt>(std::move(expr), where);
}

Flow ExpressionStmt::exec(Frame& frame) const {
  expr_->eval(frame);
  return Flow::Next;
}

void ExpressionStmt::describe(Description& out) const {
  expr_->describe(out);
  end_statement(out);
}

Flow EventStmt::exec(Frame& frame) const {
  event_->eval(frame);
  return Flow::Next;
}

void EventStmt::describe(Description& out) const {
  out.add("event ");
  event_->describe(out);
  end_statement(out);
}

Flow If::exec(Frame& frame) const {
  if (condition_->eval_bool(frame)) return then_.exec(frame);
  return otherwise_ ? otherwise_.exec(frame) : Flow::Next;
}

void If::describe(Description& out) const {
  out.add("if (");
  condition_->describe(out);
  out.add(") ");
  describe_inner(out, *then_);
  if (!otherwise_) return;
  out.add("else");
  describe_inner(out, *otherwise_);
}

void If::visit_parts(Visitor& visitor) const {
  condition_->visit(visitor);
  then_->visit(visitor);
  if (otherwise_) otherwise_->visit(visitor);
}

void Jump::describe(Description& out) const {
  out.add(flow_ == Flow::LoopNext ? "next " : flow_ == Flow::Break ? "break " : "fallthrough ");
  end_statement(out);
}

Flow Return::exec(Frame& frame) const {
  if (expr_) frame.result = expr_->eval(frame);
  return Flow::Return;
}

void Return::describe(Description& out) const {
  out.add("return ");
  if (expr_) {
    out.add("(");
    expr_->describe(out);
    out.add(")");
  }
  end_statement(out);
}

// -- print

namespace {

void write(Frame& frame, const FileObject* file, const std::string& text) {
  if (!file || file->is_stdout)
    frame.runtime.host.out(text);
  else
    std::fwrite(text.data(), 1, text.size(), file->file);
}

std::string line_of(std::span<const Cell> values, bool raw) {
  Description out(raw ? Description::Style::Raw : Description::Style::Print);
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0 && !raw) out.add(", ");
    describe(out, values[i]);
  }
  if (!raw) out.newline();
  return out.take();
}

/// Log::write(Log::PRINTLOG, [$ts=..., $vals=...]).
void print_to_log(Frame& frame, std::span<const Cell> values) {
  Runtime& runtime = frame.runtime;
  const Symbol* write = runtime.symbols.find("Log::write");
  const Symbol* id = runtime.symbols.find("Log::PRINTLOG");
  const Symbol* info = runtime.symbols.find("Log::PrintLogInfo");
  if (!write || !write->function() || !id || !info || !info->type->as_record()) return;
  auto texts = make<VectorObject>(make<VectorType>(base_type(Tag::String)));
  for (const Cell& value : values) texts->cells.push_back(string_cell(text_of(value, Description::Style::Columns)));
  auto record = make<RecordObject>(Ref<RecordType>(info->type->as_record()));
  record->cells = {Cell::time(runtime.network_time()), Cell(texts)};
  runtime.call_safely(write->value.as<FuncObject>(), {id->value, Cell(record)}, &frame);
}

}  // namespace

bool Print::goes_to_log(bool to_stdout) const {
  if (!redirect_ || redirect_->value.tag() != Tag::Enum) return false;
  const std::string& choice = redirect_->value.enum_type()->name_of_value(redirect_->value.enum_value());
  return choice == "Log::REDIRECT_ALL" || (to_stdout && choice == "Log::REDIRECT_STDOUT");
}

Flow Print::exec(Frame& frame) const {
  std::vector<Cell> values;
  values.reserve(exprs_.size());
  for (const ExprPtr& expr : exprs_) {
    values.push_back(expr->eval(frame));
    if (!values.back().is_set()) return Flow::Next;  // a call that ended without a value: nothing is printed
  }
  std::span<const Cell> rest(values);
  const FileObject* file = nullptr;
  if (!values.empty() && values[0].tag() == Tag::File) {
    file = &values[0].as<FileObject>();
    if (!file->file && !file->is_stdout) return Flow::Next;
    rest = rest.subspan(1);
  }
  if (goes_to_log(!file || file->is_stdout))
    print_to_log(frame, values);
  else
    write(frame, file, line_of(rest, file && file->raw));
  return Flow::Next;
}

void Print::describe(Description& out) const {
  out.add("print ");
  describe_list(out, exprs_);
  end_statement(out);
}

void Print::visit_parts(Visitor& visitor) const {
  for (const ExprPtr& expr : exprs_) expr->visit(visitor);
}

// -- assert

namespace {

/// A hook that scripts may define; null if it has no body.
FuncObject* hook_with_bodies(Frame& frame, std::string_view name) {
  const Symbol* symbol = frame.runtime.symbols.find(name);
  const Function* function = symbol ? symbol->function() : nullptr;
  if (!function) return nullptr;
  for (const Body& body : function->bodies)
    if (body.disabled_groups == 0) return &symbol->value.as<FuncObject>();
  return nullptr;
}

}  // namespace

Flow Assert::exec(Frame& frame) const {
  const bool holds = condition_->eval_bool(frame);
  if (!holds || hook_with_bodies(frame, "assertion_result")) report(frame, holds);
  if (!holds) throw Interrupt{};
  return Flow::Next;
}

std::string Assert::message(Frame& frame) const {
  if (!message_) return "";
  try {
    const Cell value = message_->eval(frame);
    if (value.tag() == Tag::String) return value.string();
  } catch (const Interrupt&) {
    // Reported; the assertion itself still is to be.
  }
  return "<error eval " + message_->text() + ">";
}

void Assert::report(Frame& frame, bool holds) const {
  FuncObject* on_result = hook_with_bodies(frame, "assertion_result");
  FuncObject* on_failure = hook_with_bodies(frame, "assertion_failure");
  const std::string text = condition_->text(Description::Style::Quoted), message = this->message(frame);
  const Cell text_cell = string_cell(text), message_cell = string_cell(message);
  Cell trace;
  if (on_result || on_failure) trace = backtrace(frame, "assert", where());

  bool wanted = true;
  if (on_result)
    wanted = frame.runtime.call(*on_result, {Cell::boolean(holds), text_cell, message_cell, trace}, &frame).as_bool();
  if (holds) return;
  if (on_failure)
    wanted = frame.runtime.call(*on_failure, {text_cell, message_cell, trace}, &frame).as_bool() && wanted;
  if (!wanted) return;
  frame.runtime.reporter.error(where(), "assertion failure: " + text + (message.empty() ? "" : " (" + message + ")"));
}

void Assert::describe(Description& out) const {
  out.add("assert ");
  const bool quotes = out.quote_strings(true);
  condition_->describe(out);
  if (message_) {
    out.add(", ");
    message_->describe(out);
  }
  end_statement(out);
  out.quote_strings(quotes);
}

void Assert::visit_parts(Visitor& visitor) const {
  condition_->visit(visitor);
  if (message_) message_->visit(visitor);
}

}  // namespace whimbrel::script
