// Road 1: the intake form.

#include <gtest/gtest.h>

#include "tests/bindings/record_builder.h"

namespace wervelwijzer::guideline {
namespace {

std::string Intake(std::string_view items, std::string_view status = "completed",
                   std::string_view authored = "2026-11-20T09:00:00+01:00") {
  return R"({"resourceType":"QuestionnaireResponse","id":"qr","status":")" + std::string(status) +
         R"(","questionnaire":"https://wervelwijzer.nl/fhir/Questionnaire/intake|1",)" +
         R"("subject":{"reference":"Patient/p"},"authored":")" + std::string(authored) +
         R"(","item":[)" + std::string(items) + "]}";
}

std::string Item(std::string_view id, std::string_view answers) {
  return R"({"linkId":")" + std::string(id) + R"(","answer":[)" + std::string(answers) + "]}";
}

std::string Coded(std::string_view input, std::string_view code) {
  return R"({"valueCoding":{"system":"https://wervelwijzer.nl/fhir/CodeSystem/)" +
         std::string(input) + R"(","code":")" + std::string(code) + R"("}})";
}

TEST(IntakeTest, EachTypeOfAnswerIsRead) {
  const BoundPatient patient(
      {Intake(Item("lhermitte", R"({"valueBoolean":true})") + "," +
              Item("radicular-deficit", Coded("radicular-deficit", "unilateral")) + "," +
              Item("kps", R"({"valueInteger":70})") + "," +
              Item("paraplegia-duration", R"({"valueQuantity":{"value":1.5,"code":"d"}})") + "," +
              Item("suspicion-date", R"({"valueDateTime":"2026-11-20T08:15:00+01:00"})") + "," +
              Item("bilsky-grade", R"({"valueString":"1b"})"))});
  EXPECT_EQ(patient.Value("lhermitte"), "true");
  EXPECT_EQ(patient.Value("radicular-deficit"), "unilateral");
  EXPECT_EQ(patient.Value("kps"), "70");
  EXPECT_EQ(patient.Value("paraplegia-duration"), "36");
  EXPECT_EQ(patient.Value("suspicion-date"), "2026-11-20");
  EXPECT_EQ(patient.Value("bilsky-grade"), "1b");
  EXPECT_TRUE(patient.bound().issues.empty());
}

TEST(IntakeTest, CodesForYesAndNoAreAnswers) {
  const auto coded = [](std::string_view system, std::string_view code) {
    return R"({"valueCoding":{"system":")" + std::string(system) + R"(","code":")" +
           std::string(code) + R"("}})";
  };
  const BoundPatient patient(
      {Intake(Item("lhermitte", coded("http://snomed.info/sct", "373067005")) + "," +
              Item("back-or-neck-pain", coded("http://hl7.org/fhir/v2/0136", "Y")) + "," +
              Item("alarm-nocturnal-pain", coded("http://example.org/yes-no", "Y")))});
  EXPECT_EQ(patient.Value("lhermitte"), "false");
  EXPECT_EQ(patient.Value("back-or-neck-pain"), "true");
  EXPECT_EQ(patient.Value("alarm-nocturnal-pain"), "unknown");
  EXPECT_EQ(patient.bound().issues.size(), 1u);
}

TEST(IntakeTest, DateKeepsItsTimeOfDayInTheEvidence) {
  const BoundPatient patient(
      {Intake(Item("suspicion-date", R"({"valueDateTime":"2026-11-20T08:15:00+01:00"})"))});
  const Evidence& evidence = patient.bound().inputs.Get("suspicion-date").evidence.at(0);
  EXPECT_EQ(evidence.date, "2026-11-20T08:15:00+01:00");
  ASSERT_TRUE(evidence.time);
  EXPECT_EQ(FormatUtc(*evidence.time), "2026-11-20T07:15:00Z");
  EXPECT_EQ(evidence.reference, "QuestionnaireResponse/qr");
  EXPECT_EQ(evidence.how, "intake");
}

std::string BrainForm(std::string_view items, std::string_view status) {
  std::string form = Intake(items, status);
  const std::string_view intake = "Questionnaire/intake|1";
  return form.replace(form.find(intake), intake.size(), "Questionnaire/brain-mdo-information");
}

TEST(IntakeTest, TheAnsweredItemsOfACompletedBrainFormAreTheInformationAtHand) {
  const std::string items = Item("prognosis", R"({"valueString":"6 maanden"})") + "," +
                            Item("kps", R"({"valueInteger":70})") +
                            R"(,{"linkId":"comorbidity"},)" +
                            Item("brain-metastases-symptomatic", R"({"valueBoolean":true})");
  const BoundPatient completed({BrainForm(items, "completed")});
  EXPECT_EQ(completed.Value("brain-mdo-information-items"), "prognosis|kps");
  EXPECT_EQ(completed.Value("kps"), "70");
  EXPECT_EQ(completed.Value("brain-metastases-symptomatic"), "true");
  EXPECT_TRUE(completed.bound().issues.empty());
  // A form that is still being filled in leaves nothing out yet.
  const BoundPatient begun({BrainForm(items, "in-progress")});
  EXPECT_EQ(begun.Value("brain-mdo-information-items"),
            BoundPatient({Intake("")}).Value("brain-mdo-information-items"));
}

