#include "whimbrel/error.h"

namespace whimbrel {

namespace {

struct Row {
  std::string_view name;
  std::string_view text;
  Move move;
};

constexpr Row row_of(ErrorCode code) {
  switch (code) {
#define X(enumerator, code, name, move, text) \
  case ErrorCode::enumerator:                 \
    return {name, text, Move::move};
#include "whimbrel/errors.def"
#undef X
  }
  return row_of(ErrorCode::Unspecified);  // codes also come from the wire
}

}  // namespace

std::string_view name_of(ErrorCode code) { return row_of(code).name; }
std::string_view text_of(ErrorCode code) { return row_of(code).text; }
Move move_of(ErrorCode code) { return row_of(code).move; }

}  // namespace whimbrel
