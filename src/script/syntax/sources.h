// Sources: finds the text of scripts, in files, in ZEEKPATH, and among the base scripts that are part of the program.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace whimbrel::script::syntax {

/// Something to parse.
struct Source {
  std::string path;  ///< as messages show it: "./x.zeek", "<command line>", "<params>"
  std::string id;    ///< the same for the same file: the canonical path
  std::string text;
};

class Sources {
 public:
  /// `embedded(path)`: the text of a base script such as "base/utils/strings.zeek", or nothing.
  using Embedded = std::function<std::optional<std::string_view>(std::string_view path)>;
  Sources(std::vector<std::string> search_path, Embedded embedded);

  /// A script by the name in an @load or on the command line; `from` is the file with the directive, "" for the command
  /// line. A name without ".zeek" may leave that off, and a directory means its __load__.zeek. Nothing: not found.
  std::optional<Source> find(std::string_view name, std::string_view from) const;
  /// Marks it as read. False if it was already.
  bool mark(const Source& source) { return read_.insert(source.id).second; }
  /// Of scripts (@prefixes, -p): for each script "a/b.zeek" that is read, "PREFIX.a.b.zeek" is, too.
  std::vector<std::string> prefixes;
  /// "a.b.zeek" for the script that messages show as "./a/b.zeek" or that is a/b.zeek in a folder of the search path.
  std::string flattened(std::string_view path) const;
  const std::vector<std::string>& search_path() const { return search_path_; }

 private:
  std::optional<Source> find_beside(std::string_view name, std::string_view from) const;
  std::optional<Source> find_file(const std::string& path) const;
  std::optional<Source> find_embedded(std::string_view path) const;

  std::vector<std::string> search_path_;
  Embedded embedded_;
  std::set<std::string> read_;
};

}  // namespace whimbrel::script::syntax
