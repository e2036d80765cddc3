#include "script/bind/captures.h"

#include <algorithm>

#include "script/bind/lambdas.h"
#include "script/bind/when.h"
#include "script/model/objects.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

std::vector<Capture> bind_captures(Binder& binder, const std::vector<syntax::Capture>& list) {
  std::vector<Capture> captures;
  for (const syntax::Capture& item : list) {
    Symbol* symbol = binder.lookup(item.name, item.where);
    const char* complaint = !symbol             ? "no such local identifier: "
                            : symbol->is_type   ? "cannot specify type in capture: "
                            : symbol->is_global ? "cannot specify global in capture: "
                                                : nullptr;
    if (complaint) binder.reporter().error(item.where, complaint + item.name);
    captures.push_back(
        {symbol ? symbol->name : item.name, item.name, complaint ? nullptr : symbol, nullptr, item.deep});
  }
  return captures;
}

void declare_captures(std::vector<Capture>& captures, FunctionScope& scope, bool in_frame) {
  for (Capture& capture : captures) {
    if (!capture.outer) continue;
    const auto same = std::find_if(captures.begin(), captures.end(), [&](const Capture& other) {
      return &other != &capture && other.inner && other.outer == capture.outer;
    });
    if (same != captures.end()) continue;  // listed twice, which is told later
    capture.inner = make<Symbol>(capture.name, capture.outer->where);
    capture.inner->is_global = false;
    capture.inner->is_captured = !in_frame;
    capture.inner->type = capture.outer->type;
    capture.inner->attributes = capture.outer->attributes;
    capture.inner->slot = in_frame ? scope.frame_size++ : static_cast<int>(scope.captures.size());
    scope.captures.push_back(capture.inner);
    scope.locals.emplace(capture.key, capture.inner);
  }
}

// -- what is used

bool OuterLocals::belongs_to_scope(const Symbol& symbol) const {
  return std::any_of(scope_.locals.begin(), scope_.locals.end(),
                     [&](const auto& local) { return local.second.get() == &symbol; });
}

void OuterLocals::note(const Symbol* symbol) {
  if (!symbol || symbol->is_global || symbol->is_type) return;
  const auto capture = std::find_if(captures_.begin(), captures_.end(),
                                    [&](const Capture& other) { return other.inner.get() == symbol; });
  if (capture != captures_.end())
    symbol = capture->outer.get();
  else if (belongs_to_scope(*symbol))
    return;
  if (std::find(found_.begin(), found_.end(), symbol) == found_.end()) found_.push_back(symbol);
}

bool OuterLocals::visit(const Expr& expr) {
  note(expr.symbol());
  const auto* lambda = dynamic_cast<const LambdaExpr*>(&expr);
  if (!lambda) return true;
  for (const Capture& capture : lambda->captures()) note(capture.outer.get());
  return false;
}

bool OuterLocals::visit(const Stmt& stmt) {
  const auto* when = dynamic_cast<const When*>(&stmt);
  if (!when) return true;
  for (const Capture& capture : when->parts().captures) note(capture.outer.get());
  if (when->parts().timeout) when->parts().timeout->visit(*this);
  return false;
}

std::optional<std::string> check_captures(const std::vector<Capture>& captures, const std::vector<const Symbol*>& used,
                                          std::string_view what) {
  const auto contains = [](const std::vector<const Symbol*>& all, const Symbol* symbol) {
    return std::find(all.begin(), all.end(), symbol) != all.end();
  };
  std::vector<const Symbol*> matched;
  for (const Capture& capture : captures) {
    if (!capture.outer) continue;
    if (contains(matched, capture.outer.get())) return capture.name + " listed multiple times in capture";
    if (contains(used, capture.outer.get())) matched.push_back(capture.outer.get());
  }
  for (const Symbol* symbol : used)
    if (!contains(matched, symbol)) return symbol->name + " is used inside " + std::string(what) + " but not captured";
  for (const Capture& capture : captures)
    if (capture.outer && !contains(matched, capture.outer.get()))
      return capture.name + " is captured but not used inside " + std::string(what);
  return std::nullopt;
}

// -- the rest

void describe_captures(Description& out, const std::vector<Capture>& captures, std::string_view separator) {
  for (size_t i = 0; i < captures.size(); ++i) {
    if (i > 0) out.add(separator);
    if (captures[i].deep) out.add("copy ");
    out.add(captures[i].name);
  }
}

Cell captured_value(const Symbol& local, bool deep, Frame& frame) {
  const auto slot = static_cast<size_t>(local.slot);
  const Cell& value = local.is_captured && frame.closure ? frame.closure->captures[slot] : frame.cells[slot];
  return deep && value.is_set() ? deep_copy(value) : value;
}

}  // namespace whimbrel::script
