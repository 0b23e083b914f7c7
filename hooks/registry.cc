#include "hooks/registry.h"

#include <algorithm>

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

using cards::Hook;
using cards::Language;
using cards::Service;

constexpr ServiceDescription kServices[] = {
    {"spinal-metastases-patient-view", "patient-view", Service::kSpinal, Hook::kPatientView},
    {"spinal-metastases-order-select", "order-select", Service::kSpinal, Hook::kOrderSelect},
    {"spinal-metastases-order-sign", "order-sign", Service::kSpinal, Hook::kOrderSign},
    {"brain-metastases-patient-view", "patient-view", Service::kBrain, Hook::kPatientView},
    {"brain-metastases-order-select", "order-select", Service::kBrain, Hook::kOrderSelect},
    {"brain-metastases-order-sign", "order-sign", Service::kBrain, Hook::kOrderSign},
};

constexpr PrefetchTemplate kTemplates[] = {
    {"patient", "Patient/{{context.patientId}}"},
    {"conditions", "Condition?patient={{context.patientId}}&_count=200"},
    {"observations", "Observation?patient={{context.patientId}}&_sort=-date&_count=200"},
    {"procedures", "Procedure?patient={{context.patientId}}&_sort=-date&_count=100"},
    {"medications", "MedicationRequest?patient={{context.patientId}}&_sort=-authoredon&_count=100"},
    {"medicationStatements", "MedicationStatement?patient={{context.patientId}}&_count=100"},
    {"serviceRequests", "ServiceRequest?patient={{context.patientId}}&_sort=-authored&_count=100"},
    {"diagnosticReports", "DiagnosticReport?patient={{context.patientId}}&_sort=-date&_count=50"},
    {"imagingStudies", "ImagingStudy?patient={{context.patientId}}&_sort=-started&_count=50"},
    {"devices", "Device?patient={{context.patientId}}&_count=50"},
    {"questionnaireResponses",
     "QuestionnaireResponse?patient={{context.patientId}}&_sort=-authored&_count=20"},
    {"appointments", "Appointment?patient={{context.patientId}}&_sort=-date&_count=20"},
    {"encounter", "Encounter/{{context.encounterId}}"},
    {"allergies", "AllergyIntolerance?patient={{context.patientId}}&_count=50"},
    {"tasks", "Task?patient={{context.patientId}}&_count=50"},
    {"medicationAdministrations",
     "MedicationAdministration?patient={{context.patientId}}&_count=100"},
    {"medicationDispenses", "MedicationDispense?patient={{context.patientId}}&_count=100"},
    {"consents", "Consent?patient={{context.patientId}}&_count=20"},
    {"carePlans", "CarePlan?patient={{context.patientId}}&_count=20"},
    {"flags", "Flag?patient={{context.patientId}}&_count=50"},
    {"bodyStructures", "BodyStructure?patient={{context.patientId}}&_count=50"},
};

struct Words {
  std::string_view nl, en;
  std::string_view In(Language language) const { return language == Language::kEnglish ? en : nl; }
};

constexpr Words kSpinalTitle = {"Wervelmetastasen: richtlijn", "Spinal metastases: guideline"};
constexpr Words kBrainTitle = {"Hersenmetastasen: MDO", "Brain metastases: tumour board"};

constexpr Words kSpinalWhat = {
    "Toetst het dossier aan de Nederlandse richtlijn wervelmetastasen (2015, 2026)",
    "Compares the record with the Dutch guideline on spinal metastases (2015, 2026)"};
constexpr Words kBrainWhat = {
    "Toetst het dossier aan de criteria voor het MDO hersenmetastasen",
    "Compares the record with the criteria of the Dutch tumour board for brain metastases"};

constexpr Words kWhenPatientView = {"bij het openen van het dossier.", "when the chart is opened."};
constexpr Words kWhenOrderSelect = {"bij het kiezen van een order.", "when an order is chosen."};
constexpr Words kWhenOrderSign = {"bij het ondertekenen van orders.", "when orders are signed."};

constexpr Words kUsage = {
    "Geen gecertificeerd medisch hulpmiddel; eerst lokaal valideren. Alleen `patient` is "
    "verplicht; "
    "wat niet wordt meegestuurd telt als onbekend, nooit als afwezig.",
    "Not a certified medical device; validate locally first. Only `patient` is required; what is "
    "not "
    "supplied counts as unknown, never as absent."};

const Words& When(Hook hook) {
  switch (hook) {
    case Hook::kPatientView:
      return kWhenPatientView;
    case Hook::kOrderSelect:
      return kWhenOrderSelect;
    case Hook::kOrderSign:
      return kWhenOrderSign;
  }
  return kWhenPatientView;
}

void WriteService(JsonWriter& writer, const ServiceDescription& service, Language language) {
  const bool spinal = service.service == Service::kSpinal;
  const std::string_view what = (spinal ? kSpinalWhat : kBrainWhat).In(language);
  const std::string_view when = When(service.hook_kind).In(language);
  writer.BeginObject();
  writer.Member("hook", service.hook);
  writer.Member("title", (spinal ? kSpinalTitle : kBrainTitle).In(language));
  writer.Member("description", std::string(what) + ", " + std::string(when));
  writer.Member("id", service.id);
  writer.Key("prefetch").BeginObject();
  for (const PrefetchTemplate& prefetch : kTemplates) writer.Member(prefetch.key, prefetch.query);
  writer.EndObject();
  writer.Member("usageRequirements", kUsage.In(language));
  writer.EndObject();
}

}  // namespace

std::span<const ServiceDescription> Services() { return kServices; }

const ServiceDescription* FindService(std::string_view id) {
  const auto* found =
      std::ranges::find_if(kServices, [&](const auto& service) { return service.id == id; });
  return found == std::end(kServices) ? nullptr : found;
}

std::span<const PrefetchTemplate> PrefetchTemplates() { return kTemplates; }

std::string DiscoveryDocument(Language language) {
  JsonWriter writer;
  writer.BeginObject().Key("services").BeginArray();
  for (const ServiceDescription& service : kServices) WriteService(writer, service, language);
  writer.EndArray().EndObject();
  return std::move(writer).Take();
}

}  // namespace wervelwijzer::hooks
