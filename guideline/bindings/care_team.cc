#include "guideline/bindings/care_team.h"

#include "fhir/date.h"
#include "fhir/view.h"
#include "guideline/bindings/modifiers.h"

namespace wervelwijzer::guideline {

using fhir::Field;

std::optional<Hint> HintOfCareTeam(const fhir::Resource& resource, const BindingTables& tables,
                                   const BindOptions& options) {
  const std::string_view status = fhir::Code(resource, Field::kStatus);
  if (!status.empty() && status != "active") return std::nullopt;
  if (!resource.Get("participant").exists()) return std::nullopt;
  const ModifierEffect effect = EffectOfModifiers(resource, tables.modifiers);
  if (effect != ModifierEffect::kNone) return std::nullopt;
  const auto period = fhir::ReadTime(fhir::First(resource, Field::kTime), options.zone);
  if (period && period->last && *period->last < options.now) return std::nullopt;
  return Hint{"brain-mdo-participants", resource.Reference(), "care-team"};
}

}  // namespace wervelwijzer::guideline
