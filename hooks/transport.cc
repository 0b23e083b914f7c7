#include "hooks/transport.h"

#include <algorithm>

#include "hooks/text.h"

namespace wervelwijzer::hooks {

std::string_view RequestView::HeaderValue(std::string_view name) const {
  for (const Header& header : headers) {
    if (EqualsIgnoringCase(header.name, name)) return header.value;
  }
  return {};
}

}  // namespace wervelwijzer::hooks
