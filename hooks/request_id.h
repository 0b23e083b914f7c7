#pragma once

#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// The id under which a request is logged and answered: what the client calls it (`X-Request-Id`),
// when that is up to 64 letters, digits and `-_.`; else one of our own, unique over restarts.
std::string RequestId(std::string_view given);

}  // namespace wervelwijzer::hooks
