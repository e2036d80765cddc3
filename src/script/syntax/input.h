// Input: the tokens of all scripts of a run, one file after the other and into each other. Acts on the directives that
// are not part of the grammar: @load, @unload, @prefixes, @pragma and so on.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "script/syntax/lexer.h"
#include "script/syntax/sources.h"

namespace whimbrel::script::syntax {

class InputClient : public LexerClient {
 public:
  virtual void on_begin(const std::string& path, int level) = 0;
  virtual void on_end() = 0;
  virtual void on_warning(const Location& where, const std::string& text) = 0;
  [[noreturn]] virtual void on_fatal(const Location& where, const std::string& text) = 0;
  virtual void on_ignore_deprecations(bool ignore) = 0;
};

class Input {
 public:
  Input(Sources& sources, InputClient& client) : sources_(sources), client_(client) {}

  /// Appends scripts to what is to be read.
  void add(const std::vector<Source>& scripts);
  void next(Token& token);
  void next_of_pattern(Token& token);

  // Conditionals, after their condition or word has been read.
  void begin_conditional(bool holds);
  void at_else(const Location& where);
  void at_endif(const Location& where);

  /// The file that ended last; null if none has.
  const std::string* last_ended() const { return last_ended_; }
  /// Signature files that are not there: said when everything has been read.
  std::vector<std::string> take_missing_signatures() { return std::exchange(missing_signatures_, {}); }

 private:
  struct File {
    File(Source source_, int level_, Location loaded_by_, LexerClient& client)
        : source(std::move(source_)),
          name(file_name(source.path)),
          level(level_),
          loaded_by(loaded_by_),
          lexer(source.text, name, client) {}
    const Source source;
    const std::string* name;
    int level;
    Location loaded_by;  ///< the directive
    Lexer lexer;
    int conditionals = 0;              ///< open ones
    bool skipped = false;              ///< a branch, and the @else or @endif after it comes next
    std::vector<std::string> pragmas;  ///< pushed
  };

  File& current() { return *open_.back(); }
  void open(Source source, int level, Location loaded_by);
  void close(const Location& end);
  bool open_next();
  bool open_prefixed();
  void skip_branch();
  void act_on(const Token& directive);
  bool become_constant(Token& token);
  void load(const Token& directive);
  void unload(const Token& directive);
  void set_prefixes(std::string_view assignment);
  void warn_deprecated(const Token& directive);
  void pragma(const Token& directive);

  Sources& sources_;
  InputClient& client_;
  std::deque<File> files_;   // all of them: tokens refer to their texts
  std::vector<File*> open_;  // those being read, the innermost one last
  std::deque<Source> waiting_;
  size_t prefixes_tried_ = 0;  // for so many of files_
  std::deque<Source> prefixed_;
  const std::string* last_ended_ = nullptr;
  std::vector<std::string> missing_signatures_;
};

}  // namespace whimbrel::script::syntax
