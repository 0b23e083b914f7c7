// Any bytes as a bearer token: as they are, and each line of them as a part of one (header, claims,
// signature), so that what stands behind base64url is reached too.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "hooks/token.h"
#include "tests/hooks/tokens.h"

namespace {

using namespace wervelwijzer;

void Check(std::string_view compact) {
  const auto token = hooks::ReadToken(compact);
  if (!token.ok()) {
    if (token.error().message.empty()) std::abort();
    return;
  }
  // What was signed is what stands there.
  if (!compact.starts_with(token->signed_text)) std::abort();
  (void)hooks::CheckClaims(*token, "https://a.example", token->issued, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Check(text);
  std::string compact;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) compact += '.';
    compact += hooks::ToBase64Url(text.substr(begin, end - begin));
    begin = end + 1;
  }
  Check(compact);
  return 0;
}
