// `possible`, `needed`, lists and rules of every decision against all completions, from seeded
// random knowledge: known, narrowed and unknown inputs, derived values included.

#include "tests/guideline/brute_force.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::size_t kLimit = 20'000;
constexpr int kTrials = 60;

// Computed inputs: other tests.
bool IsComputed(std::string_view id) {
  return id == "performance-conversion" || id == "pain-score";
}

using Random = std::mt19937;

std::size_t Pick(Random& random, std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

// A number that the input allows, near the constants of the tables.
double PickNumber(Random& random, const InputDefinition& definition,
                  const dmn::ProgramInput& input) {
  for (int i = 0; i < 100; ++i) {
    const dmn::Interval& atom = input.atoms[Pick(random, input.atoms.size())].interval;
    const double tries[] = {atom.low, atom.high, atom.low + 1, atom.low + 0.01,
                            (atom.low + atom.high) / 2};
    const double value = tries[Pick(random, 5)];
    if (definition.Allows(value)) return value;
  }
  return definition.minimum + (definition.minimum_open ? 1 : 0);
}

ValueSet PickValues(Random& random, const InputDefinition& definition,
                    const dmn::ProgramInput& input, std::size_t count) {
  ValueSet values;
  if (definition.type == InputType::kSet) {
    for (const std::string& code : definition.allowed_values)
      if (Pick(random, 2) == 0) values.codes.push_back(code);
    return values;
  }
  const bool is_code =
      definition.type == InputType::kBoolean || definition.type == InputType::kEnumeration;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_code) {
      const std::string& code =
          definition.allowed_values[Pick(random, definition.allowed_values.size())];
      if (std::ranges::find(values.codes, code) == values.codes.end()) values.codes.push_back(code);
    } else {
      const double value = PickNumber(random, definition, input);
      values.ranges.push_back({value, value, false, false});
    }
  }
  return values;
}

// Knows about a share of the inputs of the decision, and of a few that others follow from.
Inputs PickInputs(Random& random, const dmn::ProgramDecision& decision, double share) {
  const InputCatalogue& catalogue = Shipped().catalogue();
  Inputs inputs(catalogue);
  std::vector<dmn::InputIndex> asked = decision.inputs;
  for (std::string_view id : {"ecog", "asia-grade", "bilsky-grade", "pain-nrs", "sins-alignment"})
    if (const auto index = Shipped().program().FindInput(id)) asked.push_back(*index);
  std::uniform_real_distribution<double> chance(0, 1);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const dmn::ProgramInput& input = Shipped().program().inputs()[asked[i]];
    const bool is_own = i < decision.inputs.size();
    if (chance(random) > (is_own ? share : 0.2)) continue;
    const std::string id = input.id.substr(0, input.id.find('.'));
    const auto index = catalogue.Find(id);
    if (!index) continue;
    const std::size_t count = Pick(random, 4) == 0 ? 2 : 1;
    inputs.State(id, PickValues(random, catalogue.definitions()[*index], input, count), {});
  }
  return inputs;
}

std::set<std::string> ResultsOf(const Decision& decision) {
  std::set<std::string> results;
  for (const DecisionResult& result : decision.possible) results.insert(TextOf(result));
  return results;
}

