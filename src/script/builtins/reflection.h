// The functions about the program itself, in files by topic.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_type_builtins(Registry& registry);           // types.cc: types, records' fields, enums
void add_processing_builtins(Registry& registry);     // processing.cc: event groups, suspending; what needs packets
void add_session_builtins(Registry& registry);        // sessions.cc: connections that nobody knows
void add_file_analysis_builtins(Registry& registry);  // file_analysis.cc: files that nobody knows
void add_statistics_builtins(Registry& registry);     // statistics.cc
void add_documentation_builtins(Registry& registry);  // documentation.cc: comments of scripts

/// Events that have been handled.
std::vector<const Function*> called_events(const Runtime& runtime);
/// How often. `calls` of an event counts each body.
uint64_t times_called(const Function& event);

}  // namespace whimbrel::script
