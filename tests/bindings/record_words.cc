#include "tests/bindings/record_words.h"

#include <map>

namespace wervelwijzer::guideline {
namespace {

constexpr const char* kNictiz = "http://nictiz.nl/fhir/StructureDefinition/";

const std::map<std::string, std::string, std::less<>> kUrls = {
    {"stop", std::string(kNictiz) + "ext-StopType"},
    {"zibstop", std::string(kNictiz) + "zib-Medication-StopType"},
    {"cycle", std::string(kNictiz) + "ext-InstructionsForUse.RepeatPeriodCyclicalSchedule"},
    {"donot", "http://hl7.org/fhir/StructureDefinition/request-doNotPerform"},
    {"notdone", "http://hl7.org/fhir/3.0/StructureDefinition/extension-Procedure.notDone"},
    {"strange", "http://example.org/StructureDefinition/not-understood"},
    {"side", "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier"},
    {"dutchside", std::string(kNictiz) + "ext-AnatomicalLocation.Laterality"},
    {"structure", "http://hl7.org/fhir/StructureDefinition/bodySite"},
    {"volume",
     "http://hl7.org/fhir/us/mcode/StructureDefinition/"
     "mcode-radiotherapy-dose-delivered-to-volume"},
};

// `stop/410546004`: url and value of an extension; a boolean, else a code of SNOMED CT.
std::string Extension(std::string_view value) {
  const std::size_t slash = value.find('/');
  const std::string_view said = value.substr(slash + 1);
  const std::string member = said == "true" || said == "false"
                                 ? "\"valueBoolean\":" + std::string(said)
                                 : "\"valueCodeableConcept\":" + Concept(said);
  return "{\"url\":" + Quoted(kUrls.find(value.substr(0, slash))->second) + "," + member + "}";
}

// `2026-11-01/2026-11-10`, `2026-11-01/`, `2026-11-01/P14D`: since when and until when.
std::string Period(std::string_view value) {
  const std::size_t slash = value.find('/');
  const std::string start = "\"start\":" + Quoted(value.substr(0, slash));
  const std::string_view end = value.substr(slash + 1);
  if (end.empty()) return "{" + start + "}";
  if (end.front() != 'P') return "{" + start + ",\"end\":" + Quoted(end) + "}";
  const std::string days(end.substr(1, end.size() - 2));
  return "{" + start +
         ",\"extension\":[{\"url\":" + Quoted(std::string(kNictiz) + "ext-TimeInterval.Duration") +
         ",\"valueDuration\":{\"value\":" + days + ",\"unit\":\"dag\",\"code\":\"d\"}}]}";
}

std::string Identifier(std::string_view value) {
  return "{\"system\":\"urn:oid:1.2.3\",\"value\":" + Quoted(value) + "}";
}

std::string Reference(std::string_view value) { return "{\"reference\":" + Quoted(value) + "}"; }

// `use=…,registered=…,treatment=…` in one word, since they share the member `extension`.
std::string Agreement(std::string_view value) {
  std::string extensions;
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    const std::string_view part = value.substr(0, comma);
    value.remove_prefix(std::min(comma + 1, value.size()));
    const std::string_view name = part.substr(0, part.find('='));
    const std::string_view said = part.substr(part.find('=') + 1);
    const auto [url, member] =
        name == "use" ? std::pair("ext-TimeInterval.Period", "valuePeriod")
        : name == "registered"
            ? std::pair("ext-RegistrationDateTime", "valueDateTime")
            : std::pair("ext-PharmaceuticalTreatment.Identifier", "valueIdentifier");
    const std::string json = name == "use"          ? Period(said)
                             : name == "registered" ? Quoted(said)
                                                    : Identifier(said);
    extensions += (extensions.empty() ? "" : ",") + std::string("{\"url\":") +
                  Quoted(std::string(kNictiz) + url) + "," + Quoted(member) + ":" + json + "}";
  }
  return "\"extension\":[" + extensions + "]";
}

}  // namespace

std::optional<std::string> FinePrint(std::string_view key, std::string_view value) {
  if (key == "json") return std::string(value);
  if (key == "modifier") return "\"modifierExtension\":[" + Extension(value) + "]";
  if (key == "extension") return "\"extension\":[" + Extension(value) + "]";
  if (key == "sitewith") return "\"bodySite\":[{\"extension\":[" + Extension(value) + "]}]";
  if (key == "agreed") return Agreement(value);
  if (key == "category") return "\"category\":[" + Concept(value) + "]";
  if (key == "identifier") return "\"identifier\":[" + Identifier(value) + "]";
  if (key == "prior") return "\"priorPrescription\":{\"identifier\":" + Identifier(value) + "}";
  if (key == "used") return "\"effectivePeriod\":" + Period(value);
  if (key == "structure") return "\"bodyStructure\":" + Reference(value);
  if (key == "structures") return "\"bodySite\":[{\"reference\":" + Reference(value) + "}]";
  if (key == "structurelink" || key == "volumelink") {
    const std::string link = "\"valueReference\":" + Reference(value) + "}";
    if (key == "structurelink") {
      return "\"extension\":[{\"url\":" + Quoted(kUrls.at("structure")) + "," + link + "]";
    }
    return "\"extension\":[{\"url\":" + Quoted(kUrls.at("volume")) +
           ",\"extension\":[{\"url\":\"volume\"," + link + "]}]";
  }
  if (key == "routes") {
    const std::size_t slash = value.find('/');
    return "\"dosageInstruction\":[{\"route\":" + Concept(value.substr(0, slash)) +
           "},{\"route\":" + Concept(value.substr(slash + 1)) + "}]";
  }
  if (key == "member") {
    return "\"participant\":[{\"role\":[{\"text\":" + Quoted(value) + "}]}]";
  }
  if (key == "adherence") return "\"adherence\":{\"code\":" + Concept(value) + "}";
  if (key == "during") return "\"period\":" + Period(value);
  if (key == "location") return "\"location\":" + Concept(value);
  if (key == "included") return "\"includedStructure\":[{\"structure\":" + Concept(value) + "}]";
  if (key == "inuse") return "\"active\":" + std::string(value);
  if (key == "part") {
    return "\"component\":[{\"code\":" + Concept(value.substr(0, value.find('/'))) +
           ",\"valueInteger\":" + std::string(value.substr(value.find('/') + 1)) + "}]";
  }
  if (key == "modifiedpart") {
    const std::string part = *FinePrint("part", value);
    return part.substr(0, part.size() - 2) + ",\"modifierExtension\":[" +
           Extension("strange/true") + "]}]";
  }
  if (key == "interpretedtext") return "\"interpretation\":[{\"text\":" + Quoted(value) + "}]";
  return std::nullopt;
}

}  // namespace wervelwijzer::guideline
