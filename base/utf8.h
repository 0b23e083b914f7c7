#pragma once

// UTF-8 (RFC 3629): well-formedness and single steps. Overlong forms, surrogates and everything
// above U+10FFFF are not UTF-8.

#include <cstddef>
#include <string_view>

namespace wervelwijzer {

// Length in bytes (1-4) of the well-formed character that `text` starts with; 0 when what stands
// there is none. REQUIRES: !text.empty().
std::size_t Utf8Length(std::string_view text);

// Offset of the first byte that is not part of a well-formed character; npos when there is none.
std::size_t FindInvalidUtf8(std::string_view text);

// At most `bytes` bytes of `text`, cut between characters.
std::string_view Utf8Prefix(std::string_view text, std::size_t bytes);

}  // namespace wervelwijzer
