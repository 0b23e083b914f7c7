#include "tests/guideline/brute_force.h"

#include <algorithm>
#include <cmath>

#include "guideline/dmn/cells.h"

namespace wervelwijzer::guideline {
namespace {

// One input of the program and the values that it can still have, as masks of one atom.
struct Dimension {
  dmn::InputIndex input = 0;
  std::string id;  // of the input in the catalogue
  std::vector<dmn::Mask> values;
};

bool MayHave(const InputState& state, double value) {
  if (state.origin == Origin::kUnknown) return true;
  return std::ranges::any_of(state.values.ranges, [value](const dmn::Interval& range) {
    return dmn::Contains(range, value);
  });
}

// A value of the atom that the input allows and the state leaves.
bool HasValue(const InputDefinition& definition, const InputState& state,
              const dmn::Interval& atom) {
  std::vector<double> tries = {atom.low, atom.high, (atom.low + atom.high) / 2};
  for (double step : {0.001, 0.01, 0.5, 1.0, 10.0}) {
    tries.push_back(atom.low + step);
    tries.push_back(atom.high - step);
  }
  for (double value = std::max(atom.low, -1.0); value <= std::min(atom.high, 101.0); ++value)
    tries.push_back(std::ceil(value));
  for (const dmn::Interval& range : state.values.ranges) {
    tries.push_back(range.low);
    tries.push_back(range.high);
  }
  return std::ranges::any_of(tries, [&](double value) {
    return dmn::Contains(atom, value) && definition.Allows(value) && MayHave(state, value);
  });
}

std::vector<dmn::Mask> ValuesOf(const dmn::ProgramInput& input, const InputDefinition& definition,
                                const InputState& state) {
  std::vector<dmn::Mask> values;
  const std::size_t dot = input.id.find('.');
  for (std::size_t i = 0; i < input.atoms.size(); ++i) {
    const dmn::Atom& atom = input.atoms[i];
    bool possible = state.origin == Origin::kUnknown;
    if (dot != std::string::npos && !possible) {
      const bool present = std::ranges::find(state.values.codes, input.id.substr(dot + 1)) !=
                           state.values.codes.end();
      possible = atom.text == (present ? "true" : "false");
    } else if (input.kind == dmn::InputKind::kNumber || input.kind == dmn::InputKind::kDate) {
      possible = HasValue(definition, state, atom.interval);
    } else if (!possible) {
      possible = std::ranges::find(state.values.codes, atom.text) != state.values.codes.end();
    }
    if (possible) values.push_back(dmn::Mask{1} << i);
  }
  return values;
}

class Enumeration {
 public:
  Enumeration(const Guideline& guideline, const Inputs& inputs, dmn::DecisionIndex decision)
      : program_(guideline.program()),
        decision_(decision),
        table_(program_.decisions()[decision]),
        workspace_(program_),
        box_(program_.UnknownBox()) {
    for (dmn::Mask& mask : box_) mask &= ~mask + 1;  // what the decision does not look at
    for (dmn::InputIndex input : table_.inputs) AddDimension(inputs, input);
  }

  std::size_t count() const {
    std::size_t product = 1;
    for (const Dimension& dimension : dimensions_) {
      product *= dimension.values.size();
      if (product > 10'000'000) break;
    }
    return product;
  }

  BruteAnswer Run() {
    BruteAnswer answer;
    answer.completions = count();
    cases_.reserve(answer.completions);
    Walk(0, answer);
    FindNeeded(answer);
    return answer;
  }

 private:
  void AddDimension(const Inputs& inputs, dmn::InputIndex input) {
    const dmn::ProgramInput& known = program_.inputs()[input];
    const std::string id = known.id.substr(0, known.id.find('.'));
    const auto index = inputs.catalogue().Find(id);
    Dimension dimension{input, id, {}};
    // Computed inputs are set by those who call, through the box of their own tests.
    if (index)
      dimension.values =
          ValuesOf(known, inputs.catalogue().definitions()[*index], inputs.Get(*index));
    else
      for (std::size_t i = 0; i < known.atoms.size(); ++i)
        dimension.values.push_back(dmn::Mask{1} << i);
    dimensions_.push_back(std::move(dimension));
  }

