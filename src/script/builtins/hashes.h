// The functions about digests and codes, in files by topic.
#pragma once

#include <string>
#include <string_view>

#include "script/builtins/registry.h"

namespace whimbrel::script {

void add_base64_builtins(Registry& registry);        // base64.cc
void add_community_id_builtins(Registry& registry);  // community_id.cc
void add_unique_id_builtins(Registry& registry);     // unique_ids.cc

std::string encode_base64(std::string_view bytes, std::string_view alphabet);
extern const std::string_view kBase64Alphabet;

}  // namespace whimbrel::script
