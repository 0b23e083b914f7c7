#pragma once

#include <string_view>

namespace wervelwijzer {

// Reads `json` as a record, tells its version and binds it with the shipped tables at a fixed
// moment. Aborts when an input ends up in a state that no caller expects: stated without a value,
// or with a value that it does not allow.
void BindAnything(std::string_view json);

}  // namespace wervelwijzer
