// sort() and order().
#include <algorithm>
#include <optional>

#include "script/builtins/containers.h"
#include "script/builtins/support.h"

namespace whimbrel::script {

namespace {

bool is_numeric(Tag tag) {
  switch (tag) {
    case Tag::Bool:
    case Tag::Int:
    case Tag::Count:
    case Tag::Double:
    case Tag::Time:
    case Tag::Interval:
    case Tag::Enum:
    case Tag::Port:
      return true;
    default:
      return false;
  }
}

/// May it be called as f(a: element, b: element): int?
bool compares(const FuncType& type, const Type& element) {
  const auto& parameters = type.parameters->fields;
  return type.yield && type.yield->tag() == Tag::Int && parameters.size() == 2 &&
         std::ranges::all_of(parameters, [&](const Field& field) {
           return field.type->tag() == Tag::Any || same_type(*field.type, element);
         });
}

/// Finds the order of a vector's elements.
///
/// A script's comparison may contradict itself, which std::sort() does not survive: it then leaves its range. So there
/// is a guard at each end, which compares as if it were equal to everything and stops it.
class Sorter {
 public:
  Sorter(BuiltinCall& call, const std::vector<Cell>& cells, FuncObject* comparison)
      : call_(call), cells_(cells), comparison_(comparison) {}

  std::vector<size_t> run() {
    std::vector<size_t> places(cells_.size() + 2, kGuard);
    for (size_t i = 0; i < cells_.size(); ++i) places[i + 1] = i;
    std::sort(places.begin() + 1, places.end() - 1, [this](size_t a, size_t b) { return before(a, b); });
    return {places.begin() + 1, places.end() - 1};
  }

 private:
  static constexpr size_t kGuard = SIZE_MAX;

  bool before(size_t i, size_t j) {
    if (i == kGuard || j == kGuard) return false;
    const Cell &a = cells_[i], &b = cells_[j];
    if (!a.is_set() || !b.is_set()) return a.is_set();  // holes go last
    if (!comparison_) return compare(a, b) < 0;
    const Cell order = call_.runtime.call(*comparison_, {a, b}, &call_.frame, call_.expression);
    return order.is_set() && order.as_int() < 0;
  }

  BuiltinCall& call_;
  const std::vector<Cell> cells_;  // a copy: the comparison may change the vector
  FuncObject* comparison_;
};

/// What sort() and order() have in common: checks the arguments. Nothing, and reported, if something is wrong.
std::optional<std::vector<size_t>> sorted_places(BuiltinCall& call, const std::string& name) {
  const auto wrong = [&](const std::string& text) {
    builtin_error(call, text);
    return std::nullopt;
  };
  if (call.arguments.empty() || call.arguments[0].tag() != Tag::Vector) return wrong(name + "() requires vector");
  const auto& vector = call.arguments[0].as<VectorObject>();
  FuncObject* comparison = nullptr;
  if (call.arguments.size() > 1) {
    if (call.arguments[1].tag() != Tag::Func)
      return wrong("second argument to " + name + "() needs to be comparison function");
    comparison = &call.arguments[1].as<FuncObject>();
    if (!compares(*comparison->function->type, *vector.type->yield))
      return wrong("invalid comparison function in call to " + name + "()");
  } else if (!is_numeric(vector.type->yield->tag()) && !vector.cells.empty()) {
    return wrong("comparison function required for " + name + "() with non-numeric types");
  }
  return Sorter(call, vector.cells, comparison).run();
}

Cell sort(BuiltinCall& call) {
  const auto places = sorted_places(call, "sort");
  if (!places) return call.arguments.empty() ? Cell() : call.arguments[0];
  auto& vector = call.arguments[0].as<VectorObject>();
  std::vector<Cell> sorted;
  sorted.reserve(places->size());
  for (const size_t place : *places)
    if (place < vector.cells.size()) sorted.push_back(vector.cells[place]);
  vector.cells = std::move(sorted);
  if (vector.watched) call.runtime.modified(&vector);
  return call.arguments[0];
}

Cell order(BuiltinCall& call) {
  auto result = result_vector(call, "index_vec");
  if (const auto places = sorted_places(call, "order"))
    for (const size_t place : *places) result->cells.push_back(Cell::count(place));
  return result;
}

}  // namespace

void add_sort_builtins(Registry& registry) {
  registry.add("sort(va_args: any): any", sort);
  registry.add("order(va_args: any): index_vec", order);
}

}  // namespace whimbrel::script
