#include "script/model/attributes.h"

namespace whimbrel::script {

std::string_view name_of(AttributeKind kind) {
  static constexpr std::string_view kNames[] = {"&add_func",       "&backend",       "&broker_allow_complex_type",
                                                "&broker_store",   "&create_expire", "&default",
                                                "&default_insert", "&delete_func",   "&deprecated",
                                                "&error_handler",  "&expire_func",   "&group",
                                                "&is_assigned",    "&is_used",       "&log",
                                                "&on_change",      "&optional",      "&ordered",
                                                "&priority",       "&raw_output",    "&read_expire",
                                                "&redef",          "&type_column",   "&write_expire"};
  return kNames[static_cast<size_t>(kind)];
}

void Attributes::describe(Description& out) const {
  for (size_t i = 0; i < all.size(); ++i) {
    if (i > 0) out.add(", ");
    out.add(name_of(all[i].kind));
    if (!all[i].value) continue;
    out.add("=");
    all[i].value->describe(out);
  }
}

}  // namespace whimbrel::script
