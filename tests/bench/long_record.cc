#include "tests/bench/long_record.h"

#include <array>
#include <string_view>

namespace wervelwijzer {
namespace {

// `#` stands for the number of the resource, `@` for a day of a month, `%` for a digit. As long as
// resources of real servers are: identifiers, profiles, displays, references.
constexpr std::string_view kLaboratory =
    R"({"resourceType":"Observation","id":"obs-#","meta":{"versionId":"4","lastUpdated":)"
    R"("2026-10-@T15:37:13.961+01:00","profile":["http://hl7.org/fhir/StructureDefinition/)"
    R"(Observation"]},"identifier":[{"system":"https://ehr.example/observation","value":"LAB-#"}],)"
    R"("status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/)"
    R"(observation-category","code":"laboratory","display":"Laboratory"}]}],"code":{"coding":[)"
    R"({"system":"http://loinc.org","code":"718-7","display":"Hemoglobin [Mass/volume] in Blood"},)"
    R"({"system":"https://ehr.example/lab","code":"HB%"}],"text":"Hemoglobine"},"subject":)"
    R"({"reference":"Patient/p"},"encounter":{"reference":"Encounter/enc-#"},"effectiveDateTime":)"
    R"("2026-10-@T08:15:00+02:00","issued":"2026-10-@T12:00:00.000+02:00","valueQuantity":{"value")"
    R"(:8.%,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"},)"
    R"("referenceRange":[{"low":{"value":7.5},"high":{"value":10.0}}]})";
constexpr std::string_view kProblem =
    R"({"resourceType":"Condition","id":"con-#","meta":{"lastUpdated":"2026-09-@T15:37:13+02:00"},)"
    R"("clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/)"
    R"(condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":)"
    R"("http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},)"
    R"("category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/)"
    R"(condition-category","code":"problem-list-item","display":"Problem List Item"}]}],"code":)"
    R"({"coding":[{"system":"http://snomed.info/sct","code":"59621000","display":)"
    R"("Essential hypertension"},{"system":"http://hl7.org/fhir/sid/icd-10-nl","code":"I10"}],)"
    R"("text":"Essentiële hypertensie"},"subject":{"reference":"Patient/p"},"onsetDateTime":)"
    R"("201%-03-@","recordedDate":"201%-03-@"})";
constexpr std::string_view kMedication =
    R"({"resourceType":"MedicationRequest","id":"med-#","status":"active","intent":"order",)"
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":)"
    R"("C09AA02","display":"enalapril"},{"system":"urn:oid:2.16.840.1.113883.2.4.4.1","code":)"
    R"("1234%"}],"text":"ENALAPRIL TABLET 10MG"},"subject":{"reference":"Patient/p"},"authoredOn":)"
    R"("2026-08-@","requester":{"reference":"Practitioner/12"},"dosageInstruction":[{"text":)"
    R"("1x per dag 1 tablet","timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},)"
    R"("route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006"}]}}]})";
constexpr std::string_view kProcedure =
    R"({"resourceType":"Procedure","id":"pro-#","status":"completed","code":{"coding":[{"system":)"
    R"("http://snomed.info/sct","code":"73761001","display":"Colonoscopy"}],"text":"Coloscopie"},)"
    R"("subject":{"reference":"Patient/p"},"performedPeriod":{"start":"2025-07-@T10:00:00+02:00",)"
    R"("end":"2025-07-@T10:40:00+02:00"},"performer":[{"actor":{"reference":"Practitioner/33"}}]})";
constexpr std::string_view kReport =
    R"({"resourceType":"DiagnosticReport","id":"rep-#","status":"final","category":[{"coding":[)"
    R"({"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"RAD"}]}],"code":{"coding")"
    R"(:[{"system":"http://loinc.org","code":"30746-2","display":"Portable XR Chest Views"}],)"
    R"("text":"X-thorax"},"subject":{"reference":"Patient/p"},"effectiveDateTime":"2026-05-@",)"
    R"("issued":"2026-05-@T17:00:00.000+02:00","conclusion":"Slanke hartfiguur, geen infiltraat, )"
    R"(geen pleuravocht. Geen aanwijzingen voor metastasen in het afgebeelde skelet. Vergeleken )"
    R"(met het onderzoek van vorig jaar geen verandering."})";
constexpr std::string_view kVisit =
    R"({"resourceType":"Encounter","id":"enc-#","status":"finished","class":{"system":)"
    R"("http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"type":[{"coding":[{)"
    R"("system":"http://snomed.info/sct","code":"185349003","display":"Encounter for check up"}]}],)"
    R"("subject":{"reference":"Patient/p"},"period":{"start":"2026-04-@T09:00:00+02:00","end":)"
    R"("2026-04-@T09:20:00+02:00"},"serviceProvider":{"reference":"Organization/1"}})";

// Of ten resources six are laboratory values, as in public synthetic records.
constexpr std::array<std::string_view, 10> kMix = {kLaboratory, kProblem, kLaboratory, kMedication,
                                                   kLaboratory, kReport,  kLaboratory, kProcedure,
                                                   kLaboratory, kVisit};

constexpr std::string_view kHead =
    R"({"hook":"patient-view","hookInstance":"6c3f1a52-5d43-4b53-9d0e-0a8a1c7d4f11","context":)"
    R"({"userId":"Practitioner/fictief","patientId":"p"},"prefetch":{"patient":{"resourceType":)"
    R"("Patient","id":"p","gender":"female","birthDate":"1961-02-03","name":[{"family":)"
    R"("Fictief"}]},"conditions":{"resourceType":"Bundle","type":"searchset","entry":[{"resource":)"
    R"({"resourceType":"Condition","id":"c1","code":{"coding":[{"system":"http://snomed.info/sct",)"
    R"("code":"94602001"}]},"subject":{"reference":"Patient/p"},"recordedDate":"2026-11-01"}}]},)"
    R"("questionnaireResponses":{"resourceType":"QuestionnaireResponse","id":"q1","status":)"
    R"("completed","questionnaire":"https://wervelwijzer.nl/fhir/Questionnaire/intake","subject":)"
    R"({"reference":"Patient/p"},"authored":"2026-11-20T09:00:00+01:00","item":[{"linkId":)"
    R"("neurological-deficit","answer":[{"valueBoolean":true}]},{"linkId":"treatment-wish",)"
    R"("answer":[{"valueBoolean":true}]}]},"observations":{"resourceType":"Bundle","type":)"
    R"("searchset","entry":[)";
constexpr std::string_view kTail = "]}}}";

void AppendNumbered(std::string_view shape, std::size_t number, std::string& out) {
  for (const char c : shape) {
    if (c == '#') {
      out += std::to_string(number);
    } else if (c == '@') {
      const std::size_t day = 10 + number % 18;
      out += std::to_string(day);
    } else if (c == '%') {
      out += static_cast<char>('0' + number % 10);
    } else {
      out += c;
    }
  }
}

}  // namespace

std::string RequestOfSize(std::size_t bytes) {
  std::string text(kHead);
  for (std::size_t number = 1; text.size() + kTail.size() < bytes; ++number) {
    if (number > 1) text += ',';
    text +=
        R"({"fullUrl":"https://ehr.example/fhir/)" + std::to_string(number) + R"(","resource":)";
    AppendNumbered(kMix[number % kMix.size()], number, text);
    text += '}';
  }
  return text.append(kTail);
}

}  // namespace wervelwijzer
