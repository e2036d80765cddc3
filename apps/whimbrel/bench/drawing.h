// Drawing: the few shapes of SVG that a plot needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace whimbrel::bench {

struct Point {
  double x, y;
};

class Drawing {
 public:
  explicit Drawing(double width) : width_(width) {}

  enum class Anchor : uint8_t { Start, Middle, End };
  void text(Point at, std::string_view text, Anchor anchor = Anchor::Start, std::string_view style = "");
  void line(Point from, Point to, std::string_view style);
  void box(Point corner, double width, double height, std::string_view colour);
  void path(const std::vector<Point>& points, std::string_view style);

  std::string svg(double height) const;

 private:
  const double width_;
  std::string body_;
};

}  // namespace whimbrel::bench
