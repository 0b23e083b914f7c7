#pragma once

// Words in free text that raise a question. What the text says about them is not understood.

#include <string>
#include <string_view>

namespace wervelwijzer::guideline {

// `text` in lower case, ASCII only; other letters stay as they are.
std::string LowerCase(std::string_view text);

// True when the lower-case `text` has `word` in a clause that does not plainly deny it (`geen …`,
// `without …`). A denied word asks nothing; a doubtful one (`niet uit te sluiten`) does.
bool Mentions(std::string_view text, std::string_view word);

}  // namespace wervelwijzer::guideline
