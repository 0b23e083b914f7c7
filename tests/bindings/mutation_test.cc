// Records with something broken in them: whatever stands where another type belongs, the pass ends,
// and what is said of an input stays within what the input allows.

#include <gtest/gtest.h>

#include <random>

#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

constexpr std::string_view kRecord =
    "Condition code=snomed:94602001 site=snomed:421060004 clinical=active verification=confirmed "
    "onset=2026-10-02 recorded=2026-11-01; Condition code=cm:G82.21 "
    "onset=2026-11-20T07:00:00+01:00; "
    "Observation status=final code=loinc:89243-0 value=80 effective=2026-11-01; "
    "Observation status=final code=own:life-expectancy-months value=<3_mo effective=2026-11; "
    "Observation status=final code=snomed:225908003 method=VAS100 value=65_1; "
    "MedicationRequest status=active med=atc:H02AB02 authored=2026-11-20 route=snomed:54485002; "
    "ServiceRequest status=active code=snomed:1287742003 reasonlink=Condition/r1 "
    "authored=2026-11-20 occurrence=2026-11-22; "
    "Procedure status=completed code=loinc:24590-2 begun=2026-07";

// Replaces one value of the text, chosen at random, by something of another type.
std::string Mutate(std::string json, std::mt19937& random) {
  static const std::vector<std::string> kStrangers = {"null",
                                                      "true",
                                                      "-1e300",
                                                      "\"\"",
                                                      "[]",
                                                      "{}",
                                                      "[[]]",
                                                      "[null]",
                                                      "{\"coding\":7}",
                                                      "\"9999-99-99\"",
                                                      "\"2026-02-30\"",
                                                      "{\"reference\":[]}",
                                                      "{\"reference\":\"#\"}",
                                                      "{\"start\":\"x\",\"end\":{}}",
                                                      "{\"value\":\"many\"}",
                                                      "[{\"coding\":[{\"code\":{}}]}]"};
  std::vector<std::size_t> starts;  // behind each colon between members
  for (std::size_t i = 1; i + 1 < json.size(); ++i) {
    if (json[i] == ':' && json[i - 1] == '"') starts.push_back(i + 1);
  }
  const std::size_t start = starts[random() % starts.size()];
  std::size_t end = start;
  int depth = 0;
  bool in_text = false;
  for (; end < json.size(); ++end) {
    const char c = json[end];
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  }
  return json.replace(start, end - start, kStrangers[random() % kStrangers.size()]);
}

bool IsAllowed(const InputDefinition& definition, const InputState& state) {
  for (const std::string& code : state.values.codes) {
    if (!definition.Allows(std::string_view(code))) return false;
  }
  for (const dmn::Interval& range : state.values.ranges) {
    if (range.low > range.high || range.high < definition.minimum ||
        range.low > definition.maximum) {
      return false;
    }
  }
  return true;
}

TEST(MutationTest, BrokenResourcesNeverFailThePass) {
  const std::vector<std::string> intact = BuildResources(kRecord);
  std::mt19937 random(20261121);  // NOLINT: the same cases in every run
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> resources = intact;
    const int mutations = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < mutations; ++i) {
      std::string& victim = resources[random() % resources.size()];
      victim = Mutate(victim, random);
    }
    const BoundPatient patient(resources, random() % 4 == 0 ? fhir::ResourceOrigin::kDraftOrder
                                                            : fhir::ResourceOrigin::kPrefetch);
    for (std::size_t i = 0; i < ShippedCatalogue().definitions().size(); ++i) {
      const InputState& state = patient.bound().inputs.Get(static_cast<CatalogueIndex>(i));
      if (state.origin == Origin::kUnknown) continue;
      ASSERT_TRUE(IsAllowed(ShippedCatalogue().definitions()[i], state))
          << ShippedCatalogue().definitions()[i].id << " in round " << round;
    }
  }
}

}  // namespace
}  // namespace wervelwijzer::guideline
