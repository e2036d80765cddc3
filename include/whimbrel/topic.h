// Topics are byte strings, by convention '/'-separated; a subscription is a prefix of topics, compared byte by byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whimbrel {

/// Longest topic that fits into a frame, in bytes.
inline constexpr size_t kMaxTopicSize = 65535;
/// Topic of pings, pongs and routing updates.
inline constexpr std::string_view kReservedTopic = "<$>";
/// Topics below this prefix never leave an endpoint.
inline constexpr std::string_view kLocalPrefix = "<$>/local/";

/// Joins two topics with one '/' where none is; a single '/' at the end of the result is cut.
std::string join_topics(std::string_view a, std::string_view b);

/// The prefixes an endpoint wants: sorted, and minimal (no entry is a prefix of another).
class Filter {
 public:
  Filter() = default;
  explicit Filter(const std::vector<std::string>& prefixes);

  /// Adds a prefix; false if an entry covered it already.
  bool add(std::string_view prefix);
  bool matches(std::string_view topic) const;
  const std::vector<std::string>& prefixes() const { return prefixes_; }
  bool operator==(const Filter&) const = default;

 private:
  std::vector<std::string> prefixes_;
};

}  // namespace whimbrel
