#include "scripthost/interpreter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <new>
#include <stdexcept>

#include "script/broker/functions.h"
#include "script/builtins/registry.h"
#include "script/input/builtins.h"
#include "script/logging/builtins.h"
#include "script/model/seeds.h"
#include "script/supervisor/builtins.h"
#include "script/supervisor/supervision.h"
#include "scripthost/base_scripts.h"

namespace whimbrel::script {

namespace {

constexpr std::string_view kBuiltinFolder = "base/bif/";
constexpr uint32_t kFirstFunctionOfScripts = 1u << 14;

std::vector<std::string> split_path(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const size_t colon = std::min(list.find(':'), list.size());
    parts.emplace_back(list.substr(0, colon));
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
  return parts;
}

/// Base scripts, and the declarations of built-in functions as scripts of their own.
std::optional<std::string_view> embedded_script(std::string_view path) {
  if (const auto text = base_script(path)) return text;
  if (!path.starts_with(kBuiltinFolder) || !path.ends_with(".zeek")) return std::nullopt;
  static std::map<std::string, std::string, std::less<>> made;
  const std::string_view file = path.substr(kBuiltinFolder.size(), path.size() - kBuiltinFolder.size() - 5);
  auto known = made.find(file);
  if (known == made.end()) known = made.emplace(file, builtins().script(file)).first;
  if (known->second.empty()) return std::nullopt;
  return known->second;
}

/// Built-in functions that stand in folders of their own.
const bool other_families_are_known = [] {
  add_builtin_family(add_input_builtins);
  add_builtin_family(add_broker_builtins);
  add_builtin_family(add_logging_builtins);
  add_builtin_family(add_supervisor_builtins);
  return true;
}();

/// A path that means the same in any folder, if it is one.
std::string absolute(const std::string& script) {
  std::error_code error;
  for (const char* const extension : {"", ".zeek"})
    if (std::filesystem::is_regular_file(script + extension, error)) return std::filesystem::absolute(script).string();
  return script;
}

/// The command of a supervised process: what this one runs, with scripts before and after.
std::vector<std::string> command_of(const ScriptRun& run, const NodeScripts& scripts) {
  std::vector<std::string> words = {"/proc/self/exe", "run"};
  const auto add = [&words](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  if (scripts.bare.value_or(run.bare)) add({"-b"});
  if (run.deterministic) add({"-D"});
  if (run.quiet_about_unused) add({"--no-unused-warnings"});
  for (const std::string& prefix : run.prefixes) add({"-p", prefix});
  if (!run.seed_file.empty()) add({"-G", absolute(run.seed_file)});
  if (!run.code.empty()) add({"-e", run.code});
  for (const std::string& assignment : run.assignments) add({assignment});
  const auto own = run.script_arguments.empty() ? run.scripts.size() : run.scripts.size() - 1;
  for (const std::string& script : scripts.before) add({absolute(script)});
  for (size_t i = 0; i < own; ++i) add({absolute(run.scripts[i])});
  for (const std::string& script : scripts.after) add({absolute(script)});
  if (own == run.scripts.size()) return words;
  add({"--", absolute(run.scripts.back())});
  words.insert(words.end(), run.script_arguments.begin(), run.script_arguments.end());
  return words;
}

syntax::Source literal_source(std::string name, std::string text) { return {name, name, std::move(text)}; }

}  // namespace

/// Passes everything on to the binder, and gives built-in functions their bodies as soon as they are declared.
class Interpreter::Client final : public syntax::ParserClient {
 public:
  Client(Binder& binder, Runtime& runtime) : binder_(binder), runtime_(runtime) {}

