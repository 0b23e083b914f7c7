// The third road of docs/inputs-from-fhir.md, walked: every code of every concept in every row of
// facts.tsv and answers.tsv, as the resource that the row names, must give the input a value or
// raise its question.

#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::guideline {
namespace {

using terminology::Row;
using terminology::Terminology;

const std::string kBindings = std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/bindings";

const Terminology& Codes() {
  static const Terminology codes =
      *Terminology::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/terminology/data");
  return codes;
}

std::vector<const Row*> RowsOf(ConceptId id) {
  std::vector<const Row*> rows;
  for (const Row& row : Codes().rows()) {
    if (row.concept_id == id && row.is_used()) rows.push_back(&row);
  }
  return rows;
}

// Of a range its first code.
std::string Coded(const Row& row) {
  const bool is_range = row.system.starts_with("icd-");
  const std::string code = is_range ? row.code.substr(0, row.code.find('-')) : row.code;
  return R"({"coding":[{"system":")" + std::string(Codes().SystemUri(row.system)) +
         R"(","code":")" + code + R"("}]})";
}

std::string Resource(const std::string& type, const std::string& members) {
  return R"({"resourceType":")" + type + R"(","id":"r","subject":{"reference":"Patient/p"},)" +
         members + "}";
}

std::string ConditionOf(const Row& row, FactState state, const std::string& id = "r") {
  const std::string clinical = state == FactState::kInactive ? "resolved" : "active";
  const std::string verification = state == FactState::kSuspected ? "provisional" : "confirmed";
  return R"({"resourceType":"Condition","id":")" + id +
         R"(","subject":{"reference":"Patient/p"},"code":)" + Coded(row) +
         R"(,"clinicalStatus":{"coding":[{"code":")" + clinical +
         R"("}]},"verificationStatus":{"coding":[{"code":")" + verification +
         R"("}]},"onsetDateTime":"2026-11-20T08:00:00+01:00","recordedDate":"2026-11-20"})";
}

// The resource of a row, in one of its states.
std::string ResourceFor(SourceKind source, FactState state, const Row& row) {
  const std::string code = R"("code":)" + Coded(row);
  const std::string request = state == FactState::kDraft     ? "draft"
                              : state == FactState::kPlanned ? "active"
                                                             : "completed";
  switch (source) {
    case SourceKind::kFinding:
      return ConditionOf(row, state);
    case SourceKind::kProcedure:
      return Resource("Procedure",
                      R"("status":"completed","performedDateTime":"2026-11-15",)" + code);
    case SourceKind::kImaging:
      return Resource("DiagnosticReport",
                      R"("status":"final","effectiveDateTime":"2026-11-15",)" + code);
    case SourceKind::kRequest:
      return Resource("ServiceRequest", R"("intent":"order","authoredOn":"2026-11-20","status":")" +
                                            request + "\"," + code);
    case SourceKind::kMedication:
      return Resource("MedicationRequest",
                      R"("status":"active","intent":"order","authoredOn":"2026-11-20",)"
                      R"("medicationCodeableConcept":)" +
                          Coded(row));
    case SourceKind::kDevice:
      return Resource("Device", R"("status":"active","type":)" + Coded(row));
    case SourceKind::kWish:
      return Resource("Consent", R"("status":"active","provision":{"code":[)" + Coded(row) + "]}");
    case SourceKind::kNone:
      break;
  }
  return "{}";
}

// What must be in the record besides; empty when nothing must, or no code has it.
std::vector<std::string> NeedsOf(const Fact& fact) {
  std::vector<std::string> needed;
  for (const Need& need : fact.needs) {
    if (need.none) continue;
    const std::string id = "need" + std::to_string(needed.size());
    for (const ConceptId concept_id : need.concepts) {
      const auto rows = RowsOf(concept_id);
      if (rows.empty()) continue;
      needed.push_back(ConditionOf(*rows.front(), FactState::kActive, id));
      break;
    }
  }
  return needed;
}

const std::string& IdOf(CatalogueIndex input) { return ShippedCatalogue().definitions()[input].id; }

bool Arrives(const BoundPatient& patient, const std::string& input, const std::string& hint) {
  if (hint.empty()) return patient.Value(input) != "unknown";
  return ("|" + patient.Hints(input) + "|").find("|" + hint + "|") != std::string::npos;
}

const BindingTables& Tables() {
  static const BindingTables tables =
      *LoadBindingTables(kBindings, ShippedCatalogue(), Codes(), dmn::DefaultParameters());
  return tables;
}

TEST(CodedRoadsTest, EveryCodeOfEveryFactArrives) {
  std::size_t walked = 0;
  std::set<std::string> stated, asked;
  for (const Fact& fact : Tables().facts) {
    const std::string hint = fact.effect == Effect::kHint ? fact.hint : std::string();
    for (const ConceptId id : fact.concepts) {
      for (const Row* row : RowsOf(id)) {
        for (const FactState state : fact.states) {
          std::vector<std::string> resources = NeedsOf(fact);
          resources.push_back(ResourceFor(fact.source, state, *row));
          const BoundPatient patient(resources);
          EXPECT_TRUE(Arrives(patient, IdOf(fact.input), hint))
              << IdOf(fact.input) << " " << hint << ": " << resources.back() << " gives "
              << patient.Value(IdOf(fact.input)) << " ?" << patient.Hints(IdOf(fact.input));
          (hint.empty() ? stated : asked).insert(IdOf(fact.input));
          ++walked;
        }
      }
    }
  }
  std::cout << walked << " codes in facts; " << stated.size() << " inputs stated, " << asked.size()
            << " asked\n";
  EXPECT_GE(walked, 1000u);
}

// A value that the row takes: of a number something in the middle.
std::string ValueFor(const Answer& answer, const Row* row) {
  if (row != nullptr) return R"("valueCodeableConcept":)" + Coded(*row);
  const InputDefinition& input = ShippedCatalogue().definitions()[answer.input];
  const auto& steps = input.allowed_values;
  if (!steps.empty()) return R"("valueInteger":)" + steps[steps.size() / 2];
  const double middle = (input.minimum + input.maximum) / 2 / answer.factor;
  return R"("valueInteger":)" + std::to_string(static_cast<int>(middle));
}

TEST(CodedRoadsTest, EveryCodeOfEveryAnswerArrives) {
  std::size_t walked = 0;
  for (const Answer& answer : Tables().answers) {
    std::vector<const Row*> values;
    if (answer.number) values.push_back(nullptr);
    for (const ConceptId id : answer.answers) {
      for (const Row* row : RowsOf(id)) values.push_back(row);
    }
    for (const ConceptId question : answer.questions) {
      for (const Row* row : RowsOf(question)) {
        for (const Row* value : values) {
          const std::string method = answer.method.empty() ? ""
                                                           : R"(,"method":{"coding":[{"code":")" +
                                                                 answer.method + R"("}]})";
          const std::string observation = Resource(
              "Observation", R"("status":"final","effectiveDateTime":"2026-11-20","code":)" +
                                 Coded(*row) + "," + ValueFor(answer, value) + method);
          EXPECT_TRUE(Arrives(BoundPatient({observation}), IdOf(answer.input), answer.hint))
              << IdOf(answer.input) << ": " << observation;
          ++walked;
        }
      }
    }
  }
  std::cout << walked << " pairs of question and answer\n";
  EXPECT_GE(walked, 50u);
}

}  // namespace
}  // namespace wervelwijzer::guideline