TEST(IntakeTest, ItemThatIsSaidNotToBeThereIsNotAtHand) {
  const std::string items = Item("prognosis", R"({"valueString":""})") + "," +
                            Item("radiology", R"({"_valueString":{"extension":[]}})") + "," +
                            Item("comorbidity", R"({"valueBoolean":false})") + "," +
                            Item("kps", R"({"valueInteger":70})");
  const BoundPatient patient({BrainForm(items, "completed")});
  EXPECT_EQ(patient.Value("brain-mdo-information-items"), "kps");
}

TEST(IntakeTest, ListOfWhichAPartCannotBeReadIsNotRead) {
  const BoundPatient patient({Intake(
      Item("brain-mdo-participants",
           Coded("brain-mdo-participants", "neurosurgeon") + R"(,{"valueString":"de anderen"})") +
      "," + Item("asia-grade", Coded("asia-grade", "C") + "," + Coded("asia-grade", "Z")))});
  EXPECT_EQ(patient.Value("brain-mdo-participants"), "unknown");
  EXPECT_EQ(patient.Value("asia-grade"), "unknown");
  EXPECT_EQ(patient.bound().issues.size(), 2u);
}

TEST(IntakeTest, NestedItemsAreRead) {
  const BoundPatient patient({Intake(
      R"({"linkId":"group-signs","item":[)" +
      Item("lhermitte", R"({"valueBoolean":true,"item":[)" +
                            Item("lhermitte-neck-pain", R"({"valueBoolean":false})") + "]}") +
      "]}")});
  EXPECT_EQ(patient.Value("lhermitte"), "true");
  EXPECT_EQ(patient.Value("lhermitte-neck-pain"), "false");
}

TEST(IntakeTest, SeveralAnswersAreOneOfThese) {
  const BoundPatient patient(
      {Intake(Item("radicular-deficit", Coded("radicular-deficit", "none") + "," +
                                            Coded("radicular-deficit", "unilateral")))});
  EXPECT_EQ(patient.Value("radicular-deficit"), "none|unilateral");
}

TEST(IntakeTest, SeveralAnswersToASetAreTheSet) {
  const BoundPatient patient({Intake(
      Item("brain-mdo-participants", Coded("brain-mdo-participants", "neurosurgeon") + "," +
                                         Coded("brain-mdo-participants", "neuroradiologist")))});
  EXPECT_EQ(patient.Value("brain-mdo-participants"), "neurosurgeon|neuroradiologist");
}

