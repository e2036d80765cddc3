// Bytes as a script: whatever they are, the parser ends, and trees can be thrown away again.
#include "script/syntax/parser.h"

namespace {

using namespace whimbrel::script::syntax;
using whimbrel::script::Location;

struct Fatal {};

class NoClient final : public ParserClient {
  void on_declaration(Declaration) override {}
  void on_statement(StmtPtr) override {}
  void on_file_begin(const std::string&, int) override {}
  void on_file_end() override {}
  bool on_condition(const Expr& condition) override { return condition.kind == Expr::Literal; }
  bool is_defined(std::string_view name, const Location&) override { return name.size() % 2 == 0; }
  void warning(const Location&, const std::string&) override {}
  void error(const Location&, const std::string&) override {}
  void fatal(const Location&, const std::string&) override { throw Fatal{}; }
  void set_ignore_deprecations(bool) override {}
};

/// Would it have files of this machine read, or standard input?
bool loads_files(std::string_view text) {
  for (size_t at = text.find("load"); at != text.npos; at = text.find("load", at + 1)) {
    const size_t name = text.find_first_not_of(" \t", at + 4);
    if (name != text.npos && (text[name] == '/' || text[name] == '-')) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (loads_files(text)) return 0;
  // Base scripts that load each other, and end in the middle of a declaration.
  Sources sources({}, [](std::string_view path) -> std::optional<std::string_view> {
    if (path == "a.zeek") return "@load b\nmodule A; global a";
    if (path == "b.zeek") return "@load a\n= 1;";
    return std::nullopt;
  });
  NoClient client;
  Parser parser(sources, client);
  try {
    parser.parse({{"base/fuzz.zeek", "base/fuzz.zeek", text}});
  } catch (const Fatal&) {
  }
  return 0;
}
