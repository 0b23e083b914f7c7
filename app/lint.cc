#include "app/lint.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#include "app/places.h"
#include "base/issue.h"
#include "cards/compose.h"
#include "cards/region/asking_hospital.h"
#include "cards/region/region_file.h"
#include "guideline/bindings/bind.h"
#include "guideline/bindings/intake_form.h"
#include "guideline/evaluate.h"
#include "guideline/lint.h"
#include "hooks/client_file.h"
#include "terminology/terminology.h"
#include "terminology/verify.h"

namespace wervelwijzer::app {
namespace {

// Writes findings and remembers whether one of them asks for work.
class Report {
 public:
  explicit Report(bool hints) : hints_(hints) {}

  void Add(const guideline::LintFindings& findings) {
    for (const guideline::LintFinding& finding : findings) {
      const bool hint = finding.severity == Severity::kInformation;
      if (hint && !hints_) continue;
      std::cout << finding.ToString() << "\n";
      if (!hint) ++findings_;
    }
  }
  void Add(const std::string& file, const Issues& issues) {
    for (const Issue& issue : issues) {
      std::cout << file << " " << issue.path << ": " << SeverityName(issue.severity) << ": "
                << issue.message << "\n";
      ++findings_;
    }
  }
  void Add(const Issues& issues) {
    for (const Issue& issue : issues)
      Add(Error{ErrorKind::kInvalidInput, issue.message, issue.path});
  }
  void Add(const Error& error) {
    std::cout << error.ToString() << "\n";
    ++findings_;
  }
  bool empty() const { return findings_ == 0; }
  int Finish() const {
    std::cerr << "wervelwijzer lint: " << findings_ << (findings_ == 1 ? " finding" : " findings")
              << "\n";
    return findings_ == 0 ? kDone : kFindings;
  }

 private:
  bool hints_;
  int findings_ = 0;
};

// Listed codes that a release does not have, or no longer uses.
void LintAgainstHierarchies(const terminology::Terminology& terminology,
                            const hooks::KnowledgePlaces& places, Report& report) {
  for (const terminology::SnapshotHead& head : terminology.snapshots()) {
    const auto snapshot = terminology::Snapshot::Read(places.hierarchies + "/" +
                                                      terminology::SnapshotFileName(head.system));
    if (!snapshot.ok()) {
      report.Add(snapshot.error());
    } else {
      report.Add(terminology::VerifyAgainst(terminology, *snapshot));
    }
  }
}

// What stands on the models can only be looked at when these load; why they do not is said already.
void LintWhatStandsOnModels(const hooks::KnowledgePlaces& places, Report& report) {
  const bool models_are_sound = report.empty();
  const auto terminology = terminology::Terminology::Load(places.terminology, places.hierarchies);
  if (!terminology.ok()) return report.Add(terminology.error());
  report.Add(terminology::VerifyTerminology(*terminology));
  LintAgainstHierarchies(*terminology, places, report);
  const auto guideline = guideline::Guideline::Load(places.models, places.parameters);
  if (!guideline.ok()) return models_are_sound ? report.Add(guideline.error()) : void();
  const auto bindings = guideline::Bindings::Load(places.bindings, (*guideline)->catalogue(),
                                                  *terminology, (*guideline)->parameters());
  if (!bindings.ok()) report.Add(bindings.error());
  const auto form =
      guideline::IntakeForm::Load(places.bindings, places.models, (*guideline)->catalogue());
  if (!form.ok()) report.Add(form.error());
  const auto composer = cards::Composer::Load(places.texts, *guideline);
  if (!composer.ok()) report.Add(composer.error());
}

// The one that is named, else that of the tree in which the models stand, else that of the program:
// models in a folder of their own are a draft for this tree.
std::string ChangelogOf(const LintSettings& settings, const hooks::KnowledgePlaces& places) {
  if (!settings.changelog.empty()) return settings.changelog;
  std::string own = places.models + "/../../CHANGELOG.md";
  std::error_code failed;
  if (std::filesystem::exists(own, failed)) return own;
  return places.bindings + "/../../CHANGELOG.md";
}

void LintRegionFile(const std::string& file, Report& report) {
  const auto loaded = region::LoadRegion(file, SystemClock().Now());
  if (!loaded.ok()) return report.Add(loaded.error());
  report.Add(file, loaded->issues);
}

// A hospital that the region does not have would silently lead to nobody.
void LintHospitals(const hooks::ClientRegistry& clients, const hooks::KnowledgePlaces& places,
                   Report& report) {
  if (places.region.empty()) return;
  const auto loaded = region::LoadRegion(places.region, SystemClock().Now());
  if (!loaded.ok()) return;  // said by LintRegionFile
  for (const hooks::ClientPointer& client : clients.clients()) {
    const region::Asker asker{{}, {}, client->hospital};
    if (client->hospital.empty()) continue;
    if (region::FindAskingHospital(*loaded->region, fhir::Record(), asker) != region::kNone) {
      continue;
    }
    report.Add(InvalidInput("`" + client->hospital + "` is no hospital of the region",
                            places.clients + " client " + client->id));
  }
}

void LintClientFile(const hooks::KnowledgePlaces& places, Report& report) {
  const auto loaded = hooks::LoadClients(places.clients);
  if (!loaded.ok()) return report.Add(loaded.error());
  report.Add(places.clients, loaded->issues);
  LintHospitals(loaded->registry, places, report);
}

void Compare(const LintSettings& settings, const hooks::KnowledgePlaces& places, Report& report) {
  const auto comparison =
      guideline::CompareGuidelines(settings.against, places.models, ChangelogOf(settings, places));
  if (!comparison.ok()) return report.Add(comparison.error());
  for (const std::string& change : comparison->changes) std::cout << "change: " << change << "\n";
  report.Add(comparison->findings);
}

}  // namespace

int Lint(const LintSettings& settings) {
  const Result<hooks::KnowledgePlaces> places = FindData(settings.data);
  if (!places.ok()) {
    std::cerr << "wervelwijzer lint: " << places.error().ToString() << "\n";
    return kFindings;
  }
  Report report(settings.hints);
  report.Add(guideline::LintGuideline(places->models));
  LintWhatStandsOnModels(*places, report);
  if (!places->region.empty()) LintRegionFile(places->region, report);
  if (!places->clients.empty()) LintClientFile(*places, report);
  if (!settings.against.empty()) Compare(settings, *places, report);
  return report.Finish();
}

}  // namespace wervelwijzer::app
