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
  /// Everybody with a prefix of the topic, each once, in the order in which they came.
  std::span<const Sink> match(std::string_view topic);
  size_t size() const { return prefixes_.size(); }

 private:
  using Numbered = std::pair<uint64_t, Sink>;  // by the number they came with: the same each time a program runs
  struct Node;
  struct Answer {
    std::string topic;
    std::vector<Sink> sinks;
    bool known = false;
  };

  void add(Sink sink, std::string_view prefix);
  void remove(Sink sink, std::string_view prefix);
  void find(std::string_view topic, std::vector<Sink>& found);

  std::unique_ptr<Node> root_;
  struct Known {
    uint64_t number;
    std::vector<std::string> prefixes;
  };
  std::unordered_map<Sink, Known> prefixes_;
  uint64_t last_number_ = 0;
  std::vector<Numbered> matches_;  // of find()
  std::vector<Answer> recent_;     // by hash of the topic
};

}  // namespace whimbrel
