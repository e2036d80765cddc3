// The functions about files, in files by topic.
#pragma once

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_rotation_builtins(Registry& registry);  // file_rotation.cc
void add_path_builtins(Registry& registry);      // paths.cc

struct FileObject;

/// Tells file_opened handlers, at once: they may want to set up the file before something is written.
void report_opened(const BuiltinCall& call, const Ref<FileObject>& file);

}  // namespace whimbrel::script
