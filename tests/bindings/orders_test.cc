// What the cards see of orders, plans and procedures.

#include <gtest/gtest.h>

#include "guideline/bindings/tables.h"
#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

std::string Kinds(const BoundPatient& patient) {
  std::string text;
  for (const Order& order : patient.bound().orders) {
    text += (text.empty() ? "" : " ") + std::string(OrderKindName(order.kind));
  }
  return text;
}

std::string KindsOf(std::string_view line) { return Kinds(BoundPatient(BuildResources(line))); }

TEST(OrdersTest, ImagingOrdersAreToldApart) {
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:411611000119102"), "mri-whole-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=order:mri-whole-spine"), "mri-whole-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=loinc:24968-0"), "mri-part-of-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=loinc:36067-7"), "mri-part-of-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:429875006"), "ct-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=loinc:28613-8"), "plain-film-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=loinc:39818-0"), "bone-scan");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:450436003"), "pet-ct");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=loinc:24590-2"), "mri-brain");
}

TEST(OrdersTest, RegionOfASpineMriMayStandInWordsOnly) {
  const BoundPatient patient(
      {R"({"resourceType":"ServiceRequest","id":"1","status":"active","code":{
           "coding":[{"system":"http://snomed.info/sct","code":"241645008"}],
           "text":"MRI Totale wervelkolom"},"subject":{"reference":"Patient/p"}})"});
  EXPECT_EQ(Kinds(patient), "mri-whole-spine");
}

// Local codes, CPT, words alone; what was done counts by its code only.
TEST(OrdersTest, OrdersWithoutAKnownCodeAreWhatTheirWordsSay) {
  const std::pair<const char*, const char*> orders[] = {
      {"MRI LWK", "mri-part-of-spine"},
      {"MRI lumbar spine without contrast", "mri-part-of-spine"},
      {"MRI totale wervelkolom", "mri-whole-spine"},
      {"MRI hersenen met contrast", "mri-brain"},
      {"X-ray lumbar spine 2 views", "plain-film-spine"},
      {"Percutaneous vertebroplasty", "vertebroplasty"},
      {"Laminectomie Th6", "spine-surgery"},
      {"CRP", ""},
      {"MRI knie", ""},
  };
  for (const auto& [words, kind] : orders) {
    std::string resource =
        R"({"resourceType":"ServiceRequest","id":"1","status":"active","intent":"order","code":{
            "coding":[{"system":"http://local.example","code":"7","display":")" +
        std::string(words) + R"("}]},"subject":{"reference":"Patient/p"}})";
    EXPECT_EQ(Kinds(BoundPatient({resource})), kind) << words;
    resource.replace(resource.find("ServiceRequest"), 14, "Procedure");
    EXPECT_EQ(Kinds(BoundPatient({resource})), "") << words;
  }
}

TEST(OrdersTest, TabletsHoldWhatCodeIngredientOrNameSay) {
  const auto each = [](const std::string& medicine) {
    const BoundPatient patient(
        {R"({"resourceType":"MedicationRequest","id":"1","status":"active","intent":"order",)" +
         medicine + R"(,"subject":{"reference":"Patient/p"}})"});
    const auto& orders = patient.bound().orders;
    EXPECT_EQ(orders.size(), 1u) << medicine;
    if (orders.empty()) return -1.0;
    EXPECT_TRUE(orders.front().is_dexamethasone) << medicine;
    return orders.front().milligrams_each.value_or(0);
  };
  const auto coded = [](const std::string& coding, const std::string& text) {
    return R"("medicationCodeableConcept":{"coding":[)" + coding + R"(],"text":")" + text + "\"}";
  };
  const std::string rxnorm = R"("system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":")";
  EXPECT_EQ(each(coded("{" + rxnorm + "197580\"}", "")), 1.5);
  EXPECT_EQ(each(coded("{" + rxnorm + "3264\"}", "Dexamethason tablet 0,5 mg")), 0.5);
  EXPECT_EQ(each(coded("{" + rxnorm + "3264\"}", "Dexamethason injectie 4 mg/ml")), 0);
  EXPECT_EQ(each(coded("{" + rxnorm + "3264\"}", "Dexamethason 4 mg en 8 mg")), 0);
  EXPECT_EQ(each(coded(R"({"system":"urn:oid:2.16.840.1.113883.2.4.4.7","code":"1"})",
                       "DEXAMETHASON TABLET 4MG")),
            4);
  EXPECT_EQ(each(R"("contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{
      "system":"http://www.whocc.no/atc","code":"H02AB02"}]},"ingredient":[{"strength":{
      "numerator":{"value":8,"unit":"mg"},"denominator":{"value":2,"unit":"tablet"}}}]}],
      "medicationReference":{"reference":"#m"})"),
            4);
}