  void on_declaration(syntax::Declaration declaration) override {
    const bool may_be_builtin = declaration.kind == syntax::Declaration::Global && declaration.type &&
                                declaration.type->kind == syntax::Type::Func && !declaration.has_init;
    const std::string name = may_be_builtin ? full_name(binder_.module(), declaration.name) : "";
    binder_.on_declaration(std::move(declaration));
    if (may_be_builtin) attach_builtin(name);
  }
  void on_statement(syntax::StmtPtr statement) override {
    if (shows_values && has_value(*statement)) statement->kind = syntax::Stmt::Print;
    binder_.on_statement(std::move(statement));
  }
  void on_file_begin(const std::string& path, int level) override { binder_.on_file_begin(path, level); }
  void on_file_end() override { binder_.on_file_end(); }
  bool on_condition(const syntax::Expr& condition) override { return binder_.on_condition(condition); }
  bool is_defined(std::string_view name, const Location& where) override { return binder_.is_defined(name, where); }
  void warning(const Location& where, const std::string& text) override { binder_.warning(where, text); }
  void error(const Location& where, const std::string& text) override { binder_.error(where, text); }
  void fatal(const Location& where, const std::string& text) override { binder_.fatal(where, text); }
  void set_ignore_deprecations(bool ignore) override { binder_.set_ignore_deprecations(ignore); }

  bool shows_values = false;

 private:
  /// Is it an expression that was written for its value?
  bool has_value(const syntax::Stmt& statement) const {
    if (statement.kind != syntax::Stmt::Expression || !statement.is_complete || statement.exprs.empty()) return false;
    const syntax::Expr& expr = *statement.exprs[0];
    switch (expr.kind) {
      case syntax::Expr::Unary:
        return expr.op != syntax::Operator::Increment && expr.op != syntax::Operator::Decrement &&
               expr.op != syntax::Operator::Add && expr.op != syntax::Operator::Delete;
      case syntax::Expr::Binary:
        return expr.op != syntax::Operator::Assign && expr.op != syntax::Operator::AddAssign &&
               expr.op != syntax::Operator::SubtractAssign;
      case syntax::Expr::Schedule:
        return false;
      case syntax::Expr::Call:
        return call_has_value(*expr.kids[0]);
      default:
        return true;
    }
  }

  bool call_has_value(const syntax::Expr& called) const {
    if (called.kind != syntax::Expr::Name) return true;
    const Symbol* const symbol = runtime_.symbols.lookup(binder_.module(), called.text);
    const FuncType* const type = symbol && symbol->type ? symbol->type->as_func() : nullptr;
    return !type || (type->yield && type->yield->tag() != Tag::Void);
  }

  void attach_builtin(const std::string& name) {
    const BuiltinBody body = builtins().find(name);
    Symbol* const symbol = body ? runtime_.symbols.find(name) : nullptr;
    if (!symbol || !symbol->type || symbol->type->tag() != Tag::Func) return;
    if (!symbol->function())
      symbol->value = make<FuncObject>(make<Function>(name, Ref<FuncType>(symbol->type->as_func())));
    symbol->function()->builtin = body;
  }

