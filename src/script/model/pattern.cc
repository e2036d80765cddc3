#include "script/model/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "script/model/regex.h"

namespace whimbrel::script {

namespace {

constexpr int64_t kMostMemory = 64 << 20;  // of one pattern's program and its states

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

/// Null if RE2 refuses the text: it is too large, or repeats too often.
std::unique_ptr<RE2> make_program(const std::string& text) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_longest_match(true);
  options.set_never_capture(true);
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  auto program = std::make_unique<RE2>(piece(text), options);
  return program->ok() ? std::move(program) : nullptr;
}

std::string exact_form(std::string_view text) { return fmt::format("^?({})$?", text); }
std::string anywhere_form(std::string_view text) { return fmt::format("^?(.|\\n)*({})", text); }

/// The text that both forms are made of, without flags around them; "" if they are not such a pair.
std::string_view inner_text(std::string_view exact, std::string_view anywhere) {
  while (exact.size() > 4 && exact.substr(0, 4) == anywhere.substr(0, 4) && exact.starts_with("(?") &&
         exact[3] == ':') {
    exact = exact.substr(4, exact.size() - 5);
    anywhere = anywhere.substr(4, anywhere.size() - 5);
  }
  if (!exact.starts_with("^?(") || !exact.ends_with(")$?") || exact.size() < 6) return {};
  const std::string_view text = exact.substr(3, exact.size() - 6);
  return anywhere == anywhere_form(text) ? text : std::string_view();
}

Error error_in(const Regex& regex, std::string_view text) {
  const std::string last = fmt::format("error compiling pattern /{}/", text);
  if (regex.problem.empty()) return {ErrorCode::InvalidArgument, last};
  return {ErrorCode::InvalidArgument, fmt::format("{} (compiling pattern /{}/)\n{}", regex.problem, text, last)};
}

}  // namespace

/// RE2's unanchored search does what the leading "(.|\n)*" says, and faster. So as a rule the exact form serves both.
struct PatternObject::Compiled {
  std::unique_ptr<RE2> exact;
  std::unique_ptr<RE2> anywhere;  // of a form that has to be taken as it is; null: search for the exact one
};

PatternObject::PatternObject() : Object(Tag::Pattern) {}
PatternObject::~PatternObject() = default;

Result<Ref<PatternObject>> PatternObject::compile(std::string_view text, std::string_view flags) {
  std::string exact = exact_form(text), anywhere = anywhere_form(text);
  for (const char flag : {'i', 's'}) {
    if (flags.find(flag) == flags.npos) continue;
    exact = fmt::format("(?{}:{})", flag, exact);
    anywhere = fmt::format("(?{}:{})", flag, anywhere);
  }
  return from_texts(std::move(exact), std::move(anywhere));
}

Result<Ref<PatternObject>> PatternObject::from_texts(std::string exact, std::string anywhere) {
  // "a)|(b" is one of the texts that mean something only together with what is put around them.
  const std::string_view inner = inner_text(exact, anywhere);
  const bool can_search_exact = !inner.empty() && translate_regex(inner).ok;
  return build(std::move(exact), std::move(anywhere), can_search_exact);
}

Result<Ref<PatternObject>> PatternObject::build(std::string exact, std::string anywhere, bool can_search_exact) {
  const Regex search = translate_regex(anywhere);
  if (!search.ok) return error_in(search, anywhere);
  const Regex whole = translate_regex(exact);
  if (!whole.ok) return error_in(whole, exact);
  auto compiled = std::make_shared<Compiled>();
  compiled->exact = make_program(whole.text);
  if (!can_search_exact) compiled->anywhere = make_program(search.text);
  if (!compiled->exact || (!can_search_exact && !compiled->anywhere)) return error_in({}, anywhere);
  Ref<PatternObject> pattern(new PatternObject);
  pattern->exact_ = std::move(exact);
  pattern->anywhere_ = std::move(anywhere);
  pattern->compiled_ = std::move(compiled);
  return pattern;
}

Ref<PatternObject> PatternObject::clone() const {
  Ref<PatternObject> copy(new PatternObject);
  copy->exact_ = exact_;
  copy->anywhere_ = anywhere_;
  copy->compiled_ = compiled_;
  return copy;
}

// -- matching

bool PatternObject::matches_exactly(std::string_view text) const {
  return compiled_->exact->Match(piece(text), 0, text.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

bool PatternObject::matches_anywhere(std::string_view text) const {
  if (compiled_->anywhere)
    return compiled_->anywhere->Match(piece(text), 0, text.size(), RE2::ANCHOR_START, nullptr, 0);
  return compiled_->exact->Match(piece(text), 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

long PatternObject::match_prefix(std::string_view text) const {
  re2::StringPiece match;
  if (!compiled_->exact->Match(piece(text), 0, text.size(), RE2::ANCHOR_START, &match, 1)) return -1;
  return static_cast<long>(match.size());
}

bool PatternObject::find(std::string_view text, size_t& start, size_t& length) const {
  re2::StringPiece match;
  if (!compiled_->exact->Match(piece(text), 0, text.size(), RE2::UNANCHORED, &match, 1)) return false;
  start = match.data() ? static_cast<size_t>(match.data() - text.data()) : 0;
  length = match.size();
  return true;
}

// -- making new ones

namespace {

Ref<PatternObject> combine(std::string_view text) {
  Result<Ref<PatternObject>> pattern = PatternObject::compile(text);
  return pattern ? *pattern : Ref<PatternObject>();
}

}  // namespace

Ref<PatternObject> PatternObject::alternation(const PatternObject& other) const {
  return combine(fmt::format("({})|({})", exact_, other.exact_));
}

Ref<PatternObject> PatternObject::concatenation(const PatternObject& other) const {
  return combine(fmt::format("({})({})", exact_, other.exact_));
}

void PatternObject::add(const PatternObject& other) {
  Result<Ref<PatternObject>> sum =
      build(fmt::format("({})|({})", exact_form(other.exact_), exact_form(exact_)),
            fmt::format("({})|({})", anywhere_form(other.exact_), anywhere_form(exact_)), true);
  if (!sum) return;  // more than RE2 takes
  exact_ = (*sum)->exact_;
  anywhere_ = (*sum)->anywhere_;
  compiled_ = (*sum)->compiled_;
}

}  // namespace whimbrel::script
