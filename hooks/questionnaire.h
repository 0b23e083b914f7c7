#pragma once

// Questionnaires (http://hl7.org/fhir/R4/questionnaire.html) made of the intake form. Texts are
// Dutch with English beside them (extension `translation`).

#include <span>
#include <string>

#include "base/json.h"
#include "guideline/bindings/intake_form.h"
#include "guideline/inputs.h"

namespace wervelwijzer::hooks {

inline constexpr std::string_view kDefinitionBase = "https://wervelwijzer.nl/fhir/";

// The members that every definition begins with: resourceType, id, url, title, status.
void WriteDefinitionHead(JsonWriter& writer, std::string_view type, std::string_view id,
                         std::string_view title);
// `_member` beside a text: the same in English. Nothing when there is no English.
void WriteEnglish(JsonWriter& writer, std::string_view member, std::string_view text);

// True for inputs whose values are codes of a code system of their own.
bool HasCodes(const guideline::InputDefinition& input);

// All questions in their groups, each shown when its condition holds, with the definition of the
// input as help.
std::string IntakeQuestionnaire(const guideline::IntakeForm& form,
                                const guideline::InputCatalogue& catalogue);

// What a smaller form is called.
struct FormTitle {
  std::string name;  // last step of its url; its id too, unless it is no FHIR id
  std::string_view nl, en;
};

// The members that each of our forms begins with: WriteDefinitionHead, the notice, subjectType.
void WriteQuestionnaireHead(JsonWriter& writer, const FormTitle& title);

// Some of the questions, in the order of the intake form, without groups and conditions. An answer
// to it counts as one to the intake form, from which it is derived.
std::string PartQuestionnaire(const FormTitle& title,
                              std::span<const guideline::CatalogueIndex> inputs,
                              const guideline::IntakeForm& form,
                              const guideline::InputCatalogue& catalogue);

}  // namespace wervelwijzer::hooks
