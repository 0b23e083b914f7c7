#pragma once

#include <optional>
#include <string_view>

#include "cards/compose.h"

namespace wervelwijzer::hooks {

// The language that an Accept-Language header prefers among ours (RFC 9110 section 12.5.4: the
// highest weight wins, the earlier one of equals); nothing when it names neither.
std::optional<cards::Language> AskedLanguage(std::string_view accept_language);
// The same, `fallback` when it names neither.
cards::Language PreferredLanguage(std::string_view accept_language, cards::Language fallback);

// `nl` or `en`.
const char* LanguageTag(cards::Language language);

}  // namespace wervelwijzer::hooks
