#include "guideline/bindings/denials.h"

#include <algorithm>

#include "fhir/view.h"

namespace wervelwijzer::guideline {
namespace {

using fhir::Field;

bool Denies(const Finding& finding) {
  if (finding.concepts.empty() || finding.state != FactState::kExcluded) return false;
  const fhir::Resource& resource = *finding.resource;
  if (resource.type == "MedicationStatement") {
    return IsNegated(resource) || fhir::Code(resource, Field::kStatus) == "not-taken";
  }
  if (resource.type != "Condition") return false;
  const auto codes = fhir::Codes(resource, Field::kVerification);
  return std::ranges::any_of(codes,
                             [](auto code) { return code == "refuted" || code == "410516002"; });
}

bool HasPlace(const Finding& finding) {
  return fhir::First(*finding.resource, Field::kBodySite).exists() ||
         fhir::First(*finding.resource, Field::kSiteLink).exists();
}

std::optional<TimePoint> SaidAt(const Finding& finding) {
  const auto& said = finding.recorded ? finding.recorded : finding.time;
  if (!said) return std::nullopt;
  return said->last ? said->last : said->first;
}

}  // namespace

void Denials::Note(const Finding& finding) {
  if (Denies(finding) && !HasPlace(finding)) {
    Denied& denied = denied_[{finding.source, finding.how}];
    const std::optional<TimePoint> said = SaidAt(finding);
    denied.some_undated = denied.some_undated || !said;
    denied.latest = std::max(denied.latest, said);
  }
}

bool Denials::Contradict(const Finding& finding) const {
  if (denied_.empty() || finding.how.empty() || HasPlace(finding)) return false;
  const auto found = denied_.find({finding.source, finding.how});
  if (found == denied_.end()) return false;
  const std::optional<TimePoint> said = SaidAt(finding);
  return !said || found->second.some_undated || *said <= *found->second.latest;
}

}  // namespace wervelwijzer::guideline