  Binder& binder_;
  Runtime& runtime_;
};

Interpreter::Interpreter(Host& host) : host_(host), runtime_(host), binder_(runtime_) { set_up_broker(runtime_); }
Interpreter::~Interpreter() = default;

Seeds Interpreter::seeds_from_file(const std::string& file) {
  const auto read = Seeds::from_file(file);
  if (read) return *read;
  runtime_.reporter.warning(Location{}, read.error().message());
  runtime_.reporter.fatal({}, fmt::format("Could not load seeds from file '{}'.", file));
}

Seeds Interpreter::seeds_from_values(const std::string& values) {
  const auto read = Seeds::from_text(values);
  if (!read) runtime_.reporter.fatal({}, "Could not load seeds from string");
  return *read;
}

void Interpreter::set_up_seeds(const ScriptRun& run) {
  const auto file = run.seed_file.empty() ? host_.environment("ZEEK_SEED_FILE") : run.seed_file;
  const auto values = host_.environment("ZEEK_SEED_VALUES");
  if (values && file) runtime_.reporter.fatal({}, "can't use ZEEK_SEED_VALUES together with ZEEK_SEED_FILE or -G");
  Seeds chosen;
  if (file || values) {
    chosen = file ? seeds_from_file(*file) : seeds_from_values(*values);
  } else if (run.deterministic) {
    chosen.fixed = true;
  } else {
    chosen = Seeds::make_random();
  }
  set_seeds(chosen);
  if (run.save_seeds.empty()) return;
  std::ofstream out(run.save_seeds);
  if (!(out << chosen.to_text() << std::flush))
    runtime_.reporter.fatal({}, fmt::format("Could not write seeds to file '{}'.", run.save_seeds));
}

std::vector<syntax::Source> Interpreter::find_scripts(const std::vector<std::string>& names) {
  std::vector<syntax::Source> scripts;
  for (const std::string& name : names) {
    if (name == "-") {
      scripts.push_back(literal_source("<stdin>", {std::istreambuf_iterator<char>(std::cin), {}}));
      continue;
    }
    auto source = sources_->find(name, "");
    if (!source) runtime_.reporter.fatal({}, fmt::format("can't find {}", name));
    scripts.push_back(std::move(*source));
  }
  return scripts;
}

bool Interpreter::parse_base(bool bare) {
  std::vector<std::string> names = {"base/init-bare.zeek", "base/init-frameworks-and-bifs.zeek"};
  if (!bare) names.push_back("base/init-default.zeek");
  if (!parser_->parse(find_scripts(names))) return false;
  // The order of tables that are indexed by functions depends on the numbers of these. It must not change whenever the
  // base scripts get another function.
  go_on_with_function_id(kFirstFunctionOfScripts);
  return true;
}

// NAME=VALUE as the script that does it. Strings may be given without quotes.
std::string Interpreter::assignments_as_script(const ScriptRun& run) {
  std::string text;
  for (const std::string& assignment : run.assignments) {
    const size_t equals = assignment.find('=');
    size_t end = equals;
    while (end > 0 && std::string_view("+-").find(assignment[end - 1]) != std::string_view::npos) --end;
    const std::string name = assignment.substr(0, end), op = assignment.substr(end, equals + 1 - end);
    std::string value = assignment.substr(equals + 1);
    const Symbol* const symbol = runtime_.symbols.lookup("GLOBAL", name);
    if (!symbol || name.empty()) {
      runtime_.reporter.error(Location{}, fmt::format("unknown identifier '{}' in command-line options", name));
      continue;
    }
    if (value.empty()) {
      runtime_.reporter.error(Location{},
                              fmt::format("must assign non-empty value to '{}' in command-line options", name));
      continue;
    }
    if (!symbol->type) {
      runtime_.reporter.error(Location{},
                              fmt::format("can't set value of '{}' in command-line options: unknown type", name));
      continue;
    }
    if (symbol->type->tag() == Tag::String && value.front() != '"') value = '"' + value + '"';
    text += fmt::format("redef {}{}{};\n", name, op, value);
  }
  return text;
}

bool Interpreter::load(const ScriptRun& run) {
  set_up_seeds(run);
  runtime_.bare_mode = run.bare;
  if (run.supervises) be_supervisor(runtime_, [run](const NodeScripts& scripts) { return command_of(run, scripts); });
  if (run.supervised_node) be_supervised(runtime_, *run.supervised_node);
  runtime_.arguments = run.command_line;
  runtime_.search_path = split_path(host_.environment("ZEEKPATH").value_or("."));
  sources_ = std::make_unique<syntax::Sources>(runtime_.search_path, embedded_script);
  sources_->prefixes = run.prefixes;
  if (const auto more = host_.environment("ZEEK_PREFIXES"))
    for (const std::string& prefix : split_path(*more)) sources_->prefixes.push_back(prefix);
  runtime_.find_script = [this](const std::string& name) {
    const auto source = sources_->find(name, kBuiltinFolder);  // not the command line, which also looks in "."
    return source ? source->path : std::string();
  };
  client_ = std::make_unique<Client>(binder_, runtime_);
  parser_ = std::make_unique<syntax::Parser>(*sources_, *client_);
  try {
    if (!parse_base(run.bare) || !parser_->parse(find_scripts(run.scripts))) return false;
    if (!run.assignments.empty()) {
      const std::string text = assignments_as_script(run);
      static const std::string params = "<params>";
      runtime_.reporter.default_place = {&params, 1, 1};
      if (!parser_->parse({literal_source("<params>", text)})) return false;
    }
    if (!run.code.empty() && !parser_->parse({literal_source("<command line>", run.code + "\n;\n")})) return false;
  } catch (const StopParsing&) {
    return false;
  }
  binder_.finish();
  return runtime_.reporter.errors() == 0;
}

bool Interpreter::load_more(const std::string& name, std::string text) {
  const size_t errors_before = runtime_.reporter.errors();
  // One parser reads declarations, then statements; here, anything may follow anything.
  parser_ = std::make_unique<syntax::Parser>(*sources_, *client_);
  try {
    if (!parser_->parse({literal_source(name, std::move(text))})) return false;
  } catch (const StopParsing&) {
    return false;
  }
  binder_.finish();
  return runtime_.reporter.errors() == errors_before;
}

void Interpreter::show_values() { client_->shows_values = true; }

int Interpreter::show_id(const std::string& name) {
  const Symbol* const symbol = runtime_.symbols.find(name);
  if (!symbol) runtime_.reporter.fatal({}, fmt::format("No such ID: {}", name));
  std::string line = fmt::format("{} : {}", name, text_of(*symbol->type));
  if (symbol->value.is_set()) line += " = " + text_of(symbol->value, Description::Style::Extended);
  if (symbol->attributes) {
    Description attributes(Description::Style::Short);
    symbol->attributes->describe(attributes);
    line += ' ' + attributes.text();
  }
  host_.out(line + '\n');
  host_.flush();
  return 0;
}

int Interpreter::fail_for_lack_of_memory() {
  runtime_.reporter.error(Location{}, "out of memory");
  host_.flush();
  return 1;
}

bool Interpreter::write_profile(const std::string& file) {
  host_.err(runtime_.profiler->table());
  std::ofstream out(file);
  out << runtime_.profiler->folded_stacks();
  out.close();
  host_.err(out ? fmt::format("stacks for flame graphs: {}\n", file)
                : fmt::format("whimbrel run: cannot write the stacks to '{}': {}\n", file, std::strerror(errno)));
  return bool(out);
}

int Interpreter::run(const ScriptRun& run) {
  try {
    if (!load(run)) {
      host_.flush();
      return 1;
    }
    if (!run.quiet_about_unused) binder_.warn_of_unused();
    if (!run.show_id.empty()) return show_id(run.show_id);
    if (run.parse_only) return 0;
    if (Symbol* const arguments = runtime_.symbols.find("zeek_script_args"); arguments && arguments->value.is_set())
      for (const std::string& argument : run.script_arguments)
        arguments->value.as<VectorObject>().cells.push_back(string_cell(argument));
    check_broker_options(runtime_);
    ProcessOptions options;
    options.allow_init_errors = host_.environment("ZEEK_ALLOW_INIT_ERRORS").has_value();
    options.status_file = run.status_file;
    for (const auto& [path, level] : binder_.loaded) options.loaded.push_back({path, level});
    if (run.profile) runtime_.profiler = std::make_unique<Profiler>();
    const int status = run_process(runtime_, binder_.statements, binder_.top_level_frame_size(), options);
    if (run.profile && !write_profile(*run.profile)) return std::max(status, 1);
    return status;
  } catch (const ExitProcess& exit) {
    host_.flush();
    return exit.status;
  } catch (const std::bad_alloc&) {  // statements report it themselves; not so the values of globals
    return fail_for_lack_of_memory();
  } catch (const std::length_error&) {
    return fail_for_lack_of_memory();
  }
}

}  // namespace whimbrel::script
