// DuplicateWindow: has a message with this origin and number been here before?
//
// Endpoints that forward number what they pass on (docs/formats/extensions.md), so that a message which comes along two
// paths is taken once. For each origin the window remembers the last kSpan numbers; older ones count as seen. Memory is
// bounded: the origin that was silent longest is forgotten first. One thread.
#pragma once

#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

#include "whimbrel/endpoint_id.h"

namespace whimbrel {

class DuplicateWindow {
 public:
  static constexpr uint64_t kSpan = 1 << 16;
  static constexpr size_t kMostOrigins = 1024;

  /// One origin's numbers. Valid until the next call of origin().
  class Numbers {
   public:
    /// True if the number is new; it is known from then on.
    bool take(uint64_t number);

   private:
    friend class DuplicateWindow;
    void forget(uint64_t from, uint64_t to);
    uint64_t next_ = 0;  // one more than the highest number seen
    std::vector<uint64_t> seen_;
    std::list<EndpointId>::iterator age_;
  };

  Numbers& origin(const EndpointId& id);
  size_t origins() const { return origins_.size(); }

 private:
  std::unordered_map<EndpointId, Numbers> origins_;
  std::list<EndpointId> by_age_;  // the one heard of last comes first
};

}  // namespace whimbrel
