// Picture: what `whimbrel top` shows: two looks at a node, as lines of text. Rates are what happened between the two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "status.h"

namespace whimbrel::top {

/// By what the rows of the tables are sorted: names ascending, all else descending.
enum class Sort : uint8_t { Name, In, Out, Bytes, Queue, Lost };
enum class Shown : uint8_t { All, Members, Topics };

struct Wishes {
  Sort sort = Sort::In;
  bool is_reversed = false;
  Shown shown = Shown::All;
  bool colours = false;
};

/// For a screen of that size. The first lines tell of the node, then come peers and clients, and topics. `height`: 0
/// for as many lines as it takes.
std::vector<std::string> picture(const Status& before, const Status& now, const Wishes& wishes, size_t width,
                                 size_t height);

/// "0", "12.5", "1200", "34.5k", "1.25M"
std::string short_number(double number);
/// The bound below which that part (0 to 1) of all lies: "25 us", "2.5 ms", "> 10 s"; "-" if there are none.
std::string percentile(const std::vector<int64_t>& bounds_us, const Buckets& counts, double part);

}  // namespace whimbrel::top
