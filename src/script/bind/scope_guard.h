// ScopeGuard: another scope is the current one for as long as this lives, even if parsing is broken off.
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

}  // namespace whimbrel::script
