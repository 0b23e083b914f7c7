#pragma once

#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// The id under which a request is logged and answered: what the client calls it (`X-Request-Id`),
// when that is a UUID; else one of our own, unique over restarts. Some clients write the number of
// a patient there, which belongs in no log and no state.
std::string RequestId(std::string_view given);

}  // namespace wervelwijzer::hooks
