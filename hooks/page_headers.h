#pragma once

#include "hooks/transport.h"

namespace wervelwijzer::hooks {

// What a browser has to keep to with an answer: nothing is guessed, and a page of ours runs no
// script, loads nothing, sends nothing and stands in no frame.
void AddBrowserHeaders(Response& response);

}  // namespace wervelwijzer::hooks
