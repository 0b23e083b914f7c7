// From a box to the decisions in the form of the contract.

#include "guideline/evaluate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "guideline/decide.h"

namespace wervelwijzer::guideline {
namespace {

using dmn::Evaluation;
using dmn::Mask;
using dmn::ProgramDecision;
using Depth = dmn::Program::Depth;

bool Has(Mask mask, std::size_t bit) { return (mask >> bit & Mask{1}) != 0; }

// Takes the lowest bit out of the mask; where it was.
// REQUIRES: mask != 0.
std::size_t TakeLowest(Mask& mask) {
  const auto lowest = static_cast<std::size_t>(std::countr_zero(mask));
  mask &= mask - 1;
  return lowest;
}

void AddOnce(std::vector<std::string_view>& texts, std::string_view text) {
  if (std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
}

// Results of a table, at most one per bit of a mask. Allocates nothing.
class ResultList {
 public:
  void Add(std::size_t result) { results_[count_++] = static_cast<std::uint8_t>(result); }
  std::size_t size() const { return count_; }
  std::size_t front() const { return results_[0]; }
  const std::uint8_t* begin() const { return results_.data(); }
  const std::uint8_t* end() const { return results_.data() + count_; }

 private:
  std::array<std::uint8_t, 64> results_;
  std::size_t count_ = 0;
};

// The results of the mask in the order of the rules that give them.
ResultList ResultsInTableOrder(const ProgramDecision& decision, const Evaluation& evaluation) {
  ResultList order;
  Mask left = evaluation.results;
  for (Mask rules = evaluation.may_rules; rules != 0 && left != 0;) {
    const std::size_t result = decision.rules[TakeLowest(rules)].result;
    if (!Has(left, result)) continue;
    left &= ~(Mask{1} << result);
    order.Add(result);
  }
  while (left != 0) order.Add(TakeLowest(left));
  return order;
}

bool ComesBefore(const OutputValue& a, const OutputValue& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == OutputValue::Kind::kBoolean) return !a.boolean && b.boolean;
  if (a.kind == OutputValue::Kind::kNumber) return a.number < b.number;
  return false;  // codes keep the order of the table
}

// What the results have in common is the result; members that differ are details still open.
void SplitDetails(const ProgramDecision& table, const ResultList& results, Decision& decision) {
  Members common;
  for (std::size_t member = 0; member < table.output_names.size(); ++member) {
    std::vector<OutputValue> values;
    for (std::size_t result : results) {
      const OutputValue& value = table.results[result][member];
      if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    const bool same = values.size() == 1;
    std::erase_if(values, [](const OutputValue& v) { return v.kind == OutputValue::Kind::kNone; });
    std::ranges::stable_sort(values, ComesBefore);
    if (values.empty()) continue;
    if (same) {
      common.emplace_back(table.output_names[member], std::move(values.front()));
    } else {
      decision.open_details.emplace_back(table.output_names[member], std::move(values));
    }
  }
  decision.result = DecisionResult(std::move(common));
}

bool SameOutcome(const ProgramDecision& table, const ResultList& results) {
  return std::ranges::all_of(results, [&](std::size_t result) {
    return table.results[result].front() == table.results[results.front()].front();
  });
}

}  // namespace

// Writes one decision; the questions to the engine and what they mean.
class DecisionWriter {
 public:
  DecisionWriter(const DecideContext& context, const DecisionPlan& plan, const dmn::Box& box)
      : context_(context), plan_(plan), box_(box) {
    decision_.id = plan.id;
    decision_.model = plan.model;
  }

  Decision Run() {
    if (plan_.applicable && IsKnownNotToApply()) {
      decision_.status = DecisionStatus::kNotApplicable;
      return std::move(decision_);
    }
    if (MarkInconsistent()) return std::move(decision_);
    if (plan_.main) WriteMain();
    for (const ListPlan& list : plan_.lists) WriteList(list);
    return std::move(decision_);
  }

 private:
  const dmn::Program& program() const { return context_.patient.program; }
  const ProgramDecision& Table(dmn::DecisionIndex index) const {
    return program().decisions()[index];
  }
  DecisionResult ResultAt(std::size_t result) const {
    return DecisionResult::PointTo(plan_.results[result]);
  }
  void Ask(dmn::DecisionIndex index, const dmn::Box& box, Depth depth, Evaluation& evaluation) {
    program().Evaluate(index, box, depth, context_.patient.workspace, evaluation);
  }

