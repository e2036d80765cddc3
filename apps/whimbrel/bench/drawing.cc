#include "drawing.h"

#include <fmt/format.h>

namespace whimbrel::bench {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

void Drawing::text(Point at, std::string_view text, Anchor anchor, std::string_view style) {
  constexpr std::string_view kAnchors[] = {"start", "middle", "end"};
  body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" style=\"{}\">{}</text>\n", at.x, at.y,
                       kAnchors[static_cast<size_t>(anchor)], style, escaped(text));
}

void Drawing::line(Point from, Point to, std::string_view style) {
  body_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" style=\"{}\"/>\n", from.x, from.y,
                       to.x, to.y, style);
}

void Drawing::box(Point corner, double width, double height, std::string_view colour) {
  body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n", corner.x,
                       corner.y, width, height, colour);
}

void Drawing::path(const std::vector<Point>& points, std::string_view style) {
  std::string coordinates;
  for (const Point& point : points) coordinates += fmt::format("{:.1f},{:.1f} ", point.x, point.y);
  body_ += fmt::format("<polyline points=\"{}\" style=\"fill:none;{}\"/>\n", coordinates, style);
}

std::string Drawing::svg(double height) const {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
      "font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222\">\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n{2}</svg>\n",
      width_, height, body_);
}

}  // namespace whimbrel::bench
