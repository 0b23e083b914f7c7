#pragma once

// The intake form (road 1 of the contract): a QuestionnaireResponse of our own Questionnaire.

#include "guideline/bindings/finding.h"
#include "guideline/bindings/statement.h"

namespace wervelwijzer::guideline {

// True when the resource answers `https://wervelwijzer.nl/fhir/Questionnaire/intake`, or a part of
// it (`…/Questionnaire/ask-kps`), or one of the two forms for a meeting
// (`…/Questionnaire/brain-mdo-information`, `…/spinal-mdo-information`).
bool IsIntake(const fhir::Resource& resource);

// Adds each answer whose linkId is an input. Status completed and amended; in-progress as weaker
// evidence; any other status says nothing. The answered items of a completed brain form are
// `brain-mdo-information-items`. An answer that does not fit becomes an issue,
// and so does a form or item with a modifier: it says nothing.
void ReadIntake(const fhir::Resource& resource, const BindingTables& tables,
                const terminology::Terminology& terminology, const InputCatalogue& catalogue,
                const BindOptions& options, Statements& statements, Issues& issues);

}  // namespace wervelwijzer::guideline
