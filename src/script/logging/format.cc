#include "script/logging/format.h"

#include "script/model/describe.h"
#include "script/model/function.h"

namespace whimbrel::script::logging {

namespace {

std::string stamp(std::time_t now) {
  tm parts{};
  char text[64];
  ::localtime_r(&now, &parts);
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d-%H-%M-%S", &parts)};
}

}  // namespace

std::string FileFrame::opening(std::time_t now) const {
  return head_rest.empty() ? head : head + stamp(now) + head_rest;
}

std::string FileFrame::closing(std::time_t now) const { return tail.empty() ? "" : tail + stamp(now) + '\n'; }

std::string_view text_of_name(const Cell& cell, std::string& scratch) {
  switch (cell.tag()) {
    case Tag::String:
      return cell.string();
    case Tag::Enum:
      return cell.enum_type()->name_of_value(cell.enum_value());
    case Tag::File:
      return cell.as<FileObject>().name;
    default:
      scratch = text_of(cell);
      return scratch;
  }
}

std::string type_text(const Column& column) {
  if (column.tag == Tag::Table) return "set[" + std::string(name_of(column.element)) + ']';
  std::string text(name_of(column.tag));
  if (column.tag == Tag::Vector) text += '[' + std::string(name_of(column.element)) + ']';
  return text;
}

}  // namespace whimbrel::script::logging
