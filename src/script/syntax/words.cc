#include "script/syntax/words.h"

#include <array>
#include <iterator>

namespace whimbrel::script::syntax {
namespace {

struct Keyword {
  std::string_view word;
  Tok kind;
};

constexpr Keyword kKeywords[] = {
    {"add", Tok::Add},         {"addr", Tok::Addr},
    {"any", Tok::Any},         {"as", Tok::As},
    {"assert", Tok::Assert},   {"bool", Tok::Bool},
    {"break", Tok::Break},     {"case", Tok::Case},
    {"option", Tok::Option},   {"const", Tok::Const},
    {"copy", Tok::Copy},       {"count", Tok::Count},
    {"default", Tok::Default}, {"delete", Tok::Delete},
    {"double", Tok::Double},   {"else", Tok::Else},
    {"enum", Tok::Enum},       {"event", Tok::Event},
    {"export", Tok::Export},   {"fallthrough", Tok::Fallthrough},
    {"file", Tok::File},       {"for", Tok::For},
    {"while", Tok::While},     {"function", Tok::Function},
    {"global", Tok::Global},   {"hook", Tok::Hook},
    {"if", Tok::If},           {"in", Tok::In},
    {"int", Tok::Int},         {"interval", Tok::Interval},
    {"is", Tok::Is},           {"list", Tok::List},
    {"local", Tok::Local},     {"module", Tok::Module},
    {"next", Tok::Next},       {"of", Tok::Of},
    {"opaque", Tok::Opaque},   {"pattern", Tok::Pattern},
    {"port", Tok::Port},       {"print", Tok::Print},
    {"record", Tok::Record},   {"redef", Tok::Redef},
    {"return", Tok::Return},   {"schedule", Tok::Schedule},
    {"set", Tok::Set},         {"string", Tok::String},
    {"subnet", Tok::Subnet},   {"switch", Tok::Switch},
    {"table", Tok::Table},     {"time", Tok::Time},
    {"timeout", Tok::Timeout}, {"type", Tok::Type},
    {"vector", Tok::Vector},   {"when", Tok::When},
    {"T", Tok::Constant},      {"F", Tok::Constant},
};

// Open addressing: every identifier of every script is looked up here.
constexpr size_t kSlots = 256;
constexpr size_t hash(std::string_view word) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(word[i]); };
  return (byte(0) * 7u + byte(word.size() / 2) * 19u + byte(word.size() - 1) * 3u + word.size() * 11u) % kSlots;
}
constexpr std::array<int8_t, kSlots> make_slots() {
  std::array<int8_t, kSlots> slots{};
  for (int8_t& slot : slots) slot = -1;
  for (size_t i = 0; i < std::size(kKeywords); ++i) {
    size_t slot = hash(kKeywords[i].word);
    while (slots[slot] >= 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<int8_t>(i);
  }
  return slots;
}
constexpr auto kSlotsOfKeywords = make_slots();

using enum AttributeKind;
constexpr AttributeWord kAttributes[] = {
    {"&add_func", AddFunc},
    {"&backend", Backend},
    {"&broker_allow_complex_type", BrokerAllowComplexType},
    {"&broker_store", BrokerStore},
    {"&create_expire", CreateExpire},
    {"&default", Default},
    {"&default_insert", DefaultInsert},
    {"&delete_func", DeleteFunc},
    {"&deprecated", Deprecated},
    {"&error_handler", ErrorHandler},
    {"&expire_func", ExpireFunc},
    {"&group", Group},
    {"&is_assigned", IsAssigned},
    {"&is_used", IsUsed},
    {"&log", Log},
    {"&on_change", OnChange},
    {"&optional", Optional},
    {"&ordered", Ordered},
    {"&priority", Priority},
    {"&raw_output", RawOutput},
    {"&read_expire", ReadExpire},
    {"&redef", Redef},
    {"&type_column", TypeColumn},
    {"&write_expire", WriteExpire},
};

constexpr DirectiveWord kDirectives[] = {
    {"@if", Tok::AtIf, DirectiveWord::None},
    {"@ifdef", Tok::AtIfdef, DirectiveWord::None},
    {"@ifndef", Tok::AtIfndef, DirectiveWord::None},
    {"@else", Tok::AtElse, DirectiveWord::None},
    {"@endif", Tok::AtEndif, DirectiveWord::None},
    {"@load", Tok::AtLoad, DirectiveWord::File},
    {"@load-sigs", Tok::AtLoadSigs, DirectiveWord::File},
    {"@load-plugin", Tok::AtLoadPlugin, DirectiveWord::File},
    {"@unload", Tok::AtUnload, DirectiveWord::File},
    {"@prefixes", Tok::AtPrefixes, DirectiveWord::Assignment},
    {"@DIR", Tok::AtDir, DirectiveWord::None},
    {"@FILENAME", Tok::AtFilename, DirectiveWord::None},
    {"@deprecated", Tok::AtDeprecated, DirectiveWord::Line},
    {"@pragma", Tok::AtPragma, DirectiveWord::Line},
};

template <class Word, size_t n>
const Word* longest_at(const Word (&words)[n], std::string_view text) {
  const Word* longest = nullptr;
  for (const Word& one : words)
    if (text.starts_with(one.word) && (!longest || one.word.size() > longest->word.size())) longest = &one;
  return longest;
}

}  // namespace

Tok keyword(std::string_view word) {
  for (size_t slot = hash(word); kSlotsOfKeywords[slot] >= 0; slot = (slot + 1) % kSlots) {
    const Keyword& candidate = kKeywords[kSlotsOfKeywords[slot]];
    if (candidate.word == word) return candidate.kind;
  }
  return Tok::Name;
}

const AttributeWord* attribute_at(std::string_view text) { return longest_at(kAttributes, text); }
const DirectiveWord* directive_at(std::string_view text) { return longest_at(kDirectives, text); }

}  // namespace whimbrel::script::syntax
