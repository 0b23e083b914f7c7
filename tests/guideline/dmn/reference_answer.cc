#include "tests/guideline/dmn/reference_answer.h"

#include <cstdio>
#include <cstdlib>

#include "base/clock.h"

namespace wervelwijzer::dmn {
namespace {

OutputValue ToOutput(const Value& value) {
  OutputValue output;
  if (const bool* boolean = value.AsBoolean()) {
    output.kind = OutputValue::Kind::kBoolean;
    output.boolean = *boolean;
  } else if (const Decimal* number = value.AsNumber()) {
    output.kind = OutputValue::Kind::kNumber;
    output.number = number->ToDouble();
  } else if (const std::string* text = value.AsString()) {
    output.kind = OutputValue::Kind::kString;
    output.text = *text;
  } else if (!value.is_null()) {
    std::fprintf(stderr, "unexpected value %s\n", value.ToString().c_str());
    std::abort();
  }
  return output;
}

ValueContext ConstantsOf(std::span<const Parameter> parameters) {
  ValueContext constants;
  for (const Parameter& parameter : parameters) {
    constants.Set(parameter.name, Decimal::Parse(NumberText(parameter.value)));
  }
  return constants;
}

}  // namespace

ReferenceAnswer::ReferenceAnswer(std::span<const Model> models,
                                 std::span<const Parameter> parameters, const Program& program)
    : program_(&program) {
  Result<ReferenceModel> reference = ReferenceModel::Build(models, ConstantsOf(parameters));
  if (!reference) {
    std::fprintf(stderr, "%s\n", reference.error().ToString().c_str());
    std::abort();
  }
  reference_ = std::make_shared<const ReferenceModel>(std::move(*reference));
}

Value ReferenceAnswer::ToValue(const std::string& input, const OutputValue& value) const {
  switch (value.kind) {
    case OutputValue::Kind::kBoolean:
      return value.boolean;
    case OutputValue::Kind::kString:
      return value.text;
    case OutputValue::Kind::kNone:
      return {};
    case OutputValue::Kind::kNumber:
      break;
  }
  if (program_->inputs()[*program_->FindInput(input)].kind != InputKind::kDate) {
    return Decimal::Parse(NumberText(value.number));
  }
  const CivilTime day = DateOfDayNumber(static_cast<std::int64_t>(value.number));
  return Date{day.year, day.month, day.day};
}

Oracle::Answer ReferenceAnswer::operator()(const std::string& decision,
                                           const Oracle::Values& values) const {
  ValueContext context;
  for (const auto& [name, value] : values) context.Set(name, ToValue(name, value));
  Value unused;
  return Ask(decision, context, &unused);
}

Oracle::Answer ReferenceAnswer::Ask(const std::string& decision, const ValueContext& context,
                                    Value* value) const {
  const auto answer = reference_->EvaluateTable(decision, context);
  if (!answer) {
    std::fprintf(stderr, "%s\n", answer.error().ToString().c_str());
    std::abort();
  }
  *value = answer->value;
  const ProgramDecision& own = program_->decisions()[*program_->FindDecision(decision)];
  Oracle::Answer result;
  if (own.collect) {
    for (const std::size_t rule : answer->rules) result.fired |= Mask{1} << rule;
    return result;
  }
  if (const ValueContext* row = answer->value.AsContext()) {
    for (const std::string& name : own.output_names) {
      const Value* cell = row->Find(name);
      result.row.push_back(cell != nullptr ? ToOutput(*cell) : OutputValue{});
    }
  } else {
    result.row.push_back(ToOutput(answer->value));
  }
  // Of the rules that hold, the first that gives this row is the one that counts.
  for (const std::size_t rule : answer->rules) {
    if (own.results[own.rules[rule].result] != result.row) continue;
    result.fired = Mask{1} << rule;
    break;
  }
  return result;
}

}  // namespace wervelwijzer::dmn
