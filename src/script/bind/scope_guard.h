// ScopeGuard: another scope is the current one for as long as this lives, even if parsing is broken off.
// PlaceGuard: the same for the place of messages that have none.
#pragma once

#include "script/bind/binder.h"

namespace whimbrel::script {

class ScopeGuard {
 public:
  ScopeGuard(FunctionScope*& current, FunctionScope& scope) : current_(current), outer_(current) { current_ = &scope; }
  ~ScopeGuard() { current_ = outer_; }
  ScopeGuard(const ScopeGuard&) = delete;
  ScopeGuard& operator=(const ScopeGuard&) = delete;

 private:
  FunctionScope*& current_;
  FunctionScope* const outer_;
};

/// While a declaration or an @if is looked at, messages that have no place of their own are at its end.
class PlaceGuard {
 public:
  PlaceGuard(Reporter& reporter, const Location& where) : reporter_(reporter), outer_(reporter.default_place) {
    reporter_.default_place = {where.file, where.last_line, where.last_line};
  }
  ~PlaceGuard() { reporter_.default_place = outer_; }
  PlaceGuard(const PlaceGuard&) = delete;
  PlaceGuard& operator=(const PlaceGuard&) = delete;

 private:
  Reporter& reporter_;
  const Location outer_;
};

}  // namespace whimbrel::script
