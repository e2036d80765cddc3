// switch, by value and by type.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "script/model/expr.h"
#include "script/model/symbol.h"

namespace whimbrel::script {

/// From labels to places: numbers are sorted, strings hashed, all others compared one after the other.
class ValueLabels {
 public:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  /// False if it is there already.
  bool add(const Cell& label, size_t place);
  size_t find(const Cell& value) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::vector<std::pair<uint64_t, size_t>> words_;
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> strings_;
  std::vector<std::pair<Cell, size_t>> others_;
};

class Switch final : public Stmt {
 public:
  struct TypeLabel {
    TypePtr type;
    SymbolPtr variable;  ///< of `as`; null: none
  };
  struct Case {
    std::vector<ExprPtr> values;
    std::vector<TypeLabel> types;
    StmtPtr body;
    Location where;
    void describe(Description& out) const;
    std::string text() const;
  };

  Switch(ExprPtr subject, std::vector<Case> cases, Location where)
      : Stmt(where), subject_(std::move(subject)), cases_(std::move(cases)) {}
  const std::vector<Case>& cases() const { return cases_; }
  // What is found in checking.
  ValueLabels labels;
  struct TypePlace {
    TypeLabel label;
    size_t place;
  };
  std::vector<TypePlace> types;
  size_t default_place = ValueLabels::kNone;

  Flow exec(Frame& frame) const override;
  void describe(Description& out) const override;
  void visit_parts(Visitor& visitor) const override;

 private:
  size_t place_for(Frame& frame, const Cell& value) const;

  ExprPtr subject_;
  std::vector<Case> cases_;
};

}  // namespace whimbrel::script
