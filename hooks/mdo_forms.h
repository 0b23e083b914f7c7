#pragma once

// What a meeting wants to know beforehand, as Questionnaires for R4 clients that fill forms from
// the record (http://hl7.org/fhir/uv/sdc). Answers are read like those of the intake form.

#include <string>

#include "guideline/bindings/intake_form.h"
#include "guideline/inputs.h"

namespace wervelwijzer::hooks {

// `Questionnaire/brain-mdo-information`: one item for each code of the information list of the
// neuro-oncological meeting, linkId is the code. Three are asked under a condition, and while the
// condition is not answered.
std::string BrainMdoForm(const guideline::IntakeForm& form,
                         const guideline::InputCatalogue& catalogue);

// `Questionnaire/spinal-mdo-information`: the questions of the intake form that the meeting on
// spinal metastases decides on, linkId is the input.
std::string SpinalMdoForm(const guideline::IntakeForm& form,
                          const guideline::InputCatalogue& catalogue);

}  // namespace wervelwijzer::hooks
