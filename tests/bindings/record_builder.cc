#include "tests/bindings/record_builder.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <utility>

#include "terminology/table_file.h"
#include "tests/bindings/record_words.h"
#include "tests/support/shipped_models.h"

namespace wervelwijzer::guideline {
namespace {

const std::map<std::string, std::string> kSystems = {
    {"snomed", "http://snomed.info/sct"},
    {"barthel", "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.0.1"},
    {"barthel-mobility", "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.1.7"},
    {"loinc", "http://loinc.org"},
    {"icd", "http://hl7.org/fhir/sid/icd-10"},
    {"nl", "http://hl7.org/fhir/sid/icd-10-nl"},
    {"cm", "http://hl7.org/fhir/sid/icd-10-cm"},
    {"gm", "http://fhir.de/CodeSystem/bfarm/icd-10-gm"},
    {"atc", "http://www.whocc.no/atc"},
    {"rxnorm", "http://www.nlm.nih.gov/research/umls/rxnorm"},
    {"own", "https://wervelwijzer.nl/fhir/CodeSystem/guideline-input"},
    {"order", "https://wervelwijzer.nl/fhir/CodeSystem/order"},
    {"local", "http://example.org/local"},
    {"interpreted", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"},
    {"yes-no", "http://terminology.hl7.org/CodeSystem/v2-0136"},
    {"edqm", "http://standardterms.edqm.eu"},
    {"icpc", "http://hl7.org/fhir/sid/icpc-1-nl"},
    {"uicc", "https://www.uicc.org/resources/tnm"},
    {"mii-ecog",
     "https://www.medizininformatik-initiative.de/fhir/ext/modul-onko/CodeSystem/"
     "mii-cs-onko-allgemeiner-leistungszustand-ecog"},
    {"mii",
     "https://www.medizininformatik-initiative.de/fhir/ext/modul-onko/CodeSystem/"
     "mii-cs-onko-fernmetastasen"},
};

std::string Coding(std::string_view value) {
  const std::size_t colon = value.find(':');
  const auto system = kSystems.find(std::string(value.substr(0, colon)));
  if (colon == std::string_view::npos || system == kSystems.end()) {
    return "{\"code\":" + Quoted(value) + "}";
  }
  return "{\"system\":" + Quoted(system->second) + ",\"code\":" + Quoted(value.substr(colon + 1)) +
         "}";
}

// `gm:C79.3/A`: a code with the certainty that German records add to it.
std::string CodeWithCertainty(std::string_view value) {
  const std::size_t slash = value.find('/');
  std::string coding = Coding(value.substr(0, slash));
  coding.pop_back();
  return "\"code\":{\"coding\":[" + coding +
         ",\"extension\":[{\"url\":"
         "\"http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit\","
         "\"valueCoding\":{\"code\":" +
         Quoted(value.substr(slash + 1)) + "}}]}]}";
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// `true`, `80`, `2_d`, `<3_mo`, `@2026-11`, `snomed:1`, anything else is text.
std::string Value(std::string_view text) {
  if (text == "true" || text == "false") return "\"valueBoolean\":" + std::string(text);
  if (IsNumber(text)) {
    const bool whole = text.find('.') == std::string_view::npos;
    return (whole ? "\"valueInteger\":" : "\"valueDecimal\":") + std::string(text);
  }
  if (text.starts_with('@')) return "\"valueDateTime\":" + Quoted(text.substr(1));
  if (const std::size_t colon = text.find(':');
      colon != std::string_view::npos && kSystems.count(std::string(text.substr(0, colon))) > 0) {
    return "\"valueCodeableConcept\":" + Concept(text);
  }
  std::string_view comparator;
  if (text.starts_with('<') || text.starts_with('>')) {
    comparator = text.substr(0, 1);
    text.remove_prefix(1);
  }
  const std::size_t unit = text.find('_');
  if (unit != std::string_view::npos && IsNumber(text.substr(0, unit))) {
    return "\"valueQuantity\":{\"value\":" + std::string(text.substr(0, unit)) +
           ",\"code\":" + Quoted(text.substr(unit + 1)) +
           (comparator.empty() ? "" : ",\"comparator\":" + Quoted(comparator)) + "}";
  }
  return "\"valueString\":" + Quoted(text);
}

std::string Member(const std::string& key, std::string_view value) {
  static const std::map<std::string, std::string> kPlain = {{"status", "status"},
                                                            {"intent", "intent"},
                                                            {"priority", "priority"},
                                                            {"onset", "onsetDateTime"},
                                                            {"recorded", "recordedDate"},
                                                            {"effective", "effectiveDateTime"},
                                                            {"performed", "performedDateTime"},
                                                            {"authored", "authoredOn"},
                                                            {"occurrence", "occurrenceDateTime"},
                                                            {"started", "started"},
                                                            {"conclusion", "conclusion"},
                                                            {"id", "id"},
                                                            {"lifecycle", "lifecycleStatus"},
                                                            {"title", "description"},
                                                            {"taken", "taken"},
                                                            {"issued", "issued"}};
  static const std::map<std::string, std::string> kConcepts = {
      {"code", "code"},
      {"med", "medicationCodeableConcept"},
      {"method", "method"},
      {"clinical", "clinicalStatus"},
      {"verification", "verificationStatus"},
      {"absent", "dataAbsentReason"},
      {"type", "type"},
      {"aim", "description"},
      {"interpretation", "interpretation"}};
  static const std::map<std::string, std::string> kConceptLists = {
      {"site", "bodySite"}, {"reason", "reasonCode"}, {"procedureCode", "procedureCode"}};
  if (auto found = kPlain.find(key); found != kPlain.end()) {
    return Quoted(found->second) + ":" + Quoted(value);
  }
  if (auto found = kConcepts.find(key); found != kConcepts.end()) {
    return Quoted(found->second) + ":" + Concept(value);
  }
  if (auto found = kConceptLists.find(key); found != kConceptLists.end()) {
    return Quoted(found->second) + ":[" + Concept(value) + "]";
  }
  if (auto word = FinePrint(key, value)) return *word;
  if (key == "value") return Value(value);
  if (key == "subject") return "\"subject\":{\"reference\":" + Quoted(value) + "}";
  if (key == "certain") return CodeWithCertainty(value);
  // A code of no system that is covered: made up, none of the G-Standaard.
  if (key == "medname") {
    return "\"medicationCodeableConcept\":{\"coding\":[{\"system\":"
           "\"urn:oid:2.16.840.1.113883.2.4.4.1\",\"code\":\"99900001\",\"display\":" +
           Quoted(value) + "}]}";
  }
  // A code of a system that nobody covers, with its name.
  if (key == "named") {
    return "\"code\":{\"coding\":[{\"system\":\"https://local.example/"
           "codes\",\"code\":\"7\",\"display\":" +
           Quoted(value) + "}]}";
  }
  if (key == "text") return "\"code\":{\"text\":" + Quoted(value) + "}";
  if (key == "until") return "\"effectivePeriod\":{\"end\":" + Quoted(value) + "}";
  if (key == "finished") return "\"performedPeriod\":{\"end\":" + Quoted(value) + "}";
  if (key == "begun") return "\"performedPeriod\":{\"start\":" + Quoted(value) + "}";
  if (key == "reasonlink") return "\"reasonReference\":[{\"reference\":" + Quoted(value) + "}]";
  if (key == "route") return "\"dosageInstruction\":[{\"route\":" + Concept(value) + "}]";
  if (key == "provision") return "\"provision\":{\"code\":[" + Concept(value) + "]}";
  if (key == "directive") {
    const std::size_t slash = value.find('/');
    return "\"provision\":{\"code\":[" + Concept(value.substr(0, slash)) +
           "],\"period\":{\"end\":" + Quoted(value.substr(slash + 1)) + "}}";
  }
  if (key == "series") {
    const std::size_t slash = value.find('/');
    return "\"series\":[{\"modality\":{\"code\":" + Quoted(value.substr(0, slash)) +
           "},\"bodySite\":{\"display\":" + Quoted(value.substr(slash + 1)) + "}}]";
  }
  if (key == "target") {
    return "\"target\":[{\"detailCodeableConcept\":" + Concept(value) + "}]";
  }
  if (key == "except") return "\"except\":[{\"code\":[" + Coding(value) + "]}]";
  if (key == "for") return "\"for\":{\"reference\":" + Quoted(value) + "}";
  if (key == "ended-at-age") return "\"abatementAge\":{\"value\":" + std::string(value) + "}";
  if (key == "notperform") return "\"doNotPerform\":true";
  std::fprintf(stderr, "unknown word `%s` in a test row\n", key.c_str());
  std::abort();
}

std::string NumberText(double value) {
  std::ostringstream text;
  text.precision(6);
  text << value;
  return text.str();
}

std::string RangeText(const InputDefinition& definition, const dmn::Interval& range) {
  const auto shown = [&](double value) {
    if (definition.type != InputType::kDate) return NumberText(value);
    const CivilTime date = DateOfDayNumber(static_cast<std::int64_t>(value));
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    return std::string(text);
  };
  if (range.low == range.high) return shown(range.low);
  return shown(range.low) + ".." + shown(range.high);
}

}  // namespace

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string Concept(std::string_view value) {
  std::string codings;
  for (const std::string& coding : terminology::SplitList(value, '+')) {
    codings += (codings.empty() ? "" : ",") + Coding(coding);
  }
  return "{\"coding\":[" + codings + "]}";
}

std::vector<std::string> BuildResources(std::string_view line) {
  std::vector<std::string> resources;
  for (const std::string& part : terminology::SplitList(line, ';')) {
    const std::vector<std::string> words = terminology::SplitList(part, ' ');
    std::string json = "{\"resourceType\":" + Quoted(words.front());
    bool has_subject = false, has_id = false;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::size_t equals = words[i].find('=');
      const std::string key = words[i].substr(0, equals);
      has_subject = has_subject || key == "subject" || key == "for" ||
                    words[i].starts_with("json=\"subject\"");
      has_id = has_id || key == "id";
      std::string value = words[i].substr(equals + 1);
      for (char& c : value) {
        if (c == '~') c = ' ';
      }
      json += "," + Member(key, value);
    }
    if (!has_subject) json += ",\"subject\":{\"reference\":\"Patient/p\"}";
    if (!has_id) json += ",\"id\":\"r" + std::to_string(resources.size() + 1) + "\"";
    resources.push_back(json + "}");
  }
  return resources;
}

TimePoint TestNow() { return *ParseInstant("2026-11-21T13:00:00+01:00"); }

const InputCatalogue& ShippedCatalogue() {
  static const InputCatalogue catalogue = [] {
    auto loaded =
        InputCatalogue::Load(std::string(WERVELWIJZER_SOURCE_DIR) + "/guideline/models/inputs.tsv");
    if (!loaded.ok()) std::fprintf(stderr, "%s\n", loaded.error().ToString().c_str());
    return std::move(loaded).value();
  }();
  return catalogue;
}

const Bindings& ShippedBindings() {
  static const Bindings bindings = [] {
    const std::string root = WERVELWIJZER_SOURCE_DIR;
    auto codes = terminology::Terminology::Load(root + "/terminology/data");
    if (!codes.ok()) std::fprintf(stderr, "%s\n", codes.error().ToString().c_str());
    auto loaded = Bindings::Load(root + "/guideline/bindings", ShippedCatalogue(), *codes,
                                 dmn::DefaultParameters());
    if (!loaded.ok()) std::fprintf(stderr, "%s\n", loaded.error().ToString().c_str());
    return std::move(loaded).value();
  }();
  return bindings;
}

BoundPatient::BoundPatient(const std::vector<std::string>& resources, fhir::ResourceOrigin origin,
                           const std::string& patient)
    : bound_{Inputs(ShippedCatalogue()), {}, {}, {}, {}, {}, {}} {
  Issues issues;
  const auto add = [&](const std::string& json, fhir::ResourceOrigin from) {
    auto document = JsonDocument::Parse(json);
    EXPECT_TRUE(document.ok()) << json;
    if (!document.ok()) return;
    documents_.push_back(std::move(document).value());
    record_.Add(documents_.back().root(), from, "$", issues);
  };
  const std::string born_in_1960 =
      R"({"resourceType":"Patient","id":"p","birthDate":"1960-05-17","gender":"female",)"
      R"("identifier":[{"system":"urn:oid:1.2.3","value":"1"}]})";
  add(patient.empty() ? born_in_1960 : patient, fhir::ResourceOrigin::kPrefetch);
  for (const std::string& json : resources) add(json, origin);
  BindOptions options;
  options.now = TestNow();
  options.patient_id = "p";
  bound_ = ShippedBindings().Bind(record_, options);
}

std::string BoundPatient::Value(std::string_view input) const {
  const auto index = ShippedCatalogue().Find(input);
  if (!index) return "no such input";
  const InputState& state = bound_.inputs.Get(*index);
  if (state.origin == Origin::kUnknown) return "unknown";
  std::string text;
  for (const std::string& code : state.values.codes) text += (text.empty() ? "" : "|") + code;
  for (const dmn::Interval& range : state.values.ranges) {
    text += (text.empty() ? "" : "|") + RangeText(ShippedCatalogue().definitions()[*index], range);
  }
  return text + (state.conflicting ? " (conflict)" : "");
}

std::string BoundPatient::Hints(std::string_view input) const {
  std::string text;
  for (const Hint& hint : bound_.hints) {
    if (hint.input == input) text += (text.empty() ? "" : "|") + hint.what;
  }
  return text;
}

}  // namespace wervelwijzer::guideline
