#pragma once

// What headers and messages need of text: ASCII only, no locale.

#include <string>
#include <string_view>

namespace wervelwijzer::hooks {

bool EqualsIgnoringCase(std::string_view a, std::string_view b);

// Without blanks and tabs at both ends.
std::string_view Trimmed(std::string_view text);

// A value of the request as it may stand in a message: in backticks, at most 64 bytes, on one line.
std::string Quoted(std::string_view value);

// 8-4-4-4-12 hexadecimal digits (RFC 4122), of any version; `urn:uuid:` before it is accepted.
bool IsUuid(std::string_view text);

}  // namespace wervelwijzer::hooks
