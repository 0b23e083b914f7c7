#pragma once

#include <string>
#include <string_view>

namespace wervelwijzer::cards {

// A Dutch number in E.164 as it is dialled and read aloud: `+31880000102` is `088 000 01 02`.
// Anything else, a number that is spaced already among it, stays as written.
std::string ReadablePhone(std::string_view phone);

}  // namespace wervelwijzer::cards