TEST(OrdersTest, NameOfAMedicineForOnePlaceIsNoSystemicCorticosteroid) {
  const auto kinds = [](const std::string& name) {
    return Kinds(BoundPatient(
        {R"({"resourceType":"MedicationRequest","id":"1","status":"active","intent":"order",
            "medicationCodeableConcept":{"text":")" +
         name + R"("},"subject":{"reference":"Patient/p"}})"}));
  };
  EXPECT_EQ(kinds("Dexamethason tablet 4mg"), "corticosteroid");
  EXPECT_EQ(kinds("Prednisolon 30 mg"), "corticosteroid");
  EXPECT_EQ(kinds("Dexamethason oogdruppels 1mg/ml"), "");
  EXPECT_EQ(kinds("Prednisolon zalf"), "");
}

TEST(OrdersTest, MedicationOrdersAreToldApart) {
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=atc:H02AB02"), "corticosteroid");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264"), "corticosteroid");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=atc:A02BC02"), "proton-pump-inhibitor");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=atc:B01AF01"), "anticoagulant");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=atc:L01FF02"), "systemic-therapy");
}

TEST(OrdersTest, EyeDropsOfDexamethasoneAreNoSystemicCorticosteroid) {
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=atc:S01BA01"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264 route=snomed:54485002"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264 route=snomed:12130007"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264 route=edqm:20020000"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264+atc:S01BA01"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:8638+atc:D07AA03"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:8638+atc:A07EA01"), "");
  EXPECT_EQ(KindsOf("MedicationRequest status=active med=rxnorm:3264 route=snomed:26643006"),
            "corticosteroid");
}

TEST(OrdersTest, RadiotherapyIsToldApartBySiteAndReason) {
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:1287742003 site=snomed:421060004"),
            "radiotherapy-spine");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:395096001 reason=snomed:94225005"),
            "radiotherapy-brain");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=snomed:1287742003"), "radiotherapy-other");
}

TEST(OrdersTest, OrdersEnteredInErrorOrNotToBeDoneAreLeftOut) {
  EXPECT_EQ(KindsOf("ServiceRequest status=entered-in-error code=order:mri-whole-spine"), "");
  EXPECT_EQ(KindsOf("ServiceRequest status=active notperform=1 code=order:mri-whole-spine"), "");
  for (const char* negated : {"Procedure status=completed code=snomed:411611000119102 "
                              "json=\"notPerformed\":true",
                              "Procedure status=completed code=snomed:411611000119102 "
                              "json=\"notDone\":true",
                              "MedicationAdministration status=in-progress med=atc:H02AB02 "
                              "json=\"wasNotGiven\":true",
                              "MedicationStatement status=active med=atc:H02AB02 "
                              "json=\"wasNotTaken\":true",
                              "MedicationStatement status=active med=atc:H02AB02 taken=n",
                              "MedicationStatement status=recorded med=atc:H02AB02 "
                              "adherence=not-taking"}) {
    EXPECT_EQ(KindsOf(negated), "") << negated;
  }
}

TEST(OrdersTest, OrderCarriesWhatTheCardsNeed) {
  const BoundPatient patient(
      BuildResources("ServiceRequest id=7 status=active intent=order priority=urgent "
                     "code=order:mri-whole-spine authored=2026-11-20T10:00:00+01:00 "
                     "occurrence=2026-11-22"));
  ASSERT_EQ(patient.bound().orders.size(), 1u);
  const Order& order = patient.bound().orders[0];
  EXPECT_EQ(order.reference, "ServiceRequest/7");
  EXPECT_EQ(order.status, "active");
  EXPECT_EQ(order.intent, "order");
  EXPECT_EQ(order.priority, "urgent");
  EXPECT_EQ(FormatUtc(order.authored.value()), "2026-11-20T09:00:00Z");
  EXPECT_EQ(FormatUtc(order.due.value()), "2026-11-22T22:59:59.999Z");
  EXPECT_FALSE(order.draft);
  EXPECT_FALSE(order.selected);
}

TEST(OrdersTest, SelectedDraftIsListedWhateverItIs) {
  const BoundPatient patient(BuildResources("NutritionOrder id=n status=draft"),
                             fhir::ResourceOrigin::kSelectedOrder);
  ASSERT_EQ(patient.bound().orders.size(), 1u);
  EXPECT_EQ(patient.bound().orders[0].kind, OrderKind::kOther);
  EXPECT_TRUE(patient.bound().orders[0].selected);
  EXPECT_TRUE(patient.bound().orders[0].draft);
}

TEST(OrdersTest, DraftOfBrainRadiotherapyIsAReferralOfToday) {
  const BoundPatient patient(
      BuildResources("ServiceRequest status=draft code=order:radiotherapy-brain"),
      fhir::ResourceOrigin::kSelectedOrder);
  EXPECT_EQ(patient.Value("brain-rt-referral"), "true");
  EXPECT_EQ(patient.Value("brain-rt-referral-date"), "2026-11-21");
}

