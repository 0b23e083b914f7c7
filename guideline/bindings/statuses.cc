#include "guideline/bindings/statuses.h"

#include <algorithm>
#include <array>

namespace wervelwijzer::guideline {
namespace {

struct StatusMeaning {
  SourceKind source;
  std::string_view type;  // `*`: all types of this source
  std::string_view code;  // `*`: any other code, or none
  FactState state;
};

// The first row that fits decides. A status that no row names keeps the resource out.
constexpr StatusMeaning kStatuses[] = {
    {SourceKind::kFinding, "Observation", "cancelled", FactState::kExcluded},
    // A status that is early or that nobody knows takes certainty away, not the sign
    // (IsWeakStatus).
    {SourceKind::kFinding, "Observation", "*", FactState::kActive},
    {SourceKind::kFinding, "Flag", "active", FactState::kActive},
    // Why it was taken down is not said: it may have been a mistake.
    {SourceKind::kFinding, "Flag", "inactive", FactState::kUnclear},
    {SourceKind::kProcedure, "*", "completed", FactState::kDone},
    {SourceKind::kProcedure, "*", "in-progress", FactState::kPlanned},
    {SourceKind::kProcedure, "*", "preparation", FactState::kPlanned},
    {SourceKind::kProcedure, "*", "scheduled", FactState::kPlanned},  // DSTU2
    {SourceKind::kImaging, "DiagnosticReport", "final", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "amended", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "corrected", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "appended", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "preliminary", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "partial", FactState::kDone},
    {SourceKind::kImaging, "DiagnosticReport", "modified", FactState::kDone},
    {SourceKind::kImaging, "ImagingStudy", "available", FactState::kDone},
    {SourceKind::kImaging, "ImagingStudy", "", FactState::kDone},  // DSTU2, STU3 have no status
    {SourceKind::kImaging, "*", "registered", FactState::kPlanned},
    {SourceKind::kRequest, "*", "draft", FactState::kDraft},
    {SourceKind::kRequest, "*", "proposed", FactState::kPlanned},
    {SourceKind::kRequest, "*", "pending", FactState::kPlanned},
    {SourceKind::kRequest, "*", "booked", FactState::kPlanned},
    {SourceKind::kRequest, "*", "arrived", FactState::kPlanned},
    {SourceKind::kRequest, "*", "checked-in", FactState::kPlanned},
    {SourceKind::kRequest, "*", "fulfilled", FactState::kDone},
    {SourceKind::kRequest, "*", "active", FactState::kPlanned},
    {SourceKind::kRequest, "*", "requested", FactState::kPlanned},  // DSTU2
    {SourceKind::kRequest, "*", "accepted", FactState::kPlanned},   // DSTU2
    {SourceKind::kRequest, "*", "received", FactState::kPlanned},   // DSTU2
    {SourceKind::kRequest, "*", "planned", FactState::kPlanned},    // DSTU2
    {SourceKind::kRequest, "*", "in-progress", FactState::kPlanned},
    {SourceKind::kRequest, "*", "completed", FactState::kDone},
    {SourceKind::kRequest, "Task", "ready", FactState::kPlanned},
    {SourceKind::kWish, "Consent", "active", FactState::kActive},
    {SourceKind::kWish, "Goal", "accepted", FactState::kActive},
    {SourceKind::kWish, "Goal", "active", FactState::kActive},
    {SourceKind::kWish, "Goal", "in-progress", FactState::kActive},      // STU3
    {SourceKind::kWish, "Goal", "sustaining", FactState::kActive},       // STU3
    {SourceKind::kWish, "Goal", "on-target", FactState::kActive},        // STU3
    {SourceKind::kWish, "Goal", "ahead-of-target", FactState::kActive},  // STU3
    {SourceKind::kWish, "Goal", "behind-target", FactState::kActive},    // STU3
    {SourceKind::kMedication, "MedicationDispense", "*", FactState::kInactive},
    {SourceKind::kMedication, "MedicationAdministration", "completed", FactState::kInactive},
    {SourceKind::kMedication, "*", "unknown", FactState::kUnclear},
    {SourceKind::kMedication, "*", "", FactState::kUnclear},
    {SourceKind::kMedication, "*", "draft", FactState::kDraft},
    {SourceKind::kMedication, "*", "active", FactState::kActive},
    {SourceKind::kMedication, "*", "in-progress", FactState::kActive},
    {SourceKind::kMedication, "*", "recorded", FactState::kActive},  // R5
    {SourceKind::kMedication, "*", "intended", FactState::kPlanned},
    {SourceKind::kMedication, "*", "completed", FactState::kInactive},
    {SourceKind::kMedication, "*", "stopped", FactState::kInactive},
    {SourceKind::kMedication, "*", "ended", FactState::kInactive},  // R5
    {SourceKind::kDevice, "*", "active", FactState::kActive},
    {SourceKind::kDevice, "*", "available", FactState::kActive},  // DSTU2
    {SourceKind::kDevice, "*", "completed", FactState::kActive},  // the use was recorded
    {SourceKind::kDevice, "*", "", FactState::kActive},
};

}  // namespace

FactState StateByStatus(std::string_view resource_type, SourceKind source,
                        std::string_view status) {
  for (const StatusMeaning& row : kStatuses) {
    if (row.source != source || (row.type != "*" && row.type != resource_type)) continue;
    if (row.code == "*" || row.code == status) return row.state;
  }
  return FactState::kExcluded;
}

bool IsWeakStatus(std::string_view status) {
  static constexpr std::array<std::string_view, 12> kFirm = {
      "",          "final",     "amended", "corrected", "appended",  "modified",
      "available", "completed", "active",  "recorded",  "confirmed", "partial"};
  return std::ranges::find(kFirm, status) == kFirm.end();
}

}  // namespace wervelwijzer::guideline
