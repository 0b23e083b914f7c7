#include "hooks/own_codes.h"

#include <array>
#include <span>
#include <string_view>

#include "base/json.h"
#include "cards/region/service_codes.h"
#include "hooks/questionnaire.h"

namespace wervelwijzer::hooks {
namespace {

using region::OwnCode;

// Orders for which no public code was found (terminology/data, system wervelwijzer-order).
constexpr std::array<OwnCode, 11> kOrders = {{
    {"mri-whole-spine", "MRI gehele wervelkolom", "MRI of the whole spine", false},
    {"ct-whole-spine", "CT gehele wervelkolom", "CT of the whole spine", false},
    {"biopsy", "biopsie van de wervellaesie", "biopsy of the vertebral lesion", false},
    {"consult-executing-centre", "consult uitvoerend centrum wervelmetastasen",
     "consultation of the executing centre for spinal metastases", false},
    {"spinal-mdo", "MDO wervelmetastasen", "multidisciplinary meeting on spinal metastases", false},
    {"brain-mdo", "neuro-oncologisch MDO", "neuro-oncological multidisciplinary meeting", false},
    {"referral-neuro-oncology", "verwijzing neuro-oncologie", "referral to neuro-oncology", false},
    {"radiotherapy-spine", "radiotherapie van wervelmetastasen",
     "radiotherapy of spinal metastases", false},
    {"radiotherapy-brain", "radiotherapie van hersenmetastasen", "radiotherapy of brain metastases",
     false},
    {"spine-surgery", "operatie wegens wervelmetastasen", "spine surgery for metastases", false},
    {"vertebroplasty", "vertebroplastiek of kyphoplastiek", "vertebroplasty or kyphoplasty", false},
}};

constexpr std::array<OwnCode, 7> kReasons = {{
    {"already-done", "al gedaan of geregeld", "already done or arranged", false},
    {"patient-declines", "patiënt wil dit niet", "patient declines", false},
    {"not-fit", "patiënt kan dit niet aan", "patient is not fit for it", false},
    {"other-centre-involved", "ander centrum is betrokken", "another centre is involved", false},
    {"data-wrong", "gegevens kloppen niet", "data are wrong", false},
    {"not-relevant", "niet van toepassing bij deze patiënt", "not relevant for this patient",
     false},
    {"other", "andere reden", "other reason", false},
}};

constexpr std::array<OwnCode, 16> kCards = {{
    {"red-flag", "rode vlag", "red flag", false},
    {"imaging", "beeldvorming", "imaging", false},
    {"steroid", "corticosteroïden", "corticosteroids", false},
    {"workup", "aanvullende diagnostiek", "further work-up", false},
    {"referral", "verwijzing", "referral", false},
    {"mdo", "multidisciplinair overleg", "multidisciplinary meeting", false},
    {"treatment", "behandeling", "treatment", false},
    {"care", "zorg en begeleiding", "care and support", false},
    {"missing", "ontbrekende gegevens", "missing data", false},
    {"not-had", "niet opgehaalde gegevens", "data that could not be obtained", false},
    {"inconsistent", "tegenstrijdige gegevens", "contradictory data", false},
    {"out-of-scope", "buiten de richtlijn", "outside the guideline", false},
    {"brain-mdo", "neuro-oncologisch MDO", "neuro-oncological meeting", false},
    {"brain-radiotherapy", "radiotherapie van hersenmetastasen", "radiotherapy of brain metastases",
     false},
    {"brain-mdo-information", "informatie voor het neuro-oncologisch MDO",
     "information for the neuro-oncological meeting", false},
    {"brain-follow-up", "controle van hersenmetastasen", "follow-up of brain metastases", false},
}};

std::string CodeSystemOf(std::string_view id, std::string_view dutch, std::string_view english,
                         std::span<const OwnCode> codes) {
  JsonWriter writer;
  writer.BeginObject();
  WriteDefinitionHead(writer, "CodeSystem", id, dutch);
  WriteEnglish(writer, "title", english);
  writer.Key("caseSensitive").Boolean(true);
  writer.Member("content", "complete").Key("concept").BeginArray();
  for (const OwnCode& code : codes) {
    writer.BeginObject().Member("code", code.code).Member("display", code.dutch);
    writer.Key("designation").BeginArray().BeginObject().Member("language", "en");
    writer.Member("value", code.english).EndObject().EndArray().EndObject();
  }
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace

std::vector<OwnCodeSystem> OwnCodeSystems() {
  const auto make = [](std::string id, std::string_view dutch, std::string_view english,
                       std::span<const OwnCode> codes) {
    std::string json = CodeSystemOf(id, dutch, english, codes);
    return OwnCodeSystem{std::move(id), std::move(json)};
  };
  return {make("region", "Soorten organisaties in een regio", "Kinds of organizations in a region",
               region::RegionCodes()),
          make("region-service", "Diensten in een regio", "Services in a region",
               region::ServiceCodes()),
          make("order", "Aanvragen", "Orders", kOrders),
          make("override-reason", "Redenen om een kaart niet te volgen",
               "Reasons not to follow a card", kReasons),
          make("card", "Kaarten", "Cards", kCards)};
}

}  // namespace wervelwijzer::hooks