TEST(IntakeTest, CodeOfAnotherSystemIsNoAnswer) {
  const BoundPatient patient({Intake(
      Item("asia-grade", R"({"valueCoding":{"system":"http://example.org","code":"A"}})"))});
  EXPECT_EQ(patient.Value("asia-grade"), "unknown");
  ASSERT_EQ(patient.bound().issues.size(), 1u);
  EXPECT_EQ(patient.bound().issues[0].message, "value does not fit input `asia-grade`");
}

TEST(IntakeTest, WrongAnswerDoesNotHideTheOthers) {
  const BoundPatient patient({Intake(Item("kps", R"({"valueInteger":75000})") + "," +
                                     Item("ecog", R"({"valueInteger":2})") + "," +
                                     Item("no-such-input", R"({"valueBoolean":true})"))});
  EXPECT_EQ(patient.Value("kps"), "unknown");
  EXPECT_EQ(patient.Value("ecog"), "2");
  EXPECT_EQ(patient.bound().issues.size(), 2u);
}

TEST(IntakeTest, ItemWithoutAnswerSaysNothing) {
  const BoundPatient patient({Intake(R"({"linkId":"lhermitte"})")});
  EXPECT_EQ(patient.Value("lhermitte"), "unknown");
  EXPECT_TRUE(patient.bound().issues.empty());
}

TEST(IntakeTest, FormInProgressSupersedesNothingThatIsCertain) {
  const std::string observation =
      BuildResources("Observation status=final code=own:kps value=80 effective=2026-01-01")[0];
  const std::string form =
      Intake(Item("kps", R"({"valueInteger":50})") + "," + Item("ecog", R"({"valueInteger":3})"),
             "in-progress");
  const BoundPatient patient({observation, form});
  EXPECT_EQ(patient.Value("kps"), "50|80 (conflict)");
  EXPECT_EQ(patient.Value("ecog"), "3");
}

TEST(IntakeTest, StoppedFormSaysNothing) {
  const BoundPatient patient({Intake(Item("kps", R"({"valueInteger":50})"), "stopped")});
  EXPECT_EQ(patient.Value("kps"), "unknown");
}

TEST(IntakeTest, NewerFormWinsAndTheOlderIsNoLongerEvidence) {
  std::string older = Intake(Item("kps", R"({"valueInteger":80})"), "completed", "2026-11-01");
  older.replace(older.find("\"qr\""), 4, "\"q0\"");
  const BoundPatient patient({older, Intake(Item("kps", R"({"valueInteger":50})"))});
  EXPECT_EQ(patient.Value("kps"), "50");
  ASSERT_EQ(patient.bound().inputs.Get("kps").evidence.size(), 1u);
}

TEST(IntakeTest, OlderRecordsThatSayTheSameStayEvidence) {
  const BoundPatient patient(BuildResources(
      "Observation status=final code=own:lhermitte value=true effective=2026-11-20; "
      "Observation status=final code=own:lhermitte value=true effective=2026-11-18; "
      "Observation status=final code=own:lhermitte value=false effective=2026-11-10; "
      "Observation status=final code=own:lhermitte value=true effective=2026-10-01"));
  const auto& evidence = patient.bound().inputs.Get("lhermitte").evidence;
  ASSERT_EQ(evidence.size(), 2u);
  EXPECT_EQ(evidence[0].date, "2026-11-20");
  EXPECT_EQ(evidence[1].date, "2026-11-18");
}

TEST(IntakeTest, FormOfAnotherQuestionnaireIsNotOurs) {
  std::string form = Intake(Item("kps", R"({"valueInteger":50})"));
  form.replace(form.find("intake|1"), 8, "phq-nine");
  const BoundPatient patient({form});
  EXPECT_EQ(patient.Value("kps"), "unknown");
}

// A value[x] that each input of the type allows.
std::string SomeValue(const InputDefinition& definition, std::string_view coded_member) {
  const std::string coding =
      R"({"system":"https://wervelwijzer.nl/fhir/CodeSystem/)" + definition.id + R"(","code":")" +
      (definition.allowed_values.empty() ? std::string() : definition.allowed_values.front()) +
      R"("})";
  switch (definition.type) {
    case InputType::kBoolean:
      return R"("valueBoolean":true)";
    case InputType::kEnumeration:
    case InputType::kSet:
      return coded_member == "valueCoding"
                 ? R"("valueCoding":)" + coding
                 : R"("valueCodeableConcept":{"coding":[)" + coding + "]}";
    case InputType::kDuration:
      return R"("valueQuantity":{"value":1,"code":")" + definition.ucum + R"("})";
    case InputType::kNumber:
      return definition.id == "kps" ? R"("valueInteger":10)" : R"("valueInteger":1)";
    case InputType::kDate:
      return R"("valueDateTime":"2026-11-20")";
  }
  return {};
}

TEST(IntakeTest, EveryInputCanBeStatedInTheForm) {
  for (const InputDefinition& definition : ShippedCatalogue().definitions()) {
    const BoundPatient patient(
        {Intake(Item(definition.id, "{" + SomeValue(definition, "valueCoding") + "}"))});
    EXPECT_NE(patient.Value(definition.id), "unknown") << definition.id;
    EXPECT_TRUE(patient.bound().issues.empty()) << definition.id;
  }
}

TEST(IntakeTest, EveryInputCanBeStatedAsALocalObservation) {
  for (const InputDefinition& definition : ShippedCatalogue().definitions()) {
    const BoundPatient patient(
        {R"({"resourceType":"Observation","id":"o","status":"final","code":{"coding":[)"
         R"({"system":"https://wervelwijzer.nl/fhir/CodeSystem/guideline-input","code":")" +
         definition.id + R"("}]},)" + SomeValue(definition, "valueCodeableConcept") + "}"});
    EXPECT_NE(patient.Value(definition.id), "unknown") << definition.id;
    EXPECT_TRUE(patient.bound().issues.empty()) << definition.id;
  }
}

TEST(IntakeTest, ModifiedFormItemOrAnswerSaysNothing) {
  const std::string modifier =
      R"("modifierExtension":[{"url":"http://example.org/x","valueBoolean":true}])";
  const std::string yes = R"("answer":[{"valueBoolean":true}])";
  const std::string form = Intake(Item("lhermitte", R"({"valueBoolean":true})"));
  for (const std::string& changed :
       {form.substr(0, form.size() - 1) + "," + modifier + "}",
        Intake(R"({"linkId":"lhermitte",)" + yes + "," + modifier + "}"),
        Intake(Item("lhermitte", R"({"valueBoolean":true,)" + modifier + "}"))}) {
    const BoundPatient patient({changed});
    EXPECT_EQ(patient.Value("lhermitte"), "unknown") << changed;
    ASSERT_EQ(patient.bound().issues.size(), 1u) << changed;
    EXPECT_EQ(patient.bound().issues[0].message,
              "an answer has a modifier extension and was passed over");
  }
  EXPECT_EQ(BoundPatient({form}).Value("lhermitte"), "true");
}

TEST(PatientTest, ModifiedPatientHasNoAgeAndNoSex) {
  const BoundPatient patient({}, fhir::ResourceOrigin::kPrefetch,
                             R"({"resourceType":"Patient","id":"p","birthDate":"1960-05-17",
       "gender":"female","modifierExtension":[{"url":"http://example.org/x","valueBoolean":true}]})");
  EXPECT_EQ(patient.Value("age-years"), "unknown");
  EXPECT_EQ(patient.Hints("age-years"), "modified");
  EXPECT_EQ(patient.Value("sex"), "unknown");
}

}  // namespace
}  // namespace wervelwijzer::guideline
