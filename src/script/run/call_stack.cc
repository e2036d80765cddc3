#include "script/run/call_stack.h"

#include <algorithm>

namespace whimbrel::script {
namespace {

// Of a stack that has run too deep, the ends tell enough.
constexpr size_t kShownAtEnds = 20;

std::string entry_text(size_t level, const Frame& frame) {
  std::string text = "#" + std::to_string(level) + " " + frame.function->name + "(";
  const char* separator = "";
  for (const Cell& argument : entry_arguments(frame)) {
    text += separator;
    if (argument.is_set()) text += text_of(argument, Description::Style::Short);
    separator = ", ";
  }
  text += ")";
  if (frame.call && frame.call->where()) {
    const Location& where = frame.call->where();
    text += " at " + *where.file + ":" + std::to_string(where.first_line);
  }
  return text;
}

}  // namespace

std::vector<const Frame*> call_stack(const Frame& innermost) {
  std::vector<const Frame*> frames;
  for (const Frame* frame = &innermost; frame; frame = frame->caller)
    if (frame->function) frames.push_back(frame);
  return frames;
}

std::span<const Cell> entry_arguments(const Frame& frame) {
  if (frame.entry_arguments) return *frame.entry_arguments;
  const size_t count = frame.body ? static_cast<size_t>(frame.body->parameters) : 0;
  return {frame.cells.data(), std::min(count, frame.cells.size())};
}

std::string call_stack_text(const Frame& innermost) {
  const std::vector<const Frame*> frames = call_stack(innermost);
  std::string text;
  for (size_t level = 0; level < frames.size(); ++level) {
    if (frames.size() > 2 * kShownAtEnds && level == kShownAtEnds) {
      text += "| ... ";
      level = frames.size() - kShownAtEnds;
    }
    text += "| " + entry_text(level, *frames[level]) + " ";
  }
  return text.empty() ? text : text + "|";
}

}  // namespace whimbrel::script
