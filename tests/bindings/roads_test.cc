// Every input, by every road: each value that it allows is stated in the intake form, as an
// Observation and as a component of one, and must come back as itself.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <set>

#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::guideline {
namespace {

constexpr const char* kBase = "https://wervelwijzer.nl/fhir/";

struct Stated {
  std::string member;    // `"valueBoolean":true`
  std::string expected;  // as BoundPatient::Value says it
};

std::string NumberText(double number) {
  std::string text = std::to_string(number);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Stated Coded(const InputDefinition& input, const std::string& code) {
  return {"\"valueCoding\":{\"system\":\"" + std::string(kBase) + "CodeSystem/" + input.id +
              "\",\"code\":\"" + code + "\"}",
          code};
}

// The ends of what is allowed, and something between.
std::vector<double> NumbersOf(const InputDefinition& input) {
  std::vector<double> numbers;
  for (const std::string& text : input.allowed_values) numbers.push_back(std::stod(text));
  if (!numbers.empty()) return numbers;
  if (!input.minimum_open) numbers.push_back(input.minimum);
  if (std::isfinite(input.maximum)) numbers.push_back(input.maximum);
  const double top = std::isfinite(input.maximum) ? input.maximum : input.minimum + 24;
  numbers.push_back(input.whole ? std::floor((input.minimum + top) / 2)
                                : (input.minimum + top) / 2);
  return numbers;
}

std::vector<Stated> ValuesOf(const InputDefinition& input) {
  std::vector<Stated> values;
  switch (input.type) {
    case InputType::kBoolean:
      return {{"\"valueBoolean\":true", "true"}, {"\"valueBoolean\":false", "false"}};
    case InputType::kEnumeration:
    case InputType::kSet:
      for (const std::string& code : input.allowed_values) values.push_back(Coded(input, code));
      return values;
    case InputType::kDate:
      return {{"\"valueDateTime\":\"2026-11-20\"", "2026-11-20"},
              {"\"valueDateTime\":\"2026-11-20T08:15:00+01:00\"", "2026-11-20"}};
    case InputType::kNumber:
    case InputType::kDuration:
      for (const double number : NumbersOf(input)) {
        const std::string text = NumberText(number);
        const std::string unit = input.ucum.empty() ? "" : ",\"code\":\"" + input.ucum + "\"";
        values.push_back({"\"valueQuantity\":{\"value\":" + text + unit + "}", text});
      }
      return values;
  }
  return values;
}

// The intake form knows no CodeableConcept, an Observation no Coding.
std::string AsObservationValue(std::string member) {
  if (!member.starts_with("\"valueCoding\":")) return member;
  return "\"valueCodeableConcept\":{\"coding\":[" + member.substr(member.find('{')) + "]}";
}

std::string InputCode(const InputDefinition& input) {
  return "\"code\":{\"coding\":[{\"system\":\"" + std::string(kBase) +
         "CodeSystem/guideline-input\",\"code\":\"" + input.id + "\"}]}";
}

std::string ByIntake(const InputDefinition& input, const Stated& stated) {
  return R"({"resourceType":"QuestionnaireResponse","id":"r","status":"completed",)"
         R"("questionnaire":")" +
         std::string(kBase) + R"(Questionnaire/intake","subject":{"reference":"Patient/p"},)" +
         R"("authored":"2026-11-21T11:00:00+01:00","item":[{"linkId":")" + input.id +
         R"(","answer":[{)" + stated.member + "}]}]}";
}

std::string Observation(const std::string& content) {
  return R"({"resourceType":"Observation","id":"r","status":"final",)"
         R"("subject":{"reference":"Patient/p"},)"
         R"("effectiveDateTime":"2026-11-21T11:00:00+01:00",)" +
         content + "}";
}

std::string ByObservation(const InputDefinition& input, const Stated& stated) {
  return Observation(InputCode(input) + "," + AsObservationValue(stated.member));
}

std::string ByComponent(const InputDefinition& input, const Stated& stated) {
  return Observation("\"code\":{\"text\":\"examination\"},\"component\":[{" + InputCode(input) +
                     "," + AsObservationValue(stated.member) + "}]");
}

using RoadOf = std::function<std::string(const InputDefinition&, const Stated&)>;

// True when every value of the input arrives by this road, as evidence of that resource.
bool Arrives(const InputDefinition& input, const RoadOf& road) {
  // The Patient states age and sex and goes first: these are asked of a patient without them.
  const bool by_patient = input.id == "age-years" || input.id == "sex";
  for (const Stated& stated : ValuesOf(input)) {
    const BoundPatient patient({road(input, stated)}, fhir::ResourceOrigin::kPrefetch,
                               by_patient ? R"({"resourceType":"Patient","id":"p"})" : "");
    if (patient.Value(input.id) != stated.expected || !patient.bound().issues.empty()) {
      ADD_FAILURE() << input.id << ": " << road(input, stated) << " gives "
                    << patient.Value(input.id);
      return false;
    }
  }
  return !ValuesOf(input).empty();
}

// Inputs that some code, or the Patient, gives a value.
std::set<std::string> InputsByCode() {
  const std::string root = WERVELWIJZER_SOURCE_DIR;
  const auto codes = terminology::Terminology::Load(root + "/terminology/data");
  const auto tables = LoadBindingTables(root + "/guideline/bindings", ShippedCatalogue(), *codes,
                                        dmn::DefaultParameters());
  std::set<std::string> inputs = {"age-years", "sex"};
  const auto name = [](CatalogueIndex index) { return ShippedCatalogue().definitions()[index].id; };
  for (const Fact& fact : tables->facts) {
    if (fact.effect != Effect::kHint) inputs.insert(name(fact.input));
  }
  for (const Answer& answer : tables->answers) {
    if (answer.hint.empty()) inputs.insert(name(answer.input));
  }
  for (const Policy& policy : tables->policies) {
    if (policy.implied) inputs.insert(name(*policy.implied));
  }
  return inputs;
}

TEST(RoadsTest, EveryInputIsReachedByAtLeastTwoRoads) {
  const std::set<std::string> by_code = InputsByCode();
  int with_codes = 0;
  for (const InputDefinition& input : ShippedCatalogue().definitions()) {
    int roads = Arrives(input, ByIntake) ? 1 : 0;
    roads += Arrives(input, ByObservation) ? 1 : 0;
    EXPECT_TRUE(Arrives(input, ByComponent)) << input.id;
    const bool coded = by_code.contains(input.id);
    EXPECT_GE(roads + (coded ? 1 : 0), 2) << input.id;
    with_codes += coded ? 1 : 0;
  }
  const std::size_t all = ShippedCatalogue().definitions().size();
  std::cout << all << " inputs by two direct roads, " << with_codes << " also by codes\n";
  EXPECT_GE(all, 140u);
  EXPECT_GE(with_codes, 35);
}

}  // namespace
}  // namespace wervelwijzer::guideline
