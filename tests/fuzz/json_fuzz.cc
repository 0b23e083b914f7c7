// Any bytes as JSON: every number is asked for, every text is well-formed UTF-8, and what is
// written out again reads as the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/utf8.h"

namespace {

using namespace wervelwijzer;

void Look(JsonValue value) {
  if (const auto text = value.string()) {
    if (FindInvalidUtf8(*text) != std::string_view::npos) std::abort();
  }
  // A whole number within int64 is a number, too.
  if (value.integer() && !value.number()) std::abort();
  for (const JsonValue element : value.elements()) Look(element);
  for (const auto [name, member] : value.members()) {
    if (value.Get(name).identity() != member.identity()) std::abort();
    Look(member);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = JsonDocument::Parse({reinterpret_cast<const char*>(data), size});
  if (!document.ok()) return 0;
  Look(document->root());
  const std::string text = document->root().ToText();
  const auto again = JsonDocument::Parse(text);
  if (!again.ok() || again->root().ToText() != text) std::abort();
  return 0;
}
