#include "script/model/type.h"

#include <gtest/gtest.h>

#include "script/model/attributes.h"
#include "script/model/symbol.h"

namespace whimbrel::script {
namespace {

TypePtr base(Tag tag) { return base_type(tag); }
Ref<ListType> list(std::vector<TypePtr> types) { return make<ListType>(std::move(types)); }
Ref<TableType> set_type(std::vector<TypePtr> types) { return make<TableType>(list(std::move(types)), nullptr); }
Ref<RecordType> record(std::vector<std::pair<std::string, TypePtr>> fields) {
  auto type = make<RecordType>();
  for (auto& [name, field] : fields) type->fields.push_back({name, field, {}, {}});
  return type;
}
TypePtr function(Flavour flavour, const Ref<RecordType>& parameters, TypePtr yield) {
  return make<FuncType>(flavour, parameters, std::move(yield));
}

TEST(Type, Texts) {
  const auto named = record({{"a", base(Tag::Count)}});
  named->set_name("M::R");
  EXPECT_EQ(text_of(*base(Tag::Interval)), "interval");
  EXPECT_EQ(text_of(*set_type({base(Tag::Count), base(Tag::String)})), "set[count,string]");
  EXPECT_EQ(text_of(*make<TableType>(list({base(Tag::String)}), set_type({base(Tag::Addr)}))),
            "table[string] of set[addr]");
  EXPECT_EQ(text_of(*make<VectorType>(make<VectorType>(named))), "vector of vector of M::R");
  EXPECT_EQ(text_of(*list({named})), "list of M::R");
  EXPECT_EQ(text_of(*list({base(Tag::String), base(Tag::Count)})), "list of string,count");
  EXPECT_EQ(text_of(*record({{"x", base(Tag::Count)}, {"y", record({{"z", base(Tag::String)}})}})),
            "record { x:count; y:record { z:string; }; }");
  EXPECT_EQ(text_of(*record({})), "record { }");
  EXPECT_EQ(text_of(*make<FileType>(base(Tag::String))), "file of string");
  EXPECT_EQ(text_of(*make<OpaqueType>("md5")), "opaque of md5");
  EXPECT_EQ(text_of(*make<TypeType>(named)), "type");
}

TEST(Type, TextsOfFunctions) {
  const auto parameters = record({{"a", base(Tag::Count)}, {"b", base(Tag::String)}});
  EXPECT_EQ(text_of(*function(Flavour::Function, parameters, base(Tag::Bool))), "function(a:count, b:string) : bool");
  EXPECT_EQ(text_of(*function(Flavour::Function, record({}), nullptr)), "function() : void");
  EXPECT_EQ(text_of(*function(Flavour::Event, record({{"x", base(Tag::Addr)}}), nullptr)), "event(x:addr)");
  EXPECT_EQ(text_of(*function(Flavour::Hook, record({{"y", base(Tag::Port)}}), base(Tag::Bool))),
            "hook(y:port) : bool");
}

TEST(Type, TextsShowAttributesOfFields) {
  const auto type = record({{"a", base(Tag::Count)}});
  type->fields[0].attributes = make<Attributes>();
  type->fields[0].attributes->all.push_back({AttributeKind::Log, {}, {}});
  type->fields[0].attributes->all.push_back({AttributeKind::Optional, {}, {}});
  EXPECT_EQ(text_of(*type), "record { a:count &log, &optional; }");
}

TEST(Type, Sameness) {
  EXPECT_TRUE(same_type(*base(Tag::Any), *base(Tag::Count)));
  EXPECT_FALSE(same_type(*base(Tag::Int), *base(Tag::Count)));
  EXPECT_TRUE(same_type(*make<EnumType>(), *make<EnumType>()));
  EXPECT_FALSE(same_type(*make<OpaqueType>("md5"), *make<OpaqueType>("sha1")));
  EXPECT_FALSE(same_type(*set_type({base(Tag::Count)}), *make<TableType>(list({base(Tag::Count)}), base(Tag::Count))));
  EXPECT_TRUE(same_type(*record({{"a", base(Tag::Count)}}), *record({{"a", base(Tag::Count)}})));
  EXPECT_FALSE(same_type(*record({{"a", base(Tag::Count)}}), *record({{"b", base(Tag::Count)}})));
  EXPECT_TRUE(same_type(*function(Flavour::Event, record({{"a", base(Tag::Count)}}), nullptr),
                        *function(Flavour::Event, record({{"b", base(Tag::Count)}}), nullptr)));
  EXPECT_FALSE(same_type(*function(Flavour::Function, record({}), base(Tag::Count)),
                         *function(Flavour::Function, record({}), base(Tag::Void))));
  EXPECT_TRUE(same_type(*list({base(Tag::Count)}), *base(Tag::Count)));
}

TEST(Type, RecordsThatHoldThemselvesCompare) {
  const auto a = record({{"n", base(Tag::Count)}}), b = record({{"n", base(Tag::Count)}});
  a->fields.push_back({"next", make<VectorType>(a), {}, {}});
  b->fields.push_back({"next", make<VectorType>(b), {}, {}});
  EXPECT_TRUE(same_type(*a, *b));
  b->fields.push_back({"more", base(Tag::Count), {}, {}});
  EXPECT_FALSE(same_type(*a, *b));
  a->fields.clear();
  b->fields.clear();
}

TEST(Type, PromotionOfRecordsAsksForTheVeryTypes) {
  const auto big =
      record({{"a", base(Tag::Count)}, {"c", base(Tag::Double)}, {"in", record({{"x", base(Tag::Count)}})}});
  EXPECT_TRUE(record_promotable(*record({{"a", base(Tag::Count)}}), *big));
  EXPECT_FALSE(record_promotable(*record({{"c", base(Tag::Count)}}), *big));
  EXPECT_FALSE(record_promotable(*record({{"in", record({{"x", base(Tag::String)}})}}), *big));
}

TEST(Type, Hashable) {
  EXPECT_TRUE(is_hashable(*base(Tag::Pattern)));
  EXPECT_TRUE(is_hashable(*record({{"v", make<VectorType>(set_type({base(Tag::Port)}))}})));
  EXPECT_FALSE(is_hashable(*base(Tag::Any)));
  EXPECT_FALSE(is_hashable(*make<FileType>(nullptr)));
  EXPECT_FALSE(is_hashable(*record({{"o", make<OpaqueType>("md5")}})));
}

TEST(Symbols, FullNames) {
  EXPECT_EQ(full_name("M", "x"), "M::x");
  EXPECT_EQ(full_name("M", "N::x"), "N::x");
  EXPECT_EQ(full_name("M", "::x"), "x");
  EXPECT_EQ(full_name("M", "GLOBAL::x"), "x");
  EXPECT_EQ(full_name("GLOBAL", "x"), "x");
  EXPECT_EQ(module_of("A::B::c"), "A::B");
  EXPECT_EQ(module_of("c"), "GLOBAL");
}

TEST(Symbols, LookupPrefersTheModule) {
  SymbolTable table;
  Symbol& global = table.add(make<Symbol>("x", Location{}));
  Symbol& local = table.add(make<Symbol>("M::x", Location{}));
  EXPECT_EQ(table.lookup("M", "x"), &local);
  EXPECT_EQ(table.lookup("N", "x"), &global);
  EXPECT_EQ(table.lookup("M", "::x"), &global);
  EXPECT_EQ(table.lookup("N", "M::x"), &local);
  EXPECT_EQ(table.lookup("N", "y"), nullptr);
}

}  // namespace
}  // namespace whimbrel::script
