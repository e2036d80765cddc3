// The functions about files, in files by topic.
#pragma once

#include <string>

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_rotation_builtins(Registry& registry);  // file_rotation.cc
void add_path_builtins(Registry& registry);      // paths.cc

struct FileObject;

/// As open() in a script: says what is wrong, and gives a closed file then. `mode` is that of fopen().
Ref<FileObject> open_file(Runtime& runtime, std::string name, const char* mode);
/// Tells file_opened handlers, at once: they may want to set up the file before something is written.
void report_opened(Runtime& runtime, const Ref<FileObject>& file);

}  // namespace whimbrel::script