  bool IsKnownNotToApply();
  bool MarkInconsistent();
  void WriteMain();
  void WriteUndetermined(const ResultList& results);
  void WriteList(const ListPlan& list);
  void FinishOutcomeList(const Evaluation& evaluation, CodeList& outcome);
  void WriteNeeded(const Evaluation& evaluation, std::vector<std::string_view>& needed);
  void AddRules(const ProgramDecision& table, Mask rules);
  void AddParameters(Mask rules);
  void AddParameter(const std::string& name);
  void AddParametersOfEvidence(const ProgramDecision& table, Mask rules);

  const DecideContext& context_;
  const DecisionPlan& plan_;
  const dmn::Box& box_;
  Decision decision_;
};

// What contradicting statements say is not known: the precondition fails only when it fails
// whatever they are.
bool DecisionWriter::IsKnownNotToApply() {
  Evaluation evaluation;
  if (context_.contradictions.empty()) {
    Ask(*plan_.applicable, box_, Depth::kOutcomes, evaluation);
  } else {
    Ask(*plan_.applicable, context_.undisputed, Depth::kOutcomes, evaluation);
  }
  const ProgramDecision& table = Table(*plan_.applicable);
  for (std::size_t r = 0; r < table.results.size(); ++r) {
    const OutputValue& value = table.results[r].front();
    const bool holds = value.boolean || value.text == "true";
    if (Has(evaluation.results, r) && holds) return false;
  }
  return true;
}

bool DecisionWriter::MarkInconsistent() {
  for (const Contradiction& contradiction : context_.contradictions) {
    bool touched = false;
    for (std::size_t i = 0; i < plan_.inputs.size() && !touched; ++i)
      touched = plan_.inputs[i] && contradiction.involved[i];
    if (touched) decision_.rules.push_back(contradiction.rule);
  }
  if (decision_.rules.empty()) return false;
  decision_.status = DecisionStatus::kInconsistent;
  return true;
}

void DecisionWriter::WriteMain() {
  const ProgramDecision& table = Table(*plan_.main);
  Evaluation evaluation;
  Ask(*plan_.main, box_, context_.depth, evaluation);
  const ResultList results = ResultsInTableOrder(table, evaluation);
  if (SameOutcome(table, results)) {
    decision_.status = DecisionStatus::kDetermined;
    if (results.size() == 1) {
      decision_.result = ResultAt(results.front());
    } else {
      SplitDetails(table, results, decision_);
      WriteNeeded(evaluation, decision_.needed_for_details);
    }
  } else {
    WriteUndetermined(results);
    WriteNeeded(evaluation, decision_.needed);
  }
  // Who asks for outcomes only is not told by which rules.
  if (context_.depth == Depth::kOutcomes) return;
  AddRules(table, evaluation.may_rules & plan_.printed_rules);
  AddParameters(evaluation.may_rules);
  AddParametersOfEvidence(table, evaluation.may_rules);
}

void DecisionWriter::WriteUndetermined(const ResultList& results) {
  decision_.status = DecisionStatus::kUndetermined;
  decision_.possible.reserve(results.size());
  for (std::size_t result : results) decision_.possible.push_back(ResultAt(result));
  if (plan_.urgency.empty()) return;
  const auto safest = std::ranges::min_element(
      results, {}, [this](std::size_t result) { return plan_.urgency[result]; });
  decision_.safest = ResultAt(*safest);
}

void DecisionWriter::WriteNeeded(const Evaluation& evaluation,
                                 std::vector<std::string_view>& needed) {
  const auto definitions = context_.patient.inputs.catalogue().definitions();
  needed.reserve(evaluation.deciding_count);
  const BoxBuilder& boxes = context_.patient.boxes;
  for (const auto& [input, left] : evaluation.deciding_inputs()) {
    if (boxes.Behind(input).size() == 1) {
      AddOnce(needed, definitions[boxes.Behind(input).front()].id);
      continue;
    }
    for (CatalogueIndex behind : boxes.DecidingBehind(input, context_.patient.inputs))
      AddOnce(needed, definitions[behind].id);
  }
}

void DecisionWriter::AddRules(const ProgramDecision& table, Mask rules) {
  // Rules of one table are all different; a list can repeat those of the main table.
  const bool is_first = decision_.rules.empty();
  decision_.rules.reserve(decision_.rules.size() + static_cast<std::size_t>(std::popcount(rules)));
  while (rules != 0) {
    const std::string& id = table.rules[TakeLowest(rules)].id;
    if (is_first) {
      decision_.rules.push_back(id);
    } else {
      AddOnce(decision_.rules, id);
    }
  }
}

void DecisionWriter::AddParameters(Mask rules) {
  for (std::size_t r = 0; r < plan_.parameters.size(); ++r) {
    if (!Has(rules, r)) continue;
    for (const std::string& name : plan_.parameters[r]) AddParameter(name);
  }
}

void DecisionWriter::AddParameter(const std::string& name) {
  const auto known =
      std::ranges::find(decision_.parameters, name, &std::pair<std::string, double>::first);
  const auto value = std::ranges::find(context_.parameters, name, &dmn::Parameter::name);
  if (known == decision_.parameters.end() && value != context_.parameters.end())
    decision_.parameters.emplace_back(name, value->value);
}

// What is in the record counts as recent by a parameter; a rule that looks at it uses that.
void DecisionWriter::AddParametersOfEvidence(const ProgramDecision& table, Mask rules) {
  for (const auto& [input, parameter] : context_.recent) {
    for (Mask left = rules; left != 0;) {
      const auto& inputs = table.rules[TakeLowest(left)].inputs;
      if (std::ranges::find(inputs, input) != inputs.end()) AddParameter(*parameter);
    }
  }
}

void DecisionWriter::WriteList(const ListPlan& list) {
  const ProgramDecision& table = Table(list.decision);
  const bool is_outcome = list.name == "outcome";
  Evaluation evaluation;
  // What decides is printed of outcomes only.
  Ask(list.decision, box_, is_outcome ? context_.depth : Depth::kOutcomes, evaluation);
  CodeList codes;
  codes.name = list.name;
  for (std::size_t result : ResultsInTableOrder(table, evaluation)) {
    const OutputValue& code = table.results[result].front();
    if (code.kind == OutputValue::Kind::kNone) continue;
    (Has(evaluation.must_results, result) ? codes.certain : codes.undetermined)
        .push_back(code.text);
  }
  AddRules(table, evaluation.may_rules & list.printed_rules);
  if (is_outcome) FinishOutcomeList(evaluation, codes);
  if (is_outcome || !codes.certain.empty() || !codes.undetermined.empty())
    decision_.lists.push_back(std::move(codes));
}

void DecisionWriter::FinishOutcomeList(const Evaluation& evaluation, CodeList& outcome) {
  if (outcome.undetermined.empty()) {
    decision_.status = DecisionStatus::kDetermined;
    if (outcome.certain.empty()) outcome.certain.push_back("none");
    return;
  }
  decision_.status = DecisionStatus::kUndetermined;
  WriteNeeded(evaluation, decision_.needed);
}

namespace {

Decision WriteConsistency(const DecideContext& context, const DecisionPlan& plan) {
  Decision decision;
  decision.id = plan.id;
  decision.model = plan.model;
  decision.status = DecisionStatus::kDetermined;
  OutputValue outcome;
  outcome.kind = OutputValue::Kind::kString;
  outcome.text = context.contradictions.empty() ? "consistent" : "inconsistent";
  decision.result = DecisionResult(Members{{"outcome", std::move(outcome)}});
  for (const Contradiction& contradiction : context.contradictions)
    decision.rules.push_back(contradiction.rule);
  return decision;
}

}  // namespace

Decision DecideOne(const DecideContext& context, const DecisionPlan& plan) {
  if (plan.id == kConsistencyCheck) return WriteConsistency(context, plan);
  const bool stated_only = plan.id == kPerformanceConversion;
  const dmn::Box& box = stated_only ? context.stated : context.patient.box;
  return DecisionWriter(context, plan, box).Run();
}

}  // namespace wervelwijzer::guideline
