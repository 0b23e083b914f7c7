#include "tests/guideline/dmn/reference_agreement.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace wervelwijzer::dmn {
namespace {

// Values tried within an atom that is a range.
constexpr int kSamplesPerAtom = 3;

std::string AfterHash(const std::string& href) { return href.substr(href.find('#') + 1); }

}  // namespace

ReferenceAgreement::ReferenceAgreement(std::span<const Model> models,
                                       std::span<const Parameter> parameters,
                                       const Program& program, std::uint64_t seed)
    : program_(program),
      reference_(models, parameters, program),
      random_(seed),
      workspace_(program),
      box_(program.UnknownBox()) {
  for (const ProgramInput& input : program.inputs()) {
    std::vector<Sample>& samples = samples_.emplace_back();
    std::vector<std::vector<std::size_t>>& by = by_.emplace_back(input.atoms.size());
    for (std::size_t atom = 0; atom < input.atoms.size(); ++atom) {
      for (int n = 0; n < kSamplesPerAtom; ++n) {
        const OutputValue value = SampleOf(input, input.atoms[atom], random_);
        const bool had = !by[atom].empty() && samples.back().value == value;
        if (had) continue;
        by[atom].push_back(samples.size());
        samples.push_back({atom, value});
      }
    }
  }
  for (const Model& model : models) {
    for (const Decision& decision : model.decisions) {
      const std::size_t at = table_of_.size();
      table_of_[decision.name] = table_of_id_[decision.id] = at;
      names_.push_back(decision.name);
    }
  }
  for (const Model& model : models)
    for (const Decision& decision : model.decisions) AddTable(model, decision);
}

void ReferenceAgreement::AddTable(const Model& model, const Decision& decision) {
  Table& table = tables_.emplace_back();
  table.name = decision.name;
  for (const std::string& href : decision.required_inputs) {
    const auto data = std::find_if(model.input_data.begin(), model.input_data.end(),
                                   [&](const InputData& own) { return own.id == AfterHash(href); });
    if (data == model.input_data.end()) std::abort();
    // An input that no cell looks at has no place in the program.
    if (const auto input = program_.FindInput(data->name))
      table.columns.push_back({data->name, false, *input});
  }
  for (const std::string& href : decision.required_decisions) {
    const auto found = table_of_id_.find(AfterHash(href));
    if (found == table_of_id_.end()) std::abort();
    table.columns.push_back({names_[found->second], true, found->second});
  }
}

Mask ReferenceAgreement::ResultOf(const std::string& decision,
                                  const std::vector<OutputValue>& row) const {
  const auto& results = program_.decisions()[*program_.FindDecision(decision)].results;
  const auto at = std::find(results.begin(), results.end(), row) - results.begin();
  return at == static_cast<std::ptrdiff_t>(results.size()) ? 0 : Mask{1} << at;
}

ReferenceAgreement::Answer ReferenceAgreement::AskReference(Table& table,
                                                            const std::u16string& key) {
  ++asked_;
  ValueContext context;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    context.Set(column.name,
                column.is_decision
                    ? tables_[column.index].values[key[c]]
                    : reference_.ToValue(column.name, samples_[column.index][key[c]].value));
  }
  Value value;
  const Oracle::Answer answer = reference_.Ask(table.name, context, &value);
  const auto [at, is_new] =
      table.place_of.try_emplace(value.ToString(), static_cast<char16_t>(table.values.size()));
  if (is_new) table.values.push_back(std::move(value));
  return {ResultOf(table.name, answer.row), answer.fired, at->second};
}

const ReferenceAgreement::Answer& ReferenceAgreement::Ask(std::size_t index, const Point& point) {
  std::u16string key;
  for (const Column& column : tables_[index].columns) {
    key.push_back(column.is_decision ? Ask(column.index, point).value
                                     : static_cast<char16_t>(point[column.index]));
  }
  Table& table = tables_[index];
  const auto known = table.known.find(key);
  if (known != table.known.end()) return known->second;
  const Answer answer = AskReference(table, key);
  return table.known.emplace(std::move(key), answer).first->second;
}

std::size_t ReferenceAgreement::RandomSample(InputIndex input, std::size_t atom) {
  const std::vector<std::size_t>& samples = by_[input][atom];
  return samples[random_() % samples.size()];
}

std::string ReferenceAgreement::Words(DecisionIndex decision, const Point& point) const {
  std::string text = program_.decisions()[decision].id + ":";
  for (const InputIndex input : program_.decisions()[decision].inputs) {
    const ProgramInput& own = program_.inputs()[input];
    const OutputValue& value = samples_[input][point[input]].value;
    text += " " + own.id + " " + reference_.ToValue(own.id, value).ToString();
  }
  return text;
}

void ReferenceAgreement::CheckPoint(DecisionIndex index, const Point& point,
                                    AgreementReport& report) {
  ++report.cells;
  const ProgramDecision& decision = program_.decisions()[index];
  for (const InputIndex input : decision.inputs)
    box_[input] = Mask{1} << samples_[input][point[input]].atom;
  program_.Evaluate(index, box_, Program::Depth::kOutcomes, workspace_, evaluation_);
  const Answer& wanted = Ask(table_of_.at(decision.id), point);
  const bool same_rules = decision.is_literal || (evaluation_.may_rules == wanted.fired &&
                                                  evaluation_.must_rules == wanted.fired);
  const bool same_result =
      decision.collect || (wanted.result != 0 && evaluation_.results == wanted.result &&
                           evaluation_.must_results == wanted.result);
  if (same_rules && same_result) return;
  if (report.mismatches++ == 0) report.first = Words(index, point);
}

AgreementReport ReferenceAgreement::Check(DecisionIndex index, std::size_t cells) {
  const std::vector<InputIndex>& inputs = program_.decisions()[index].inputs;
  double all = 1;
  for (const InputIndex input : inputs)
    all *= static_cast<double>(program_.inputs()[input].atoms.size());
  AgreementReport report;
  report.enumerated = all <= static_cast<double>(cells);
  box_ = program_.UnknownBox();
  Point point(program_.inputs().size());
  for (std::size_t n = 0; n < (report.enumerated ? static_cast<std::size_t>(all) : cells); ++n) {
    std::size_t rest = n;
    for (const InputIndex input : inputs) {
      const std::size_t atoms = program_.inputs()[input].atoms.size();
      point[input] = RandomSample(input, (report.enumerated ? rest : random_()) % atoms);
      rest /= atoms;
    }
    CheckPoint(index, point, report);
  }
  return report;
}

}  // namespace wervelwijzer::dmn
