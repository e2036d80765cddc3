#include "scripthost/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "script/run/trigger.h"

namespace whimbrel::script {

namespace {

constexpr size_t kTimersAtOnce = 300;
constexpr int kMostRounds = 1000;  // events that raise events should not keep people waiting for ever

/// What begins with one of these needs a body.
constexpr std::array<std::string_view, 8> kHeaders = {"function", "event", "hook", "if",
                                                      "while",    "for",   "when", "switch"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string_view last_word(std::string_view text) {
  size_t first = text.size();
  while (first > 0 && is_word_character(text[first - 1])) --first;
  return text.substr(first);
}

/// These stand between two operands.
bool is_word_operator(std::string_view word) { return word == "in" || word == "as" || word == "is"; }

/// Does a value end here, so that what follows is an operator?
bool ends_operand(std::string_view text) {
  text = trimmed(text);
  const std::string_view word = last_word(text);
  if (!word.empty()) return !is_word_operator(word) && word != "return" && word != "print";
  return text.ends_with(')') || text.ends_with(']') || text.ends_with('}') || text.ends_with('"');
}

/// Where the pattern that begins at `start` ends; npos if it does not.
size_t end_of_pattern(std::string_view code, size_t start) {
  for (size_t i = start + 1; i < code.size() && code[i] != '\n'; ++i) {
    if (code[i] == '/') return i;
    if (code[i] == '\\') ++i;
  }
  return code.npos;
}

/// Without comments, and with "" for strings and patterns: what tells where code ends.
std::string skeleton(std::string_view code) {
  std::string text;
  for (size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '#') {
      i = std::min(code.find('\n', i), code.size()) - 1;
    } else if (code[i] == '"') {
      for (++i; i < code.size() && code[i] != '"'; ++i)
        if (code[i] == '\\') ++i;
      text += "\"\"";
    } else if (code[i] == '/' && !ends_operand(text) && end_of_pattern(code, i) != code.npos) {
      i = end_of_pattern(code, i);
      text += "\"\"";
    } else {
      text += code[i];
    }
  }
  return text;
}

bool begins_with_header(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_word_character);
  const std::string_view word = text.substr(0, static_cast<size_t>(end - text.begin()));
  return std::find(kHeaders.begin(), kHeaders.end(), word) != kHeaders.end();
}

/// Another operand has to follow.
bool ends_in_operator(std::string_view text) {
  constexpr std::string_view kOperators = "+-*/%&|^~!=<>?:,$";
  return is_word_operator(last_word(text)) || kOperators.find(text.back()) != kOperators.npos;
}

bool ends_statement(std::string_view text) { return text.ends_with(';') || text.ends_with('}'); }

/// With what a script would need in addition. `event e(1);` raises the event: without braces it would be a declaration.
std::string as_script(std::string_view code) {
  const std::string_view text = trimmed(code);
  if (text.empty()) return {};
  const std::string all_code = skeleton(text);
  const std::string_view bare = trimmed(all_code);
  const bool is_call = (bare.starts_with("event") || bare.starts_with("hook")) && begins_with_header(bare);
  if (is_call && bare.ends_with(';') && bare.find('{') == bare.npos) return fmt::format("{{\n{}\n}}\n", text);
  const bool is_whole = ends_statement(bare) || bare.starts_with('@');
  return fmt::format("{}\n{}", text, is_whole ? "" : ";\n");
}

}  // namespace

bool is_complete_code(std::string_view code) {
  const std::string all = skeleton(code);
  const std::string_view text = trimmed(all);
  if (text.empty() || text.starts_with('@')) return true;
  int open = 0;
  for (const char c : text) {
    if (c == '(' || c == '[' || c == '{') ++open;
    if (c == ')' || c == ']' || c == '}') --open;
  }
  if (open != 0) return open < 0;
  return ends_statement(text) || !(begins_with_header(text) || ends_in_operator(text));
}

Session::Session(Host& host)
    : host_(host), interpreter_(host), frame_(interpreter_.runtime(), nullptr, nullptr, 0, nullptr) {}

bool Session::begin(const ScriptRun& run) {
  try {
    if (!interpreter_.load(run)) return false;
    interpreter_.show_values();
    Runtime& runtime = interpreter_.runtime();
    runtime.is_initialised = true;
    host_.watch_interrupt(&runtime.interrupted);
    runtime.set_network_time(host_.wall_clock());
    runtime.raise("zeek_init", {});
    run_new_statements();
    work_off_events();
  } catch (const ExitProcess&) {
    return false;
  }
  host_.flush();
  return true;
}

std::optional<int> Session::enter(const std::string& code) {
  const std::string text = as_script(code);
  if (text.empty()) return std::nullopt;
  std::atomic<bool>& interrupted = interpreter_.runtime().interrupted;
  interrupted = false;  // what came before was not about this piece
  try {
    if (interpreter_.load_more("<input " + std::to_string(++pieces_) + ">", text)) run_new_statements();
    statements_run_ = interpreter_.binder().statements.size();
    work_off_events();
  } catch (const ExitProcess& exit) {
    host_.flush();
    if (!interrupted.exchange(false)) return exit.status;
    statements_run_ = interpreter_.binder().statements.size();
  }
  host_.flush();
  if (host_.stop_requested()) return end();
  return std::nullopt;
}

void Session::interrupt() { interpreter_.runtime().interrupted = true; }

void Session::run_new_statements() {
  frame_.cells.resize(std::max(frame_.cells.size(), static_cast<size_t>(interpreter_.binder().top_level_frame_size())));
  while (statements_run_ < interpreter_.binder().statements.size()) {
    try {
      const StmtPtr statement = interpreter_.binder().statements[statements_run_++];
      if (statement->exec(frame_) == Flow::Return) break;
    } catch (const Interrupt&) {
      break;
    }
  }
}

void Session::work_off_events() {
  Runtime& runtime = interpreter_.runtime();
  for (int round = 0; round < kMostRounds; ++round) {
    bool is_busy = false;
    for (size_t i = 0; i < runtime.sources.size(); ++i) is_busy |= runtime.sources[i]->process(runtime);
    if (const double now = host_.wall_clock(); now > runtime.network_time()) runtime.set_network_time(now);
    runtime.expire_timers(kTimersAtOnce);
    runtime.drain();
    if (!is_busy && runtime.queue_is_empty() && !runtime.triggers().has_pending()) return;
  }
}

int Session::end() {
  Runtime& runtime = interpreter_.runtime();
  try {
    runtime.terminating = true;
    runtime.expire_all_timers();
    runtime.drain();
    runtime.raise("zeek_done", {});
    for (int round = 0; round < kMostRounds && !runtime.queue_is_empty(); ++round) runtime.drain();
    runtime.triggers().drop_all();
    runtime.finish_sources();
    runtime.drain();
  } catch (const ExitProcess& exit) {
    host_.flush();
    return exit.status;
  }
  host_.flush();
  return 0;
}

}  // namespace whimbrel::script
