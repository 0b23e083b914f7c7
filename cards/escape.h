#pragma once

// Text from a request on its way into Markdown, which record systems render, often HTML and all.

#include <cstddef>
#include <string>
#include <string_view>

namespace wervelwijzer::cards {

// `text` as it may stand in a line or a table cell of GitHub-flavoured Markdown: shown literally,
// in one line, never a link, never HTML. Control characters, marks that turn the writing direction
// and invisible ones are dropped; `://`, `www.` and `@` are broken so that no renderer makes a link
// of them; after `limit` code points it is cut with `…`. Bytes that are not UTF-8 become U+FFFD.
std::string EscapeMarkdown(std::string_view text, std::size_t limit = 80);
// The same behind what `out` holds already.
void EscapeMarkdown(std::string_view text, std::size_t limit, std::string& out);

// The same cleaning and cutting without Markdown escapes, for members that are plain text.
std::string CleanText(std::string_view text, std::size_t limit = 200);

// Code points of UTF-8 text; a byte that is not UTF-8 counts as one.
std::size_t CountCodePoints(std::string_view text);

}  // namespace wervelwijzer::cards
