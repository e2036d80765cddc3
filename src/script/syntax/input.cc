#include "script/syntax/input.h"

#include <algorithm>
#include <filesystem>

#include "script/model/objects.h"

namespace whimbrel::script::syntax {
namespace {

/// Assignments and code of the command line come after everything, also after scripts with prefixes.
bool comes_last(const Source& source) { return source.path == "<params>" || source.path == "<command line>"; }

std::string_view take_word(std::string_view& text) {
  const size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const size_t end = std::min(text.find_first_of(" \t", begin), text.size());
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

std::string folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  if (folder.front() != '.') return folder;
  std::error_code error;
  const auto canonical = std::filesystem::canonical(folder, error);
  return error ? folder : canonical.string();
}

}  // namespace

void Input::add(const std::vector<Source>& scripts) { waiting_.insert(waiting_.end(), scripts.begin(), scripts.end()); }

void Input::next(Token& token) {
  for (;;) {
    if (open_.empty() && !open_next()) {
      token.kind = Tok::End;
      token.text = {};
      token.where = {};
      return;
    }
    current().lexer.next(token);
    if (token.kind == Tok::End)
      close(token.where);
    else if (token.kind >= Tok::AtLoad && !become_constant(token))
      act_on(token);
    else
      return;
  }
}

void Input::next_of_pattern(Token& token) {
  current().lexer.next_of_pattern(token);
  if (token.kind == Tok::End || token.kind >= Tok::AtLoad) next(token);
}

void Input::open(Source source, int level, Location loaded_by) {
  open_.push_back(&files_.emplace_back(std::move(source), level, loaded_by, client_));
  client_.on_begin(current().source.path, level);
}

void Input::close(const Location& end) {
  if (current().conditionals > 0) client_.on_fatal(end, "unbalanced @if... @endif");
  if (!current().pragmas.empty()) client_.on_fatal(end, "unbalanced @pragma push pop in file");
  last_ended_ = current().name;
  open_.pop_back();
  client_.on_end();
}

bool Input::open_next() {
  while (!waiting_.empty() && !comes_last(waiting_.front())) {
    Source source = std::move(waiting_.front());
    waiting_.pop_front();
    if (!sources_.mark(source)) continue;
    open(std::move(source), 0, {});
    return true;
  }
  if (open_prefixed()) return true;
  if (waiting_.empty()) return false;
  open(std::move(waiting_.front()), 0, {});
  waiting_.pop_front();
  return true;
}

bool Input::open_prefixed() {
  for (;;) {
    while (!prefixed_.empty()) {
      Source source = std::move(prefixed_.front());
      prefixed_.pop_front();
      if (!sources_.mark(source)) continue;
      open(std::move(source), 0, {});
      return true;
    }
    if (prefixes_tried_ == files_.size()) return false;
    const std::string name = sources_.prefixes.empty() ? "" : sources_.flattened(files_[prefixes_tried_].source.path);
    ++prefixes_tried_;
    for (auto prefix = sources_.prefixes.rbegin(); prefix != sources_.prefixes.rend(); ++prefix) {
      if (prefix->empty()) continue;
      if (auto source = sources_.find(*prefix + "." + name, "")) prefixed_.push_back(std::move(*source));
    }
  }
}

void Input::begin_conditional(bool holds) {
  ++current().conditionals;
  if (!holds) skip_branch();
}

void Input::at_else(const Location& where) {
  if (current().conditionals == 0) return client_.on_lexical_error(where, "@else without @if...");
  // Behind a branch that was skipped the other one is read, and the other way round.
  if (current().skipped)
    current().skipped = false;
  else
    skip_branch();
}

void Input::at_endif(const Location& where) {
  if (current().conditionals == 0) return client_.on_lexical_error(where, "unbalanced @if... @endif");
  --current().conditionals;
  current().skipped = false;
}

void Input::skip_branch() {
  Lexer& lexer = current().lexer;
  for (int depth = 0;;) {
    const Tok kind = lexer.skip_to_conditional();
    if (kind == Tok::End) client_.on_fatal({current().name, lexer.line(), lexer.line()}, "unbalanced @if... @endif");
    const bool is_branch_end = kind == Tok::AtElse || kind == Tok::AtEndif;
    if (is_branch_end && depth == 0) break;
    if (kind == Tok::AtEndif) --depth;
    if (!is_branch_end) ++depth;
    lexer.skip_directive();
  }
  current().skipped = true;
}

bool Input::become_constant(Token& token) {
  if (token.kind != Tok::AtDir && token.kind != Tok::AtFilename) return false;
  const std::string& path = current().source.path;
  token.value =
      string_cell(token.kind == Tok::AtDir ? folder_of(path) : std::filesystem::path(path).filename().string());
  token.kind = Tok::Constant;
  return true;
}

void Input::act_on(const Token& directive) {
  switch (directive.kind) {
    case Tok::AtLoad:
      return load(directive);
    case Tok::AtUnload:
      return unload(directive);
    case Tok::AtPrefixes:
      return set_prefixes(directive.text);
    case Tok::AtDeprecated:
      return warn_deprecated(directive);
    case Tok::AtPragma:
      return pragma(directive);
    case Tok::AtLoadSigs: {
      // Signatures say something about packets, so nobody reads them; but they must be there.
      std::string name(directive.text);
      const std::string beside = std::filesystem::path(current().source.path).parent_path() / name;
      const auto exists = [](const std::string& path) {
        return std::filesystem::exists(path) || std::filesystem::exists(path + ".sig");
      };
      if (!exists(beside) && !exists(name)) missing_signatures_.push_back(std::move(name));
      return;
    }
    case Tok::AtLoadPlugin:
      return client_.on_lexical_error(directive.where, "plugin " + std::string(directive.text) + " is not available");
    default:
      return;
  }
}

void Input::load(const Token& directive) {
  constexpr std::string_view kLegacy = ".bro";
  std::string_view name = directive.text;
  auto source = sources_.find(name, current().source.path);
  if (!source && name.ends_with(kLegacy)) {
    // It may have got its new name meanwhile. Zeek looks for it twice, and so says this twice.
    for (int i = 0; i < 2; ++i)
      client_.on_warning(directive.where,
                         "Loading script '" + std::string(name) +
                             "' with legacy extension, support for '.bro' will be removed in Zeek v4.1");
    name.remove_suffix(kLegacy.size());
    source = sources_.find(std::string(name) + ".zeek", current().source.path);
  }
  if (!source) client_.on_fatal(directive.where, "can't find " + std::string(directive.text));
  if (sources_.mark(*source)) open(std::move(*source), current().level + 1, directive.where);
}

void Input::unload(const Token& directive) {
  if (const auto source = sources_.find(directive.text, current().source.path))
    sources_.mark(*source);
  else
    client_.on_lexical_error(directive.where,
                             "failed find file associated with @unload " + std::string(directive.text));
}

/// "= a:b" or "+= a:b".
void Input::set_prefixes(std::string_view assignment) {
  if (assignment.starts_with("+"))
    assignment.remove_prefix(1);
  else
    sources_.prefixes.clear();
  if (assignment.starts_with("=")) assignment.remove_prefix(1);
  std::string_view list = take_word(assignment);
  while (!list.empty()) {
    const size_t end = std::min(list.find(':'), list.size());
    if (end > 0) sources_.prefixes.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

void Input::warn_deprecated(const Token& directive) {
  const Location& by = current().loaded_by;
  std::string text = "deprecated script loaded from ";
  text += by ? *by.file + ":" + std::to_string(by.first_line) : std::string("command line arguments");
  if (!directive.text.empty()) text.append(" ").append(directive.text);
  client_.on_warning(directive.where, text);
}

void Input::pragma(const Token& directive) {
  constexpr std::string_view kIgnoreDeprecations = "ignore-deprecations";
  const auto quoted = [](std::string_view text) { return "'" + std::string(text) + "'"; };
  std::vector<std::string>& pushed = current().pragmas;
  std::string_view rest = directive.text;
  const std::string_view verb = take_word(rest), value = take_word(rest);
  if (verb.empty()) client_.on_fatal(directive.where, "@pragma without value");
  if (verb == "push") {
    if (value.empty()) client_.on_fatal(directive.where, "@pragma push without value");
    if (value != kIgnoreDeprecations)
      client_.on_warning(directive.where, "pushing unknown @pragma value " + quoted(value));
    pushed.emplace_back(value);
  } else if (verb == "pop") {
    if (pushed.empty()) client_.on_fatal(directive.where, "@pragma pop without active pragma");
    if (!value.empty() && value != pushed.back())
      client_.on_lexical_error(directive.where,
                               "@pragma pop with unexpected " + quoted(value) + ", expected " + quoted(pushed.back()));
    pushed.pop_back();
  } else {
    return client_.on_warning(directive.where, "Ignoring unknown pragma: " + quoted(directive.text));
  }
  client_.on_ignore_deprecations(std::find(pushed.begin(), pushed.end(), kIgnoreDeprecations) != pushed.end());
}

}  // namespace whimbrel::script::syntax
