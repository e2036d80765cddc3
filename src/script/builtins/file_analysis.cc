// Functions on files seen in packets. There are none, so all of them say that they do not know the file; only which
// analyzers are on is kept.
#include <set>

#include "script/builtins/reflection.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

Cell no(BuiltinCall&) { return Cell::boolean(false); }

Cell lookup_file(BuiltinCall& call) {
  plain_error(call, "file ID " + string_argument(call, 0) + " not a known file");
  return {};
}

/// What its name is in files.log: that of the enum's constant after ANALYZER_.
Cell analyzer_name(BuiltinCall& call) {
  constexpr std::string_view kMark = "ANALYZER_";
  const std::string name = text_of(call.arguments[0]);
  const size_t mark = name.find(kMark);
  return string_cell(mark == std::string::npos ? name : name.substr(mark + kMark.size()));
}

/// By their values.
struct DisabledAnalyzers : std::set<int64_t> {};

DisabledAnalyzers& disabled(const BuiltinCall& call) { return call.runtime.state<DisabledAnalyzers>(); }

Cell enable_analyzer(BuiltinCall& call) {
  disabled(call).erase(call.arguments[0].enum_value());
  return Cell::boolean(true);
}

Cell disable_analyzer(BuiltinCall& call) {
  disabled(call).insert(call.arguments[0].enum_value());
  return Cell::boolean(true);
}

Cell analyzer_enabled(BuiltinCall& call) {
  return Cell::boolean(!disabled(call).contains(call.arguments[0].enum_value()));
}

}  // namespace

void add_file_analysis_builtins(Registry& registry) {
  registry.begin("file_analysis.bif");
  registry.add("Files::__set_timeout_interval(file_id: string, t: interval): bool", no);
  registry.add("Files::__enable_reassembly(file_id: string): bool", no);
  registry.add("Files::__disable_reassembly(file_id: string): bool", no);
  registry.add("Files::__set_reassembly_buffer(file_id: string, max: count): bool", no);
  registry.add("Files::__add_analyzer(file_id: string, tag: Files::Tag, args: any): bool", no);
  registry.add("Files::__remove_analyzer(file_id: string, tag: Files::Tag, args: any): bool", no);
  registry.add("Files::__stop(file_id: string): bool", no);
  registry.add("Files::__analyzer_name(tag: Files::Tag): string", analyzer_name);
  registry.add("Files::__file_exists(fuid: string): bool", no);
  registry.add("Files::__lookup_file(fuid: string): fa_file", lookup_file);
  registry.add("Files::__enable_analyzer(tag: Files::Tag): bool", enable_analyzer);
  registry.add("Files::__disable_analyzer(tag: Files::Tag): bool", disable_analyzer);
  registry.add("Files::__analyzer_enabled(tag: Files::Tag): bool", analyzer_enabled);
  registry.add("FileExtract::__set_limit(file_id: string, args: any, n: count): bool", no);
}

}  // namespace whimbrel::script
