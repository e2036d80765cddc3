// Built-in functions: one table gives the checker their types and the runtime their bodies.
//
// A family is a file; each declares its functions with the signature in the language's own words:
//
//   void add_string_builtins(Registry& registry) {
//     registry.add("to_upper%(s: string%): string", to_upper);   // without the % signs
//   }
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "script/model/function.h"

namespace whimbrel::script {

struct Builtin {
  std::string_view declaration;  ///< "to_upper(s: string): string"; types may be any that the base scripts declare
  BuiltinBody body;
};

class Registry {
 public:
  void add(std::string_view declaration, BuiltinBody body) { all_.push_back({declaration, body}); }
  const std::vector<Builtin>& all() const { return all_; }

 private:
  std::vector<Builtin> all_;
};

/// Everything there is, in the order in which it is declared.
const Registry& builtins();

// -- what bodies need

/// "error in PLACE: TEXT (CALL)".
void builtin_error(const BuiltinCall& call, const std::string& text);
/// "error in PLACE: TEXT (CALL and ARGUMENT)"? As the reference does for the n-th argument.
void builtin_error(const BuiltinCall& call, const std::string& text, size_t argument);
void builtin_warning(const BuiltinCall& call, const std::string& text);
/// A type by its name, such as "string_vec", "entropy_test_result"; it is a bug if there is none.
TypePtr named_type(Runtime& runtime, std::string_view name);
/// An enum constant by its full name.
Cell enum_cell(Runtime& runtime, std::string_view name);

}  // namespace whimbrel::script
