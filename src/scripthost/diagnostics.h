// Messages for people and for editors: with the line they are about, or as JSON.
#pragma once

#include <string>
#include <string_view>

#include "script/run/reporter.h"

namespace whimbrel::script {

/// Messages are followed by the line of source that they are about, and a caret under what it is about in there.
void show_excerpts(Reporter& reporter);
/// That line and the line with the caret; "" if there is no such line.
std::string excerpt(const Diagnostic& diagnostic);

/// {"file":"./a.zeek","line":3,"severity":"error","message":"..."}. `file`: if the message is about none.
std::string as_json(const Diagnostic& diagnostic, std::string_view file);

}  // namespace whimbrel::script
