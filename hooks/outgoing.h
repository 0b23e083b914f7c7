#pragma once

// What may stand in a request or an answer that we send. Whatever comes from outside, a token of a
// call, a link of a server, a line of the configuration, passes here before it leaves: with a line
// end in it, it would be a request of somebody else's making.

#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

// A token of RFC 6750, section 2.1: letters, digits and `-._~+/`, then `=`.
bool IsB64Token(std::string_view text);

// The value of a header (RFC 9110, 5.5): visible ASCII, blanks and tabs between; may be empty.
bool IsHeaderValue(std::string_view text);

// A target in origin form: `/`, then visible ASCII without `"`, `<`, `>`, `\` and `#`. No segment
// of its path is `.` or `..`, however it is written (RFC 3986, 5.2.4): a server would walk up on
// it.
bool IsTarget(std::string_view text);

// The value without what must not stand in one.
std::string AsHeaderValue(std::string_view text);

}  // namespace wervelwijzer::hooks