template <typename Texts>
std::set<std::string> SetOf(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

// What decides most stands first: fewest results left in the worst case.
void ExpectSorted(const std::vector<std::string_view>& needed, const BruteAnswer& slow) {
  for (std::size_t i = 1; i < needed.size(); ++i) {
    // A set input is several inputs of the program; only one of them counts here.
    const bool has_sets = needed[i].ends_with("-participants") || needed[i].ends_with("-items") ||
                          needed[i - 1].ends_with("-participants") ||
                          needed[i - 1].ends_with("-items");
    if (has_sets) continue;
    EXPECT_LE(slow.worst_case_left.at(std::string(needed[i - 1])),
              slow.worst_case_left.at(std::string(needed[i])))
        << needed[i - 1] << " before " << needed[i];
  }
}

void CompareMain(const Decision& decision, const BruteAnswer& slow) {
  if (slow.outcomes.size() == 1) {
    EXPECT_EQ(decision.status, DecisionStatus::kDetermined);
    EXPECT_EQ(SetOf(decision.needed_for_details), slow.needed);
    EXPECT_EQ(decision.open_details.empty(), slow.results.size() == 1);
    EXPECT_TRUE(decision.needed.empty());
    if (slow.results.size() == 1) {
      EXPECT_EQ(TextOf(decision.result), *slow.results.begin());
    }
  } else {
    EXPECT_EQ(decision.status, DecisionStatus::kUndetermined);
    EXPECT_EQ(ResultsOf(decision), slow.results);
    EXPECT_EQ(SetOf(decision.needed), slow.needed);
    EXPECT_EQ(decision.needed.size(), slow.needed.size());
    ExpectSorted(decision.needed, slow);
  }
}

void CompareList(const CodeList* list, const BruteAnswer& slow) {
  std::set<std::string> open = slow.possible_codes;
  for (const std::string& code : slow.certain) open.erase(code);
  const std::vector<std::string> none;
  EXPECT_EQ(SetOf(list != nullptr ? list->undetermined : none), open);
  std::set<std::string> certain = SetOf(list != nullptr ? list->certain : none);
  certain.erase("none");
  EXPECT_EQ(certain, slow.certain);
}

struct Tally {
  int compared = 0, undetermined = 0, determined = 0;
};

void Compare(const Inputs& inputs, const Decision& decision, Tally& tally) {
  const std::string id(decision.id);
  std::set<std::string> rules;
  const BruteAnswer main = DecideSlowly(Shipped(), inputs, id, kLimit);
  if (main.too_many) return;
  const CodeList* outcome = decision.List("outcome");
  if (outcome != nullptr) {
    CompareList(outcome, main);
    EXPECT_EQ(SetOf(decision.needed), main.needed);
  } else {
    CompareMain(decision, main);
  }
  rules = main.rules;
  for (const char* name : {"codes", "flags", "missing", "participants"}) {
    if (!Shipped().program().FindDecision(id + "." + name)) continue;
    const BruteAnswer list = DecideSlowly(Shipped(), inputs, id + "." + name, kLimit);
    if (list.too_many) return;
    CompareList(decision.List(name), list);
    rules.insert(list.rules.begin(), list.rules.end());
  }
  EXPECT_EQ(SetOf(decision.rules), rules);
  ++tally.compared;
  ++(decision.status == DecisionStatus::kDetermined ? tally.determined : tally.undetermined);
}

class BruteForceTest : public testing::TestWithParam<std::string> {};

TEST_P(BruteForceTest, AnswersAsAllCompletions) {
  const std::string& id = GetParam();
  const auto index = Shipped().program().FindDecision(id);
  ASSERT_TRUE(index);
  const dmn::ProgramDecision& table = Shipped().program().decisions()[*index];
  Random random(20261121);
  Tally tally;
  for (int trial = 0; trial < kTrials; ++trial) {
    Inputs inputs = PickInputs(random, table, (trial % 10 + 1) / 11.0);
    const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
    const Decision& decision = decisions.Get(id);
    if (decision.status == DecisionStatus::kInconsistent ||
        decision.status == DecisionStatus::kNotApplicable)
      continue;
    Compare(inputs, decision, tally);
    if (HasFailure()) {
      FAIL() << "trial " << trial << "\n" << Shipped().Explain(inputs, decisions, "en");
    }
  }
  EXPECT_GE(tally.compared, 5) << id;
}

std::vector<std::string> Ids() {
  std::vector<std::string> ids;
  for (const std::string& id : Shipped().decision_ids())
    if (!IsComputed(id) && id != "consistency-check") ids.push_back(id);
  return ids;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryDecision, BruteForceTest, testing::ValuesIn(Ids()), TestName);

}  // namespace
}  // namespace wervelwijzer::guideline
