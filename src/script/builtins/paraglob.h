// A set of shell patterns that a string is matched against all at once.
#pragma once

#include <set>
#include <string>

#include "script/builtins/sketch.h"

namespace whimbrel::script {

struct ParaglobObject final : OpaqueObject {
  explicit ParaglobObject(std::set<std::string> patterns_)
      : OpaqueObject(make<OpaqueType>("paraglob")), patterns(std::move(patterns_)) {}
  std::string text() const override { return "<opaque of ParaglobVal>"; }
  Ref<OpaqueObject> clone() const override { return make<ParaglobObject>(patterns); }
  const std::set<std::string> patterns;
};

}  // namespace whimbrel::script