  // The last dimension runs fastest.
  void Walk(std::size_t depth, BruteAnswer& answer) {
    if (depth == dimensions_.size()) return Decide(answer);
    for (dmn::Mask value : dimensions_[depth].values) {
      box_[dimensions_[depth].input] = value;
      Walk(depth + 1, answer);
    }
  }

  void Decide(BruteAnswer& answer) {
    dmn::Evaluation evaluation;
    program_.Evaluate(decision_, box_, dmn::Program::Depth::kOutcomes, workspace_, evaluation);
    std::string text;
    std::set<std::string> codes;
    for (std::size_t r = 0; r < table_.results.size(); ++r) {
      if ((evaluation.results >> r & dmn::Mask{1}) == 0) continue;
      text += ResultText(r);
      answer.outcomes.insert(dmn::ValueText(table_.results[r].front()));
      codes.insert(table_.results[r].front().text);
    }
    for (std::size_t r = 0; r < table_.rules.size(); ++r) {
      const bool printed = table_.rules[r].id.find('.') == std::string::npos;
      if (printed && (evaluation.may_rules >> r & dmn::Mask{1}) != 0)
        answer.rules.insert(table_.rules[r].id);
    }
    if (cases_.empty()) answer.certain = codes;
    std::erase_if(answer.certain, [&](const std::string& code) { return !codes.contains(code); });
    answer.possible_codes.insert(codes.begin(), codes.end());
    answer.results.insert(text);
    cases_.push_back(std::move(text));
  }

  std::string ResultText(std::size_t result) const {
    std::string text;
    for (std::size_t i = 0; i < table_.output_names.size(); ++i) {
      const OutputValue& value = table_.results[result][i];
      if (value.kind != OutputValue::Kind::kNone)
        text += table_.output_names[i] + "=" + dmn::ValueText(value) + ";";
    }
    return text;
  }

  void FindNeeded(BruteAnswer& answer) {
    std::size_t stride = 1;
    for (std::size_t d = dimensions_.size(); d-- > 0;) {
      const std::size_t span = dimensions_[d].values.size() * stride;
      for (std::size_t i = 0; i < cases_.size(); ++i) {
        const std::size_t first = i - (i % span) + i % stride;
        if (cases_[i] == cases_[first]) continue;
        answer.needed.insert(dimensions_[d].id);
        break;
      }
      answer.worst_case_left[dimensions_[d].id] =
          WorstCaseLeft(stride, dimensions_[d].values.size());
      stride = span;
    }
  }

  std::size_t WorstCaseLeft(std::size_t stride, std::size_t values) const {
    std::vector<std::set<std::string_view>> left(values);
    for (std::size_t i = 0; i < cases_.size(); ++i) left[i / stride % values].insert(cases_[i]);
    std::size_t most = 0;
    for (const auto& results : left) most = std::max(most, results.size());
    return most;
  }

  const dmn::Program& program_;
  dmn::DecisionIndex decision_;
  const dmn::ProgramDecision& table_;
  dmn::Workspace workspace_;
  dmn::Box box_;
  std::vector<Dimension> dimensions_;
  std::vector<std::string> cases_;
};

}  // namespace

BruteAnswer DecideSlowly(const Guideline& guideline, const Inputs& inputs,
                         std::string_view decision, std::size_t limit) {
  const auto index = guideline.program().FindDecision(decision);
  BruteAnswer answer;
  if (!index) return answer;
  Enumeration enumeration(guideline, inputs, *index);
  answer.too_many = enumeration.count() > limit;
  return answer.too_many ? answer : enumeration.Run();
}

std::string TextOf(const DecisionResult& result) {
  std::string text;
  for (const auto& [name, value] : result.members())
    text += name + "=" + dmn::ValueText(value) + ";";
  return text;
}

}  // namespace wervelwijzer::guideline