TEST(OrdersTest, DraftIsNoChosenTreatmentYet) {
  const BoundPatient patient(
      BuildResources("ServiceRequest status=draft code=order:radiotherapy-spine"),
      fhir::ResourceOrigin::kSelectedOrder);
  EXPECT_EQ(patient.Value("planned-local-treatment"), "unknown");
}

TEST(OrdersTest, RequesterAndEncounterComeFromTheSelectedOrder) {
  const BoundPatient patient({R"({"resourceType":"ServiceRequest","id":"1","status":"draft",
           "subject":{"reference":"Patient/p"},"requester":{"reference":"Practitioner/9"},
           "encounter":{"reference":"Encounter/3"}})"},
                             fhir::ResourceOrigin::kSelectedOrder);
  EXPECT_EQ(patient.bound().requester_reference, "Practitioner/9");
  EXPECT_EQ(patient.bound().encounter_reference, "Encounter/3");
  EXPECT_EQ(patient.bound().patient_reference, "Patient/p");
}

TEST(OrdersTest, WordsOfAReportAskAndNeverAnswer) {
  const BoundPatient patient(BuildResources(
      "DiagnosticReport status=final code=loinc:18756-7 conclusion=Mogelijk~wervelmetastasen."));
  EXPECT_EQ(patient.Value("spinal-metastases-established"), "unknown");
  EXPECT_EQ(patient.Hints("spinal-metastases-established"), "report-mentions");
  const BoundPatient denied(BuildResources(
      "DiagnosticReport status=final code=loinc:18756-7 conclusion=Geen~wervelmetastasen."));
  EXPECT_EQ(denied.Value("spinal-metastases-established"), "unknown");
  EXPECT_EQ(denied.Hints("spinal-metastases-established"), "");
  const BoundPatient old(
      BuildResources("DiagnosticReport status=final code=loinc:18756-7 effective=2024-01-01 "
                     "conclusion=Wervelmetastasen."));
  EXPECT_EQ(old.Hints("spinal-metastases-established"), "");
}

std::string StatusesOf(std::string_view line) {
  const BoundPatient patient(BuildResources(line));
  std::string text;
  for (const Order& order : patient.bound().orders) {
    text += (text.empty() ? "" : " ") + order.status;
  }
  return text;
}

TEST(OrdersTest, CourseWithoutAStatusOfItsOwnHasTheOneOfItsPeriodAndStop) {
  const std::string agreement = "MedicationRequest status=unknown category=snomed:33633005 ";
  const std::string dexamethasone = "med=atc:H02AB02 agreed=use=2026-11-01/";
  EXPECT_EQ(StatusesOf(agreement + dexamethasone), "active");
  EXPECT_EQ(StatusesOf(agreement + dexamethasone + "2026-11-10"), "completed");
  EXPECT_EQ(StatusesOf(agreement + dexamethasone + "2026-11-10 modifier=stop/410546004"),
            "completed");
  EXPECT_EQ(StatusesOf(agreement + dexamethasone + "2026-12-10 modifier=stop/89925002"),
            "cancelled");
  EXPECT_EQ(StatusesOf(agreement + "med=atc:H02AB02"), "unknown");
  EXPECT_EQ(StatusesOf("MedicationStatement status=active med=atc:H02AB02 until=2026-10-01"),
            "completed");
}

TEST(OrdersTest, OrderWithAModifierThatIsNotUnderstoodStandsForNothing) {
  EXPECT_EQ(StatusesOf("ServiceRequest status=active code=order:mri-whole-spine "
                       "modifier=strange/true"),
            "unknown");
  EXPECT_EQ(KindsOf("ServiceRequest status=active code=order:mri-whole-spine modifier=donot/true"),
            "");
}

TEST(OrdersTest, MedicineThatThePatientSaysNotToTakeIsNotKnownToBeInUse) {
  const BoundPatient patient(BuildResources(
      "MedicationRequest status=active intent=order authored=2026-10-01 med=atc:H02AB02; "
      "MedicationStatement status=not-taken effective=2026-11-20 med=atc:H02AB02"));
  ASSERT_EQ(patient.bound().orders.size(), 1u);
  EXPECT_EQ(patient.bound().orders[0].status, "unknown");
}

TEST(OrdersTest, OrderOfWhichAnItemWasRejectedIsNotKnownToBeAsked) {
  const auto status_of = [](std::string_view item_status) {
    const BoundPatient patient(BuildResources(
        "DiagnosticOrder status=requested json=\"item\":[{\"code\":{\"coding\":[{\"system\":"
        "\"http://snomed.info/sct\",\"code\":\"411611000119102\"}]},\"status\":\"" +
        std::string(item_status) + "\"}]"));
    return patient.bound().orders.empty() ? "none" : patient.bound().orders[0].status;
  };
  EXPECT_EQ(status_of("requested"), "requested");
  EXPECT_EQ(status_of("rejected"), "unknown");
}

}  // namespace
}  // namespace wervelwijzer::guideline
