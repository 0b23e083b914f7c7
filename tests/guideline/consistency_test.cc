// Contradictions against a second reading of section 11 of the tables, from seeded random
// statements.

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "guideline/tsv.h"
#include "tests/guideline/loaded.h"

namespace wervelwijzer::guideline {
namespace {

using Ids = std::set<std::string>;

// The known values of one patient; an input that is absent is unknown.
struct Known {
  const Inputs& inputs;

  bool Is(const char* id, const char* code) const { return inputs.IsCertainly(id, code); }
  bool IsNot(const char* id, const char* code) const {
    return inputs.Get(id).origin != Origin::kUnknown && !inputs.MayBe(id, code);
  }
  bool Has(const char* id) const { return inputs.Get(id).origin != Origin::kUnknown; }
  double low(const char* id) const { return inputs.Get(id).values.ranges.front().low; }
  double high(const char* id) const { return inputs.Get(id).values.ranges.back().high; }
  bool Above(const char* id, double limit) const { return Has(id) && low(id) > limit; }
};

struct Contradicting {
  std::string rule;
  std::vector<const char*> inputs;
  std::function<bool(const Known&)> holds;
};

using K = const Known&;

std::vector<Contradicting> WithFalse(const char* rule, const char* input,
                                     const std::vector<Contradicting>& signs) {
  std::vector<Contradicting> rows;
  for (const Contradicting& sign : signs)
    rows.push_back({rule, {input, sign.inputs.front()}, [=](K k) {
                      return k.Is(input, "false") && sign.holds(k);
                    }});
  return rows;
}

Contradicting NotNone(const char* id) {
  return {"", {id}, [id](K k) { return k.IsNot(id, "none"); }};
}
Contradicting True(const char* id) {
  return {"", {id}, [id](K k) { return k.Is(id, "true"); }};
}
Contradicting Hurts() {
  return {"", {"pain-nrs"}, [](K k) { return k.Above("pain-nrs", 0); }};
}
Contradicting Severity() {
  return {"", {"pain-severity"}, [](K k) { return k.IsNot("pain-severity", "absent"); }};
}

std::vector<Contradicting> DeficitRules() {
  return WithFalse("C05", "neurological-deficit",
                   {NotNone("radicular-deficit"), True("clinical-cord-cauda-compression"),
                    NotNone("paraplegia-completeness"), True("new-neurological-deficit"),
                    True("progressive-cord-deficit"), True("progressive-neurological-deficit")});
}

std::vector<Contradicting> SymptomRules() {
  std::vector<Contradicting> rows =
      WithFalse("C01", "symptomatic",
                {True("pain-present"),
                 Hurts(),
                 Severity(),
                 NotNone("radicular-pain"),
                 True("neurological-deficit"),
                 NotNone("radicular-deficit"),
                 True("clinical-cord-cauda-compression"),
                 NotNone("paraplegia-completeness"),
                 {"", {"cord-compression-status"}, [](K k) {
                    return k.Is("cord-compression-status", "symptomatic");
                  }}});
  for (const Contradicting& row : WithFalse("C02", "pain-present", {Hurts(), Severity()}))
    rows.push_back(row);
  return rows;
}

int ClassOf(double kps) {
  return kps >= 90 ? 0 : kps >= 70 ? 1 : kps >= 50 ? 2 : kps >= 30 ? 3 : kps >= 10 ? 4 : 5;
}

std::vector<Contradicting> OtherRules() {
  const char* para = "paraplegia-completeness";
  const char* clinical = "clinical-cord-cauda-compression";
  const char* cord = "cord-compression-status";
  return {
      {"C03",
       {para, "walks-independently"},
       [=](K k) { return k.Is(para, "complete") && k.Is("walks-independently", "true"); }},
      {"C04",
       {"asia-grade", para},
       [=](K k) { return k.Is("asia-grade", "A") && k.IsNot(para, "complete"); }},
      {"C04",
       {"asia-grade", para},
       [=](K k) { return k.Is("asia-grade", "E") && k.IsNot(para, "none"); }},
      {"C04",
       {"asia-grade", para},
       [=](K k) {
         return k.IsNot("asia-grade", "A") && k.IsNot("asia-grade", "E") && k.Is(para, "complete");
       }},
      {"C06",
       {"kps", "ecog"},
       [](K k) {
         return k.inputs.IsKnown("kps") && k.inputs.IsKnown("ecog") &&
                std::abs(ClassOf(k.low("kps")) - k.low("ecog")) > 1;
       }},
      {"C08",
       {"bilsky-grade", "radiological-mescc"},
       [](K k) {
         return (k.Is("bilsky-grade", "2") || k.Is("bilsky-grade", "3")) &&
                k.Is("radiological-mescc", "false");
       }},
      {"C09",
       {"very-short-life-expectancy", "life-expectancy-months"},
       [](K k) {
         return k.Is("very-short-life-expectancy", "true") && k.Above("life-expectancy-months", 6);
       }},
      {"C10",
       {"oligometastases", "metastases-count"},
       [](K k) { return k.Is("oligometastases", "true") && k.Above("metastases-count", 3); }},
      {"C10",
       {"oligometastases", "metastatic-organs-count"},
       [](K k) {
         return k.Is("oligometastases", "true") && k.Above("metastatic-organs-count", 2);
       }},
      {"C11",
       {"primary-tumour-known", "primary-tumour-type"},
       [](K k) {
         return k.Is("primary-tumour-known", "unknown") &&
                k.IsNot("primary-tumour-type", "unknown");
       }},
      {"C12",
       {cord, "radiological-mescc"},
       [=](K k) { return k.Is(cord, "absent") && k.Is("radiological-mescc", "true"); }},
      {"C12",
       {cord, clinical},
       [=](K k) { return k.Is(cord, "absent") && k.Is(clinical, "true"); }},
      {"C12",
       {cord, clinical},
       [=](K k) { return k.Is(cord, "asymptomatic") && k.Is(clinical, "true"); }},
      {"C13",
       {para, clinical},
       [=](K k) { return k.IsNot(para, "none") && k.Is(clinical, "false"); }},
  };
}

// Rule ids that hold, each with the inputs that make it hold.
std::map<std::string, Ids> FindSlowly(const Inputs& inputs) {
  std::map<std::string, Ids> found;
  const Known known{inputs};
  for (const auto& rows : {SymptomRules(), DeficitRules(), OtherRules()})
    for (const Contradicting& row : rows)
      if (row.holds(known)) found[row.rule].insert(row.inputs.begin(), row.inputs.end());
  return found;
}

// The inputs of each decision by decisions.tsv, those of required decisions included.
std::map<std::string, Ids> InputsOfDecisions() {
  const Result<TsvTable> table =
      TsvTable::Load(WERVELWIJZER_SOURCE_DIR "/guideline/models/decisions.tsv", {"id", "inputs"});
  std::map<std::string, Ids> inputs;
  for (const TsvRow& row : table->rows()) {
    Ids& own = inputs[table->Cell(row, "id")];
    for (const std::string& id : SplitText(table->Cell(row, "inputs"), ';')) own.insert(id);
    for (const std::string& required : SplitText(table->Cell(row, "requires"), ';'))
      own.insert(inputs[required].begin(), inputs[required].end());
  }
  return inputs;
}

Inputs PickStatements(std::mt19937& random, const Ids& ids) {
  Inputs inputs(Shipped().catalogue());
  const auto pick = [&random](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  for (const std::string& id : ids) {
    if (id.starts_with("sins-") || pick(3) != 0) continue;
    const InputDefinition& definition =
        inputs.catalogue().definitions()[inputs.catalogue().Find(id).value()];
    if (definition.allowed_values.empty()) {
      inputs.State(id, ValueSet::Number(static_cast<double>(pick(9))), {});
    } else if (definition.type == InputType::kNumber) {
      const std::string& value = definition.allowed_values[pick(definition.allowed_values.size())];
      inputs.State(id, ValueSet::Number(std::stod(value)), {});
    } else {
      inputs.State(
          id, ValueSet::Code(definition.allowed_values[pick(definition.allowed_values.size())]),
          {});
    }
  }
  return inputs;
}

Ids RulesThatTouch(const std::map<std::string, Ids>& found, const Ids& inputs) {
  Ids rules;
  for (const auto& [rule, involved] : found)
    for (const std::string& id : involved)
      if (inputs.contains(id)) rules.insert(rule);
  return rules;
}

TEST(ConsistencyTest, AgreesWithASecondReading) {
  const std::map<std::string, Ids> inputs_of = InputsOfDecisions();
  const Ids& checked = inputs_of.at("consistency-check");
  std::mt19937 random(11);
  std::map<std::string, int> seen;
  int consistent = 0;
  for (int trial = 0; trial < 1500; ++trial) {
    Inputs inputs = PickStatements(random, checked);
    const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
    const std::map<std::string, Ids> found = FindSlowly(inputs);
    const Decision& check = decisions.Get("consistency-check");
    EXPECT_EQ(check.outcome(), found.empty() ? "consistent" : "inconsistent");
    EXPECT_EQ(Ids(check.rules.begin(), check.rules.end()), RulesThatTouch(found, checked));
    consistent += found.empty();
    for (const auto& [rule, involved] : found) ++seen[rule];
    for (const Decision& decision : decisions.all()) {
      const Ids rules = RulesThatTouch(found, inputs_of.at(std::string(decision.id)));
      const bool passed_over =
          decision.id == "consistency-check" || decision.status == DecisionStatus::kNotApplicable;
      if (passed_over) continue;
      EXPECT_EQ(decision.status == DecisionStatus::kInconsistent, !rules.empty()) << decision.id;
      if (rules.empty()) continue;
      EXPECT_EQ(Ids(decision.rules.begin(), decision.rules.end()), rules);
    }
    if (HasFailure())
      FAIL() << "trial " << trial << "\n" << Shipped().Explain(inputs, decisions, "en");
  }
  EXPECT_GT(consistent, 50);
  EXPECT_EQ(seen.size(), 12u) << "every rule but C07, which has a test of its own";
}

TEST(ConsistencyTest, NothingKnownContradictsNothing) {
  Inputs inputs = InputsOf("{}");
  const Decisions decisions = Shipped().Decide(inputs, Module::kAll);
  EXPECT_EQ(decisions.Get("consistency-check").outcome(), "consistent");
  for (const Decision& decision : decisions.all())
    EXPECT_NE(decision.status, DecisionStatus::kInconsistent) << decision.id;
}

}  // namespace
}  // namespace wervelwijzer::guideline
