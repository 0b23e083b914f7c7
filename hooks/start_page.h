#pragma once

#include <string>

#include "cards/compose.h"

namespace wervelwijzer::hooks {

// The page at `/`: what this server is, what it is not, where to start.
std::string StartPage(cards::Language language);

}  // namespace wervelwijzer::hooks
