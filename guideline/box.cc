#include "guideline/box.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "guideline/derive.h"
#include "guideline/dmn/cells.h"

namespace wervelwijzer::guideline {
namespace {

using dmn::Mask;

bool IsNumeric(InputType type) {
  return type == InputType::kNumber || type == InputType::kDuration || type == InputType::kDate;
}

// True when the input can have a value that lies in the atom.
bool Exists(const InputDefinition& definition, const dmn::Interval& atom) {
  if (definition.allowed_values.empty()) {
    const dmn::Interval domain{definition.minimum, definition.maximum, definition.minimum_open,
                               false};
    return dmn::Meets(atom, domain, definition.whole ? dmn::Numbers::kWhole : dmn::Numbers::kAll);
  }
  return std::ranges::any_of(definition.allowed_values, [&](const std::string& text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return dmn::Contains(atom, value);
  });
}

bool KindFits(const dmn::ProgramInput& input, InputType type) {
  switch (input.kind) {
    case dmn::InputKind::kBoolean:
      return type == InputType::kBoolean;
    case dmn::InputKind::kEnumeration:
      return type == InputType::kEnumeration;
    case dmn::InputKind::kNumber:
      return type == InputType::kNumber || type == InputType::kDuration;
    case dmn::InputKind::kDate:
      return type == InputType::kDate;
  }
  return false;
}

// Known, as what cannot be judged, even when nothing behind it is.
bool IsComputed(InputSource::Kind kind) {
  return kind == InputSource::Kind::kPerformanceBasis || kind == InputSource::Kind::kPainDecrease;
}

// Same codes on both sides, whatever the order.
bool SameCodes(const dmn::ProgramInput& input, const InputDefinition& definition) {
  return input.atoms.size() == definition.allowed_values.size() &&
         std::ranges::all_of(input.atoms, [&](const dmn::Atom& atom) {
           return definition.Allows(std::string_view(atom.text));
         });
}

}  // namespace

Result<InputSource> FindSource(const InputCatalogue& catalogue, const dmn::ProgramInput& input) {
  using Kind = InputSource::Kind;
  const auto behind = [&catalogue](std::initializer_list<std::string_view> ids) {
    std::vector<CatalogueIndex> found;
    for (std::string_view id : ids)
      if (const auto index = catalogue.Find(id)) found.push_back(*index);
    return found;
  };
  if (input.id == "performance-basis")
    return InputSource{Kind::kPerformanceBasis, behind({"kps", "ecog"}), {}};
  if (input.id == "pain-decrease")
    return InputSource{Kind::kPainDecrease, behind({"pain-nrs", "pain-nrs-baseline"}), {}};
  if (const auto index = catalogue.Find(input.id)) {
    const InputDefinition& definition = catalogue.definitions()[*index];
    if (!KindFits(input, definition.type))
      return InvalidInput("input `" + input.id + "` has another type in the models");
    if (!IsNumeric(definition.type) && !SameCodes(input, definition))
      return InvalidInput("input `" + input.id + "` has other values in the models");
    return InputSource{Kind::kDirect, {*index}, {}};
  }
  const std::size_t dot = input.id.find('.');
  const auto set = catalogue.Find(std::string_view(input.id).substr(0, dot));
  if (dot != std::string::npos && set) {
    const InputDefinition& definition = catalogue.definitions()[*set];
    std::string member = input.id.substr(dot + 1);
    if (definition.type == InputType::kSet && definition.Allows(std::string_view(member)))
      return InputSource{Kind::kMember, {*set}, std::move(member)};
  }
  return InvalidInput("input `" + input.id + "` of the models is not in inputs.tsv");
}

Result<BoxBuilder> BoxBuilder::Make(const InputCatalogue& catalogue, const dmn::Program& program) {
  BoxBuilder builder(catalogue, program);
  builder.fed_.resize(catalogue.definitions().size());
  for (const dmn::ProgramInput& input : program.inputs()) {
    Result<Source> source = FindSource(catalogue, input);
    if (!source.ok()) return std::move(source).error();
    const auto index = static_cast<dmn::InputIndex>(builder.sources_.size());
    for (CatalogueIndex behind : source->behind) builder.fed_[behind].push_back(index);
    builder.unknown_.push_back(builder.Existing(input, *source));
    if (IsComputed(source->kind)) builder.computed_.push_back(index);
    builder.sources_.push_back(std::move(source).value());
  }
  return builder;
}

Mask BoxBuilder::Existing(const dmn::ProgramInput& input, const Source& source) const {
  if (source.kind != Kind::kDirect) return input.full;
  const InputDefinition& definition = catalogue_->definitions()[source.behind.front()];
  if (!IsNumeric(definition.type)) return input.full;
  Mask mask = 0;
  for (std::size_t i = 0; i < input.atoms.size(); ++i)
    if (Exists(definition, input.atoms[i].interval)) mask |= Mask{1} << i;
  return mask != 0 ? mask : input.full;
}

// A value beyond the range that the models look at falls in the atom at that end.
Mask BoxBuilder::MaskOf(dmn::InputIndex index, const ValueSet& values) const {
  const dmn::ProgramInput& input = program_->inputs()[index];
  Mask mask = 0;
  for (const std::string& code : values.codes) mask |= program_->MaskOfCode(index, code);
  for (const dmn::Interval& range : values.ranges) {
    Mask part = program_->MaskOfRange(index, range);
    if (part == 0) {
      const bool below = range.high <= input.atoms.front().interval.low;
      part = Mask{1} << (below ? 0 : input.atoms.size() - 1);
    }
    mask |= part;
  }
  if ((mask & unknown_[index]) != 0) mask &= unknown_[index];
  return mask != 0 ? mask : unknown_[index];
}

Mask BoxBuilder::MaskOfComputed(dmn::InputIndex index, const Inputs& inputs) const {
  Mask mask = 0;
  if (sources_[index].kind == Kind::kPerformanceBasis) {
    const PerformanceBasis basis = FindPerformanceBasis(inputs);
    if (basis == PerformanceBasis::kKps) mask = program_->MaskOfCode(index, "kps");
    if (basis == PerformanceBasis::kEcog) mask = program_->MaskOfCode(index, "ecog");
  } else {
    const PainDecrease decrease = JudgePainDecrease(inputs);
    if (!decrease.judged) mask = program_->MaskOfCode(index, "not-judged");
    if (decrease.may_be_relevant) mask |= program_->MaskOfCode(index, "relevant");
    if (decrease.may_be_irrelevant) mask |= program_->MaskOfCode(index, "not-relevant");
  }
  return mask != 0 ? mask : unknown_[index];
}

Mask BoxBuilder::MaskFor(dmn::InputIndex index, const Inputs& inputs, Origins origins) const {
  const Source& source = sources_[index];
  if (IsComputed(source.kind)) return MaskOfComputed(index, inputs);
  const InputState& state = inputs.Get(source.behind.front());
  if (state.origin == Origin::kUnknown) return unknown_[index];
  if (state.origin == Origin::kDerived && origins == Origins::kStated) return unknown_[index];
  if (source.kind != Kind::kMember) return MaskOf(index, state.values);
  const bool present =
      std::ranges::find(state.values.codes, source.member) != state.values.codes.end();
  return program_->MaskOfCode(index, present ? "true" : "false");
}

void BoxBuilder::Fill(const Inputs& inputs, Origins origins, dmn::Box& box) const {
  box = unknown_;
  for (const dmn::InputIndex index : computed_) box[index] = MaskFor(index, inputs, origins);
  inputs.ForEachKnown(
      [&](CatalogueIndex input, const InputState&) { Refill(inputs, origins, input, box); });
}

void BoxBuilder::KeepStated(const Inputs& inputs, dmn::Box& box) const {
  inputs.ForEachKnown([&](CatalogueIndex input, const InputState& state) {
    if (state.origin == Origin::kDerived) Refill(inputs, Origins::kStated, input, box);
  });
}

void BoxBuilder::Refill(const Inputs& inputs, Origins origins, CatalogueIndex changed,
                        dmn::Box& box) const {
  for (dmn::InputIndex index : fed_[changed]) box[index] = MaskFor(index, inputs, origins);
}

void BoxBuilder::Forget(CatalogueIndex input, dmn::Box& box) const {
  for (dmn::InputIndex index : fed_[input]) box[index] = unknown_[index];
}

std::vector<CatalogueIndex> BoxBuilder::DecidingBehind(dmn::InputIndex input,
                                                       const Inputs& inputs) const {
  const Source& source = sources_[input];
  if (source.kind != Kind::kPainDecrease) return source.behind;
  const PainDecrease decrease = JudgePainDecrease(inputs);
  std::vector<CatalogueIndex> deciding;
  for (CatalogueIndex behind : source.behind) {
    const bool is_score = catalogue_->definitions()[behind].id == "pain-nrs";
    if (is_score ? decrease.score_decides : decrease.baseline_decides) deciding.push_back(behind);
  }
  return deciding;
}

std::optional<dmn::InputIndex> BoxBuilder::Direct(CatalogueIndex input) const {
  for (dmn::InputIndex index : fed_[input])
    if (sources_[index].kind == Kind::kDirect) return index;
  return std::nullopt;
}

}  // namespace wervelwijzer::guideline
