#include "script/run/backtrace.h"

#include "script/run/call_stack.h"
#include "script/run/runtime.h"

namespace whimbrel::script {
namespace {

/// Makes the records of the base scripts' types; they have the fields in this order: BacktraceElement: function_name,
/// function_args, file_location, line_location; call_argument: name, type, default_val, value.
class BacktraceMaker {
 public:
  explicit BacktraceMaker(Runtime& runtime)
      : elements_(type_named(runtime, "Backtrace")),
        element_(type_named(runtime, "BacktraceElement")),
        arguments_(type_named(runtime, "call_argument_vector")),
        argument_(type_named(runtime, "call_argument")) {}

  bool is_possible() const { return elements_ && element_ && arguments_ && argument_; }

  Ref<VectorObject> make_trace() const { return make<VectorObject>(Ref<VectorType>(elements_->as_vector())); }

  Cell element(std::string_view name, Cell arguments, const Location& where) const {
    auto record = make<RecordObject>(Ref<RecordType>(element_->as_record()));
    record->cells.resize(record->type->fields.size());
    record->cells[0] = string_cell(std::string(name));
    record->cells[1] = std::move(arguments);
    if (where) {
      record->cells[2] = string_cell(*where.file);
      record->cells[3] = Cell::count(static_cast<uint64_t>(where.first_line));
    }
    return Cell(record);
  }

  Cell no_arguments() const { return Cell(make<VectorObject>(Ref<VectorType>(arguments_->as_vector()))); }

  Cell arguments_of(Frame& evaluator, const Frame& frame) const {
    auto all = make<VectorObject>(Ref<VectorType>(arguments_->as_vector()));
    const std::vector<Field>& fields = frame.function->type->parameters->fields;
    size_t i = 0;
    for (const Cell& value : entry_arguments(frame)) {
      const std::vector<int>& places = frame.body->places;
      const size_t place = i < places.size() ? static_cast<size_t>(places[i]) : i;
      if (place < fields.size()) all->cells.push_back(argument(evaluator, fields[place], value));
      ++i;
    }
    return Cell(all);
  }

 private:
  static Type* type_named(Runtime& runtime, std::string_view name) {
    const Symbol* symbol = runtime.symbols.find(name);
    return symbol && symbol->is_type ? symbol->type.get() : nullptr;
  }

  Cell argument(Frame& evaluator, const Field& field, const Cell& value) const {
    auto record = make<RecordObject>(Ref<RecordType>(argument_->as_record()));
    record->cells.resize(record->type->fields.size());
    record->cells[0] = string_cell(field.name);
    record->cells[1] = string_cell(text_of(*field.type));
    const Attribute* standard = field.attributes ? field.attributes->find(AttributeKind::Default) : nullptr;
    if (standard && standard->value) record->cells[2] = standard->value->eval(evaluator);
    record->cells[3] = value;
    return Cell(record);
  }

  Type *elements_, *element_, *arguments_, *argument_;
};

}  // namespace

Cell backtrace(const Frame& frame, std::string_view top, const Location& where) {
  Runtime& runtime = frame.runtime;
  const BacktraceMaker maker(runtime);
  if (!maker.is_possible()) return {};
  const Ref<VectorObject> trace = maker.make_trace();
  if (!top.empty()) trace->cells.push_back(maker.element(top, maker.no_arguments(), where));
  for (const Frame* call : call_stack(frame))
    trace->cells.push_back(maker.element(call->function->name, maker.arguments_of(runtime.top_frame(), *call),
                                         call->call ? call->call->where() : Location{}));
  return Cell(trace);
}

}  // namespace whimbrel::script
