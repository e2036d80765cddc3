// Parts of binding types that declarations need as well.
#pragma once

#include <string_view>
#include <vector>

#include "script/bind/binder.h"

namespace whimbrel::script {

/// Fields of a record, or the parameters of a function.
Ref<RecordType> bind_fields(Binder& binder, const std::vector<syntax::Parameter>& fields);
void complain_of_duplicate(Binder& binder, const Field& field);
Ref<FuncType> make_function_type(Binder& binder, Flavour flavour, const std::vector<syntax::Parameter>& parameters,
                                 TypePtr yield, const Location& where);
TypePtr bind_enum(Binder& binder, const syntax::Type& type, std::string_view name);
/// Constants of an enum, which become names of the current module.
void add_enumerators(Binder& binder, EnumType& type, const std::vector<syntax::Enumerator>& items);

}  // namespace whimbrel::script
