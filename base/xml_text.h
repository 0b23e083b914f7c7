#pragma once

// What has to be known of an XML text before its parser sees it. Knows no parser. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wervelwijzer {

// True when the first thing in it, behind a byte order mark and blanks, is `<`: in UTF-8, or in
// UTF-16 of either order, with or without a mark.
bool IsXml(std::string_view bytes);

// The text of UTF-16 (with a mark, or beginning with `<`) as UTF-8, without a mark; nothing when it
// is not UTF-16. Half a surrogate, or half a unit at the end, becomes U+FFFD.
std::optional<std::string> Utf16XmlAsUtf8(std::string_view bytes);

// The most attributes that one tag of the text has, about: every `=` outside quotes counts, in a
// tag that is not well-formed too. Linear.
std::size_t MostAttributes(std::string_view xml);

}  // namespace wervelwijzer
