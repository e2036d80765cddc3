// RoutingTable answers one question: who wants this topic?
//
// A radix tree over the bytes of prefixes; a match costs one step per branching byte of the topic. Recent topics are
// remembered with their answer, so a stream on few topics costs one hash and one comparison a message. Sinks are
// pointers that the table never follows. One thread; an answer is valid until the next change.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace whimbrel {

class RoutingTable {
 public:
  using Sink = void*;

  RoutingTable();
  ~RoutingTable();

  /// Replaces everything the sink wants. An empty list removes it.
  void set(Sink sink, std::vector<std::string> prefixes);
  /// Everybody with a prefix of the topic, each once, in no particular order.
  std::span<const Sink> match(std::string_view topic);
  size_t size() const { return prefixes_.size(); }

 private:
  struct Node;
  struct Answer {
    std::string topic;
    std::vector<Sink> sinks;
    bool known = false;
  };

  void add(Sink sink, std::string_view prefix);
  void remove(Sink sink, std::string_view prefix);
  void find(std::string_view topic, std::vector<Sink>& found) const;

  std::unique_ptr<Node> root_;
  std::unordered_map<Sink, std::vector<std::string>> prefixes_;
  std::vector<Answer> recent_;  // by hash of the topic
};

}  // namespace whimbrel
