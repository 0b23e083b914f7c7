#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cards/compose.h"

namespace wervelwijzer::hooks {

// One of our Questionnaires as a page that a person reads: every question with its explanation,
// its possible answers or their unit, and after which answers it is asked. Nothing can be filled
// in: answers are recorded in the patient's record, and the page holds none. Nothing for JSON that
// is no Questionnaire.
std::optional<std::string> QuestionnairePage(std::string_view json, cards::Language language);

// True when an Accept header names HTML before any JSON, as a browser's does.
bool PrefersPage(std::string_view accept);

}  // namespace wervelwijzer::hooks
