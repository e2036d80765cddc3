// Built-in functions: one table gives the checker their types and the runtime their bodies.
//
// A family of them is a file, which declares each with its signature in the language's own words:
//
//   void add_string_builtins(Registry& registry) {
//     registry.begin("strings.bif");
//     registry.add("to_upper(s: string): string", to_upper);
//   }
//
// `@load base/bif/strings.bif` declares them to scripts; types that a signature names must be declared before that.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "script/model/function.h"
#include "script/run/runtime.h"

namespace whimbrel::script {

struct Builtin {
  /// "to_upper(s: string): string"; "M::f(va_args: any): count". A name alone: a script declares it
  std::string_view signature;
  BuiltinBody body;
  std::string name() const { return std::string(signature.substr(0, signature.find('('))); }
};

class Registry {
 public:
  /// What is added from now on belongs to base/bif/FILE.zeek.
  void begin(std::string_view file) { current_ = &files_[std::string(file)]; }
  void add(std::string_view signature, BuiltinBody body) { current_->push_back({signature, body}); }

  /// The declarations of one file as a script, "" if there is none of that name.
  std::string script(std::string_view file) const;
  /// Null if there is none of that name.
  BuiltinBody find(std::string_view name) const;

 private:
  std::map<std::string, std::vector<Builtin>, std::less<>> files_;
  std::vector<Builtin>* current_ = nullptr;
  mutable std::map<std::string, BuiltinBody, std::less<>> by_name_;
};

/// Everything there is.
const Registry& builtins();
/// Families of other folders, which this one does not know: added before the first look at builtins().
using BuiltinFamily = void (*)(Registry&);
void add_builtin_family(BuiltinFamily family);

// -- what bodies need

/// "error in PLACE: TEXT (CALL)".
void builtin_error(const BuiltinCall& call, const std::string& text);
/// The same about one argument: "error in PLACE: TEXT (CALL and ARGUMENT)".
void builtin_error(const BuiltinCall& call, const std::string& text, size_t argument);
void builtin_warning(const BuiltinCall& call, const std::string& text);
/// A type by its name, such as "string_vec", "entropy_test_result". It is a bug if there is none.
TypePtr named_type(Runtime& runtime, std::string_view name);
/// An enum constant by its full name.
Cell enum_cell(Runtime& runtime, std::string_view name);
/// Containers as built-ins return them.
Cell string_vector(Runtime& runtime, const std::vector<std::string>& strings);  // string_vec
Cell string_set(Runtime& runtime, const std::vector<std::string>& strings);  // string_set, in this order of insertion

// The families, each in a file of its name.
void add_core_builtins(Registry& registry);         // builtins_core.cc: fmt, cat, print_raw, terminate, exit, time ...
void add_string_builtins(Registry& registry);       // strings_*.cc
void add_number_builtins(Registry& registry);       // numbers.cc
void add_network_builtins(Registry& registry);      // network.cc: addresses, subnets, ports
void add_container_builtins(Registry& registry);    // containers.cc
void add_reflection_builtins(Registry& registry);   // reflection.cc: type_name, global_ids, record_fields ...
void add_hash_builtins(Registry& registry);         // hashes.cc
void add_probability_builtins(Registry& registry);  // bloom, HyperLogLog, top-k, entropy
void add_certificate_builtins(Registry& registry);  // certificates.cc
void add_json_builtins(Registry& registry);         // json.cc
void add_file_builtins(Registry& registry);         // files.cc
void add_option_builtins(Registry& registry);       // options.cc
void add_reporter_builtins(Registry& registry);     // reporter.cc
void add_telemetry_builtins(Registry& registry);    // telemetry.cc

}  // namespace whimbrel::script
